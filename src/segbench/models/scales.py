"""What the scales of mixed data learnt, as numbers that new customers are put through.

`GowerScaler` and `FamdScaler` treat every column by itself: clipped, moved, divided and
weighted. Kept as five numbers a column they need no class of segbench's in a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from segbench.core import Block, Matrix
from segbench.features.mixed import TAILS, FamdScaler, GowerScaler


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
    for column in _of_quantities(scaler.blocks):
        values = X[:, column]
        low[column], high[column] = np.quantile(values, TAILS)
        if high[column] <= low[column]:
            low[column], high[column] = values.min(), values.max()
        span = high[column] - low[column]
        size[column] = span if span > 0 else 1.0
    centre = np.where(np.isfinite(low), low, 0.0)
    return ColumnScale(low, high, centre, size, _weights(scaler, n))


def learn_famd(scaler: FamdScaler, X: Matrix) -> ColumnScale:
    """Keep what a fitted `FamdScaler` did to X, shape (n_customers, n_columns)."""
    n = X.shape[1]
    mean, size = np.mean(X, axis=0), np.std(X, axis=0)
    for block in scaler.blocks:
        if block.categorical:
            columns = list(block.columns)
            size[columns] = np.sqrt(mean[columns])
    size[size <= np.finfo(np.float64).eps * np.abs(X).max(axis=0)] = np.inf
    ones = np.ones(n)
    return ColumnScale(np.full(n, -np.inf), np.full(n, np.inf), mean, size, ones)


def _of_quantities(blocks: Sequence[Block]) -> list[int]:
    return [c for one in blocks if not one.categorical for c in one.columns]


def _weights(scaler: GowerScaler, n: int) -> Matrix:
    weights, by_variable = np.ones(n), scaler.weights_
    assert isinstance(by_variable, Mapping)  # fitted
    for block in scaler.blocks:
        weights[list(block.columns)] = by_variable[block.variable]
    return weights
