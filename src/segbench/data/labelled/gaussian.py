"""Segments that are Gaussian clouds, in several sizes, widths and shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from segbench.core import Matrix
from segbench.data.labelled.truth import TRUTH, with_truth

TRIES = 1_000
"""Draws of a place that is far enough from the others, before the box is widened."""


@dataclass(frozen=True)
class Clouds:
    """Round Gaussians: where they are, how wide, which share of the customers each."""

    centres: Matrix  # shape (n_segments, n_features)
    widths: Sequence[float]  # standard deviation of each
    shares: Sequence[float]  # of the customers; they add up to 1

    def draw(
        self, rng: np.random.Generator, customers: int
    ) -> tuple[Matrix, np.ndarray]:
        """Draw the features and the segment of every customer."""
        segments = split(customers, self.shares)
        noise = rng.normal(size=(customers, self.centres.shape[1]))
        widths = np.asarray(self.widths)[segments]
        return self.centres[segments] + widths[:, None] * noise, segments


def split(customers: int, shares: Sequence[float]) -> np.ndarray:
    """Give every customer a segment, so that the shares hold up to rounding."""
    ends = np.round(np.cumsum(shares) * customers).astype(int)
    return np.repeat(np.arange(len(shares)), np.diff(ends, prepend=0))


def apart(
    rng: np.random.Generator, segments: int, dimensions: int, distance: float
) -> Matrix:
    """Draw centres in a box that are at least so far from each other.

    The box grows until they fit, so that neighbours are not much further apart.
    """
    box, centres = distance, np.empty((0, dimensions))
    while len(centres) < segments:
        for _ in range(TRIES):
            drawn = rng.uniform(-box, box, size=(1, dimensions))
            if (np.linalg.norm(centres - drawn, axis=1) >= distance).all():
                centres = np.vstack([centres, drawn])
                break
        else:
            box, centres = 1.2 * box, np.empty((0, dimensions))
    return centres


def even(segments: int) -> list[float]:
    """Return equal shares."""
    return [1 / segments] * segments


def blobs(rng: np.random.Generator, customers: int) -> pd.DataFrame:
    """Five round segments of one size, six standard deviations apart or more."""
    clouds = Clouds(apart(rng, 5, 2, 6.0), [1.0] * 5, even(5))
    return with_truth(*clouds.draw(rng, customers))


def overlapping(rng: np.random.Generator, customers: int) -> pd.DataFrame:
    """Three round segments, each three standard deviations from the others."""
    angles = rng.uniform(0, 2 * np.pi) + np.arange(3) * 2 * np.pi / 3
    centres = np.sqrt(3.0) * np.column_stack([np.cos(angles), np.sin(angles)])
    return with_truth(*Clouds(centres, [1.0] * 3, even(3)).draw(rng, customers))


def unbalanced(rng: np.random.Generator, customers: int) -> pd.DataFrame:
    """Four segments of 70, 15, 10 and 5 % of the customers; the large one is wider."""
    clouds = Clouds(apart(rng, 4, 2, 6.0), [1.2, 0.8, 0.8, 0.8], [0.7, 0.15, 0.1, 0.05])
    return with_truth(*clouds.draw(rng, customers))


def density(rng: np.random.Generator, customers: int) -> pd.DataFrame:
    """Three segments of one size, the widest six times as wide as the narrowest."""
    clouds = Clouds(apart(rng, 3, 2, 8.0), [0.4, 1.2, 2.4], even(3))
    return with_truth(*clouds.draw(rng, customers))


def elongated(rng: np.random.Generator, customers: int) -> pd.DataFrame:
    """Three parallel cigars, six times as long as wide, turned by a random angle."""
    centres = np.array([[0.0, 0.0], [0.0, 4.0], [0.0, 8.0]])
    X, segments = Clouds(centres, [1.0] * 3, even(3)).draw(rng, customers)
    angle = rng.uniform(0.35, 1.2)  # 20 to 70 degrees: along no axis
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return with_truth((X * [4.0, 0.7]) @ turn.T, segments)


def high_dimensional(rng: np.random.Generator, customers: int) -> pd.DataFrame:
    """Four segments in ten of twenty dimensions; the other ten are noise."""
    clouds = Clouds(apart(rng, 4, 10, 5.0), [1.0] * 4, even(4))
    X, segments = clouds.draw(rng, customers)
    return with_truth(np.hstack([X, rng.normal(size=X.shape)]), segments)


def noise(rng: np.random.Generator, customers: int) -> pd.DataFrame:
    """Four segments in a background of a fifth of the customers, who belong nowhere.

    Nobody knows where the background belongs: it has no known segment.
    """
    within = round(0.8 * customers)
    clouds = Clouds(apart(rng, 4, 2, 7.0), [0.8] * 4, even(4))
    X, segments = clouds.draw(rng, within)
    low, high = X.min(axis=0) - 1, X.max(axis=0) + 1
    background = rng.uniform(low, high, size=(customers - within, 2))
    frame = with_truth(
        np.vstack([X, background]), np.append(segments, [0] * len(background))
    )
    frame.loc[within:, TRUTH] = None
    return frame
