"""Nearest neighbours among points that lie in blocks, box by box."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import Matrix
from segbench.kernels import count_threads, for_each, load_kernels

SMALLEST = 32
"""Points in a block at least; of many, about as many as there are blocks."""

SLICE = 8_192
"""Queries that a thread takes at a time."""

_KERNELS = "segbench.models.rules.nearest_kernels"

Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Blocks:
    """Points, shape (n, n_features), parted so that those of a block are close.

    Blocks are filled up to one size: with infinity, and the number n.
    """

    points: Matrix  # shape (n_blocks, n_features, size)
    numbers: Numbers  # that the points had, shape (n_blocks, size)
    low: Matrix  # corners of the boxes, shape (n_features, n_blocks)
    high: Matrix

    def nearest(self, X: Matrix, k: int, power: int) -> tuple[Matrix, Numbers]:
        """Find the k nearest points of every row.

        Parameters
        ----------
        X : ndarray of shape (n_queries, n_features)
        k : int
            At most n.
        power : int
            1 for sums of absolute differences, 2 for Euclidean distances.

        Returns
        -------
        distances : ndarray of shape (n_queries, k)
            Ascending.
        numbers : ndarray of int, shape (n_queries, k)
            Of the points; of equally near ones the smaller comes first.
        """
        search = load_kernels(_KERNELS).search
        queries = np.ascontiguousarray(X, dtype=np.float64)
        found = np.empty((len(X), k))
        places = np.empty((len(X), k), dtype=np.int64)
        boxes = self.points, self.numbers, self.low, self.high

        def look(first: int) -> None:
            rows = slice(first, first + SLICE)
            search(queries[rows], *boxes, power == 1, found[rows], places[rows])

        for_each(look, range(0, len(X), SLICE), count_threads(-1))
        return (found if power == 1 else np.sqrt(found)), places


def blocks_of(X: Matrix) -> Blocks:
    """Halve points along their widest side until the parts are small.

    Parameters
    ----------
    X : ndarray of shape (n, n_features)
        At least one point.
    """
    parts = _halved(X, max(SMALLEST, round(len(X) ** 0.5)))
    size = max(map(len, parts))
    points = np.full((len(parts), X.shape[1], size), np.inf)
    numbers = np.full((len(parts), size), len(X), dtype=np.int64)
    for i, rows in enumerate(parts):
        points[i, :, : len(rows)] = X[rows].T
        numbers[i, : len(rows)] = rows
    low = np.array([X[rows].min(axis=0) for rows in parts]).T
    high = np.array([X[rows].max(axis=0) for rows in parts]).T
    return Blocks(
        points, numbers, np.ascontiguousarray(low), np.ascontiguousarray(high)
    )


def _halved(X: Matrix, size: int) -> list[Numbers]:
    """Part the numbers of the points, ascending in each part."""
    parts: list[Numbers] = []
    waiting = [np.arange(len(X))]
    while waiting:
        rows = waiting.pop()
        if len(rows) <= size:
            parts.append(np.sort(rows))
            continue
        widest = int(np.ptp(X[rows], axis=0).argmax())
        half = len(rows) // 2
        order = np.argpartition(X[rows, widest], half)
        waiting += [rows[order[half:]], rows[order[:half]]]
    return parts
