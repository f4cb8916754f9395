"""What the bulk fits share: the result, the data layout and the threads."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from segbench.kernels import map_in_budget

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Fit:
    """One clustering of one sample.

    Attributes
    ----------
    labels : ndarray of shape (m,) or None
        Cluster of each row, a number within 0..k-1; None where the fit failed.
    objective : float
        Inertia of k-means (lower is better) or lower bound of the mean
        log-likelihood of a mixture (higher is better); NaN where the fit failed.
    log_likelihood : float
        Mean over the rows, of a mixture's final parameters; NaN of k-means.
    converged : bool
        Whether the iterations ended before the most that were allowed.
    reason : str
        Why the fit failed; empty where it did not.
    """

    labels: Labels | None
    objective: float
    log_likelihood: float = math.nan
    converged: bool = True
    reason: str = ""


def labels_of(fits: Sequence[Fit]) -> list[Labels | Exception]:
    """Give each fit's labels, or the exception that a single fit would raise."""
    return [ValueError(f.reason) if f.labels is None else f.labels for f in fits]


def check_counts(**counts: int) -> None:
    """Raise ValueError if a count is below 1, with its name."""
    for name, count in counts.items():
        if count < 1:
            raise ValueError(f"{name} must be at least 1, got {count}")


def centered_features(sample: NDArray[Any]) -> Floats:
    """Return a sample as one contiguous row per feature, each of mean zero.

    Loops over the points of one feature vectorise in this layout. The mean is
    removed because distances and densities lose digits far from the origin.

    Parameters
    ----------
    sample : array-like of shape (m, d)

    Returns
    -------
    features : ndarray of shape (d, m)
    """
    features = np.array(np.transpose(sample), dtype=np.float64, order="C")
    if features.ndim != 2 or features.size == 0:
        raise ValueError(
            "each sample must be a non-empty array of shape (m, d), "
            f"got shape {np.shape(sample)}"
        )
    if not np.isfinite(features).all():
        raise ValueError("each sample must be finite, got NaN or infinity")
    features -= features.mean(axis=1, keepdims=True)
    return features


def map_samples(
    fit: Callable[[Floats, np.uint64], Result],
    samples: Sequence[NDArray[Any]],
    seeds: Sequence[int],
) -> list[Result]:
    """Fit every sample with its own seed, in order, on the threads of the budget."""
    if len(samples) != len(seeds):
        raise ValueError(
            "seeds must have one entry per sample, "
            f"got {len(seeds)} for {len(samples)} samples"
        )

    def fit_sample(pair: tuple[NDArray[Any], int]) -> Result:
        sample, seed = pair
        return fit(centered_features(sample), np.uint64(seed % 2**64))

    return map_in_budget(fit_sample, list(zip(samples, seeds, strict=True)))
