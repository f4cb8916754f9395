"""What the scales of mixed data learnt, as numbers that new customers are put through.

`GowerScaler` and `FamdScaler` treat every column by itself: clipped, moved, divided and
weighted. Kept as five numbers a column they need no class of segbench's in a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from segbench.core import Block, Matrix
from segbench.features.mixed import FamdScaler, GowerScaler, robust_range


@dataclass(frozen=True, eq=False)
class ColumnScale:
    """Clip, move, divide and weight columns; every array of shape (n_columns,)."""

    low: Matrix
    high: Matrix
    centre: Matrix
    size: Matrix  # inf = a column that says nothing
    weight: Matrix

    def transform(self, X: Matrix) -> Matrix:
        """Scale customers, shape (n_customers, n_columns)."""
        clipped = np.clip(X, self.low, self.high)
        scaled: Matrix = (clipped - self.centre) / self.size * self.weight
        return scaled


def learn_gower(scaler: GowerScaler, X: Matrix) -> ColumnScale:
    """Keep what a fitted `GowerScaler` did to X, shape (n_customers, n_columns)."""
    n = X.shape[1]
    low, high, size = np.full(n, -np.inf), np.full(n, np.inf), np.full(n, 2.0)
    columns = _of_quantities(scaler.blocks)
    if columns:
        low[columns], high[columns], size[columns] = robust_range(X[:, columns])
    centre = np.where(np.isfinite(low), low, 0.0)
    return ColumnScale(low, high, centre, size, _weights(scaler, n))


def learn_famd(scaler: FamdScaler) -> ColumnScale:
    """Keep what a fitted `FamdScaler` does to columns."""
    n = len(scaler.mean_)
    low, high = np.full(n, -np.inf), np.full(n, np.inf)
    return ColumnScale(low, high, scaler.mean_, scaler.size_, np.ones(n))


def _of_quantities(blocks: Sequence[Block]) -> list[int]:
    return [c for one in blocks if not one.categorical for c in one.columns]


def _weights(scaler: GowerScaler, n: int) -> Matrix:
    weights, by_variable = np.ones(n), scaler.weights_
    assert isinstance(by_variable, Mapping)  # fitted
    for block in scaler.blocks:
        weights[list(block.columns)] = by_variable[block.variable]
    return weights
