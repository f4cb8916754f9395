"""Compiled loops over pairs of points; compiled when it is imported.

Importing this module compiles both kernels, each for one signature, or loads them from
numba's cache: import it on first use.
"""

from __future__ import annotations

import numpy as np

from segbench.kernels.jit import jit
from segbench.scoring.silhouette.partitions import Floats, Ints

Four = tuple[float, float, float, float]

FEATURE_STEP = 4
"""Features added per sweep; the callers pad the feature axis to a multiple of it."""

_COLUMNS = 256  # queries per tile: one group's row of 2 KiB stays in L1
_GROUPS = 64  # groups per tile of 128 KiB in L2, added to one labeling at a time


@jit(reorder_sums=True)
def _square(features: Floats, j: int, point: Four) -> float:
    """Return the squared distance of query ``j`` from a point in four features."""
    d0 = features[0, j] - point[0]
    d1 = features[1, j] - point[1]
    d2 = features[2, j] - point[2]
    d3 = features[3, j] - point[3]
    total: float = (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3)
    return total


@jit(reorder_sums=True)
def _add_squares(features: Floats, point: Floats, squares: Floats) -> None:
    four = (point[0], point[1], point[2], point[3])
    for j in range(squares.size):
        squares[j] += _square(features, j, four)


@jit(reorder_sums=True, inline=True)
def _add_distances(
    features: Floats, point: Floats, squares: Floats, distances: Floats
) -> float:
    """Add a point's distances to ``distances``, shape (m,), and return their sum.

    ``features`` has shape (n_features, m); ``squares`` is scratch, all 0 between calls.
    """
    last = point.size - FEATURE_STEP
    for f in range(0, last, FEATURE_STEP):
        _add_squares(features[f:], point[f:], squares)
    return _add_roots(features[last:], point[last:], squares, distances)


@jit(reorder_sums=True, inline=True)
def _add_roots(
    features: Floats, point: Floats, squares: Floats, distances: Floats
) -> float:
    """Finish ``squares`` with the last features, add the roots and clear it."""
    four = (point[0], point[1], point[2], point[3])
    total = 0.0
    for j in range(squares.size):
        distance = np.sqrt(squares[j] + _square(features, j, four))
        distances[j] += distance
        total += distance
        squares[j] = 0.0
    return total


@jit(reorder_sums=True)
def _add(source: Floats, target: Floats) -> None:
    for j in range(source.size):
        target[j] += source[j]


@jit("void(f8[:, ::1], i8[::1], i8[:, ::1], f8[:, ::1], f8[:, ::1])", reorder_sums=True)
def add_cluster_sums(
    references: Floats, starts: Ints, clusters: Ints, queries: Floats, sums: Floats
) -> None:
    """Add the distances from queries to clusters: any queries, any groups.

    Parameters
    ----------
    references : array of shape (n, n_features)
        Points, group after group.
    starts : array of shape (n_groups + 1,)
        Where the groups begin in ``references``, and n.
    clusters : array of shape (n_groups, L)
        Row of ``sums`` that takes a group's distances, in each of L labelings.
    queries : array of shape (m, n_features)
    sums : array of shape (n_rows, m)
        Added to in place.
    """
    n_queries = queries.shape[0]
    n_groups = clusters.shape[0]
    for left in range(0, n_queries, _COLUMNS):
        right = min(left + _COLUMNS, n_queries)
        features = queries[left:right].T.copy()  # contiguous along the queries
        squares = np.zeros(right - left)
        tile = np.empty((_GROUPS, right - left))
        for first in range(0, n_groups, _GROUPS):
            end = min(first + _GROUPS, n_groups)
            tile[:] = 0.0
            for group in range(first, end):
                for i in range(starts[group], starts[group + 1]):
                    _add_distances(
                        features, references[i], squares, tile[group - first]
                    )
            for labeling in range(clusters.shape[1]):
                for group in range(first, end):
                    row = clusters[group, labeling]
                    _add(tile[group - first], sums[row, left:right])


@jit("void(f8[:, ::1], i8[::1], i8[:, ::1], i8[::1], f8[:, ::1])", reorder_sums=True)
def add_symmetric_sums(
    references: Floats, starts: Ints, clusters: Ints, column_groups: Ints, sums: Floats
) -> None:
    """Add the distances among all points, each pair computed once.

    A distance counts for the column towards the row's cluster, and for the row towards
    the column's. Calls whose ``column_groups`` together hold every group once share
    the triangle; each in a thread of its own needs ``sums`` of its own.

    Parameters
    ----------
    references, starts, clusters, sums
        As for `add_cluster_sums`, with the references for queries.
    column_groups : array of int
        Groups to pair with themselves and with all groups after them.
    """
    n_groups, n_labelings = clusters.shape
    for group in column_groups:
        left, right = starts[group], starts[group + 1]
        features = references[left:right].T.copy()
        squares = np.zeros(right - left)
        column_sums = np.empty(right - left)
        for other in range(group, n_groups):
            top, bottom = starts[other], starts[other + 1]
            row_sums = np.empty(bottom - top)
            column_sums[:] = 0.0
            for i in range(top, bottom):
                row_sums[i - top] = _add_distances(
                    features, references[i], squares, column_sums
                )
            for labeling in range(n_labelings):
                _add(column_sums, sums[clusters[other, labeling], left:right])
                if other > group:
                    _add(row_sums, sums[clusters[group, labeling], top:bottom])
