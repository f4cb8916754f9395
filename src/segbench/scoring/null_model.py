"""What a model of customers without segments does, and how its draws are settled."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from segbench.core import Matrix
from segbench.scoring.levels import find_levels, snap
from segbench.scoring.margins import Vector

_BITS = 24  # of the spread, kept of a draw: seven digits


class NullModel(Protocol):
    """A model of customers without segments, fitted to data."""

    @property
    def name(self) -> str:
        """One of `nulls.FAMILIES`, or `nulls.STABILITY_FAMILY`."""

    def draw(self, rng: np.random.Generator, n: int | None = None) -> Matrix:
        """Draw n customers, as many as there were in the data by default."""


@dataclass(frozen=True)
class Settled:
    """A model whose draws take no value that says more than it may.

    Coarse columns take only the values that they have in the data. Points of a rating
    from 1 to 5 lie in heaps; a smooth draw has none, and heaps would pass for segments.

    The others are rounded to about a ten-millionth of their spread. Libraries of linear
    algebra add in another order on other processors, and of many segments in customers
    without any, the last digits decide which ones an algorithm ends in.
    """

    model: NullModel
    levels: Mapping[int, Vector]  # values of a coarse column, by its number
    steps: Vector  # shape (d,), powers of 2; 0 = not rounded

    @classmethod
    def of(cls, model: NullModel, X: Matrix, own: Collection[int] = ()) -> Settled:
        """Settle a model of the data X, but for the levels of some columns."""
        levels = {i: found for i, found in find_levels(X).items() if i not in own}
        return cls(model, levels, _steps(X))

    @property
    def name(self) -> str:
        """Name of the model."""
        return self.model.name

    def draw(self, rng: np.random.Generator, n: int | None = None) -> Matrix:
        """Draw n customers and move them to the nearest values there are."""
        drawn = self.model.draw(rng, n)
        steps = np.where(self.steps > 0, self.steps, 1.0)
        rounded = np.where(self.steps > 0, np.round(drawn / steps) * steps, drawn)
        return snap(rounded, self.levels)


def _steps(X: Matrix) -> Vector:
    """Find the power of 2 that is about a ten-millionth of every column's spread."""
    # Scaled data have a spread of 1, where the power must not hang on the last digit.
    spread = 1.4 * X.std(axis=0)
    steps = np.ldexp(1.0, np.frexp(spread)[1] - _BITS)
    return np.where(np.ptp(X, axis=0) > 0, steps, 0.0)
