"""The sampled customers that are nearest to each of all, found once for a grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from segbench.core import Matrix

ROWS = 65_536
"""Customers that are looked up together."""


@dataclass(frozen=True)
class Near:
    """Neighbours in a sample, the nearest first."""

    distances: Matrix  # shape (n, k)
    rows: NDArray[np.int32]  # of the sample, shape (n, k)


def power_of(metric: str) -> int:
    """Return the power of the differences that a metric adds up."""
    return 1 if metric in ("manhattan", "cityblock", "l1") else 2


def neighbours_of(X: Matrix, sample: Matrix, k: int, metric: str) -> Near:
    """Find the k nearest of the sample to every row of X, shape (n, k)."""
    tree, k = KDTree(sample), min(k, len(sample))
    distances = np.empty((len(X), k), dtype=np.float64)
    rows = np.empty((len(X), k), dtype=np.int32)
    for low in range(0, len(X), ROWS):
        part = slice(low, low + ROWS)
        ranks = np.arange(1, k + 1)
        distances[part], rows[part] = tree.query(X[part], ranks, p=power_of(metric))
    return Near(distances, rows)
