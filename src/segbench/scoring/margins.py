"""The marginal distributions of data: columns made normal, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from segbench.core import Matrix
from segbench.scoring.yeo_johnson import best_power, transform, undo

Vector: TypeAlias = Matrix
"""One number per column, shape (d,)."""

_MARGIN = 0.5  # standard deviations that a value may lie beyond the observed range
_TINY = 1e-12  # a spread relative to the size of the values that is rounding


@dataclass(frozen=True)
class Margins:
    """A Yeo-Johnson transformation of every standardised column."""

    centre: Vector  # of the data
    scale: Vector  # standard deviations; 0 for a constant column
    power: Vector  # of the transformation
    low: Vector  # limits of the values on the way back, in transformed units
    high: Vector

    @classmethod
    def fit(cls, X: Matrix) -> Margins:
        """Estimate the powers."""
        centre, scale = X.mean(axis=0), X.std(axis=0)
        scale[scale <= _TINY * np.abs(X).max(axis=0)] = 0.0
        Z = _standardise(X, centre, scale)
        power = np.array([best_power(column) for column in Z.T])
        return cls(
            centre,
            scale,
            power,
            low=transform(Z.min(axis=0) - _MARGIN, power),
            high=transform(Z.max(axis=0) + _MARGIN, power),
        )

    def remove(self, X: Matrix) -> Matrix:
        """Make the columns normal, as far as the transformation can."""
        return transform(_standardise(X, self.centre, self.scale), self.power)

    def restore(self, T: Matrix) -> Matrix:
        """Give normal columns the distributions of the data's.

        None of the values is far outside the observed range.
        """
        # Clipped here and not afterwards: beyond, the way back may not exist.
        Z = undo(np.clip(T, self.low, self.high), self.power)
        restored: Matrix = self.centre + Z * self.scale
        return restored


def _standardise(X: Matrix, centre: Vector, scale: Vector) -> Matrix:
    Z = (X - centre) / np.where(scale > 0, scale, 1.0)
    Z[:, scale == 0] = 0.0
    return Z
