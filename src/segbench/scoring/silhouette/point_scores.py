"""Silhouettes of chosen points, block by block and in threads."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from segbench.kernels import count_threads, for_each
from segbench.scoring.silhouette.cluster_sums import cluster_sums, cluster_sums_of_all
from segbench.scoring.silhouette.partitions import Floats, Ints, Partitions

_BLOCK_VALUES = 2**21  # float64 values in a block's largest array: 16 MiB
_BLOCK_POINTS = (64, 2048)  # fewer waste vector width, more share unevenly
_SUMS_PER_ROOT = 6  # labelings a distance can be added to in the time of its root
_SUMS_PER_THREAD = 2**21  # about 2 ms, well above the cost of starting a thread


def score_points(
    X: NDArray[Any],
    partitions: Partitions,
    *,
    points: Ints | None = None,
    metric: str = "euclidean",
    n_jobs: int | None = None,
) -> Floats:
    """Return the silhouettes of ``points``, shape (m,), as an array (L, m).

    Scores all points if none are named. Distances are taken to all points in any case.
    NaN for noise and for labelings of fewer than two clusters.
    """
    n_scored = len(X) if points is None else len(points)
    n_sums = n_scored * len(X) * (1 + len(partitions.clusters) // _SUMS_PER_ROOT)
    n_threads = min(count_threads(n_jobs), 1 + n_sums // _SUMS_PER_THREAD)
    scores = np.full((len(partitions.clusters), n_scored), np.nan)
    defined = partitions.clusters_per_labeling >= 2
    if not defined.any():
        return scores
    partitions = partitions.select(defined)
    if points is None:
        points = np.arange(len(X))
        sums = cluster_sums_of_all(X, partitions, metric, n_threads)
    else:
        sums = cluster_sums(X, partitions, metric)

    def score(block: slice) -> None:
        chosen = points[block]
        scores[defined, block] = _silhouettes(sums(chosen), partitions, chosen)

    width = partitions.n_clusters + (0 if metric == "euclidean" else len(X))
    for_each(score, _blocks(n_scored, width, n_threads), n_threads)
    return scores


def _silhouettes(sums: Floats, partitions: Partitions, points: Ints) -> Floats:
    """Turn distance sums, overwriting them, into silhouettes of shape (L, m)."""
    own = partitions.clusters[:, points]
    own_size = partitions.size_of_own(points)
    column = np.arange(len(points))
    a = sums[own, column] / np.maximum(own_size - 1, 1)
    sums[:-1] /= partitions.sizes[:, None]
    sums[own, column] = np.inf  # so that the minimum is over other clusters
    b = np.minimum.reduceat(sums[:-1], partitions.first[:-1], axis=0)
    larger = np.maximum(a, b)
    scores = np.zeros_like(a)
    np.divide(b - a, larger, out=scores, where=(larger > 0) & (own_size > 1))
    scores[own_size == 0] = np.nan
    return scores


def _blocks(n_points: int, width: int, n_threads: int) -> list[slice]:
    """Cut the points so that a block's arrays of ``width`` rows stay small."""
    fewest, most = _BLOCK_POINTS
    even_share = -(-n_points // n_threads)
    length = max(fewest, min(most, even_share, _BLOCK_VALUES // width))
    return [slice(i, i + length) for i in range(0, n_points, length)]
