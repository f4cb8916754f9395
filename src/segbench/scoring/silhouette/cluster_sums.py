"""Sums of the distances from points to clusters, all that a silhouette needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segbench.kernels import for_each, load_kernels
from segbench.scoring.silhouette.partitions import Floats, Groups, Ints, Partitions

ClusterSums = Callable[[Ints], Floats]
"""From m point numbers to their distance sums, a new array (n_clusters + 1, m).

The last row takes what belongs to no cluster and means nothing.
"""

_SAFE_MAGNITUDE = 1e100  # beyond it, and below its inverse, squares lose digits
_PAIRED_GROUP_SIZE = 64  # mean size from which computing each pair once is quicker
_PAIRED_BYTES = 2**28  # most memory for the tables that computing it once needs

_KERNELS = "segbench.scoring.silhouette.pairwise_kernels"


def cluster_sums(X: NDArray[Any], partitions: Partitions, metric: str) -> ClusterSums:
    """Prepare the sums for one metric.

    Parameters
    ----------
    X : array of shape (n_points, n_features), or (n_points, n_points) distances
        when ``metric`` is "precomputed".
    partitions : Partitions
        The clusters to sum over.
    metric : {"euclidean", "manhattan", "precomputed"}
    """
    prepare = {
        "euclidean": _euclidean,
        "manhattan": _manhattan,
        "precomputed": _precomputed,
    }
    return prepare[metric](X, partitions)


def cluster_sums_of_all(
    X: NDArray[Any], partitions: Partitions, metric: str, n_threads: int
) -> ClusterSums:
    """Prepare the sums for callers who will ask for every point once.

    Knowing that, Euclidean distances need computing only once per pair where the groups
    of points with equal labels are long.
    """
    if metric != "euclidean":
        return cluster_sums(X, partitions, metric)
    groups = Groups.from_partitions(partitions)
    table_bytes = 8 * (partitions.n_clusters + 1) * len(X) * n_threads
    if groups.mean_size >= _PAIRED_GROUP_SIZE and table_bytes <= _PAIRED_BYTES:
        return _euclidean_pairs(X, partitions, groups, n_threads)
    return _euclidean(X, partitions, groups)


def _euclidean(
    X: Floats, partitions: Partitions, groups: Groups | None = None
) -> ClusterSums:
    """Sum inside compiled loops, group by group, without storing a distance."""
    groups = groups or Groups.from_partitions(partitions)
    kernels = load_kernels(_KERNELS)
    features = _prepare_features(X, kernels.FEATURE_STEP)
    references = features[groups.order]

    def sums(points: Ints) -> Floats:
        out = np.zeros((partitions.n_clusters + 1, len(points)))
        kernels.add_cluster_sums(
            references, groups.starts, groups.clusters, features[points], out
        )
        return out

    return sums


def _euclidean_pairs(
    X: Floats, partitions: Partitions, groups: Groups, n_threads: int
) -> ClusterSums:
    """Sum over all pairs now, in one table per thread, and look the points up later."""
    kernels = load_kernels(_KERNELS)
    references = _prepare_features(X, kernels.FEATURE_STEP)[groups.order]
    tables = np.zeros((n_threads, partitions.n_clusters + 1, len(references)))

    def fill(thread: int) -> None:
        mine = np.arange(thread, len(groups.clusters), n_threads)
        kernels.add_symmetric_sums(
            references, groups.starts, groups.clusters, mine, tables[thread]
        )

    for_each(fill, range(n_threads), n_threads)
    table = tables.sum(axis=0) if n_threads > 1 else tables[0]
    column = np.zeros(len(X), dtype=np.int64)  # any column will do for noise
    column[groups.order] = np.arange(len(references))
    return lambda points: table[:, column[points]]


def _prepare_features(X: Floats, step: int) -> Floats:
    """Rescale extreme magnitudes and append zeros up to a multiple of ``step``.

    Neither changes a silhouette. The kernels take differences of the features, so that
    no digits are lost far from the origin and the data need no centring.
    """
    n_points, n_features = X.shape
    padded = np.zeros((n_points, -(-n_features // step) * step))
    padded[:, :n_features] = X
    largest = max(-float(X.min()), float(X.max()))
    if largest > 0 and not 1 / _SAFE_MAGNITUDE < largest < _SAFE_MAGNITUDE:
        # by a power of two, which changes no digit
        np.ldexp(padded, -int(np.frexp(largest)[1]), out=padded)
    return padded


def _manhattan(X: Floats, partitions: Partitions) -> ClusterSums:
    from scipy.spatial.distance import cdist

    add_up = _summing_matrix(partitions)
    return lambda points: add_up @ cdist(X, X[points], "cityblock")


def _precomputed(distances: NDArray[Any], partitions: Partitions) -> ClusterSums:
    add_up = _summing_matrix(partitions)
    return lambda points: add_up @ np.asarray(distances[points].T, dtype=np.float64)


def _summing_matrix(partitions: Partitions) -> Any:
    """Return the sparse 0/1 matrix of clusters x points, with a row for noise."""
    from scipy.sparse import csr_array

    n_labelings, n_points = partitions.clusters.shape
    points = np.tile(np.arange(n_points), n_labelings)
    entries = (np.ones(points.size), (partitions.clusters.ravel(), points))
    return csr_array(entries, shape=(partitions.n_clusters + 1, n_points))
