"""Several labelings of the same points, renumbered and intersected."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NOISE = -1
_LONGEST_GROUP = 256  # longer ones are cut, so that rounding grows with a short sum
_LARGEST_KEY = 2**62


@dataclass(frozen=True)
class Partitions:
    """L labelings of the same n points whose clusters are numbered through.

    Labeling ``l`` has the clusters number ``first[l]`` up to ``first[l + 1] - 1``,
    in the order of their labels.
    """

    clusters: NDArray[np.int32]
    """Cluster number of every point, shape (L, n), int32; noise has ``n_clusters``."""
    sizes: Ints
    """Points of every cluster, shape (n_clusters,), all at least 1."""
    first: Ints
    """Number of each labeling's first cluster, shape (L + 1,)."""

    @classmethod
    def from_labels(cls, labels: Ints) -> Partitions:
        """Renumber ``labels``, shape (L, n), any integers, -1 = noise."""
        codes, noise_code, span = _small_codes(labels)
        # Row by row: the labels of many points are the largest array of all.
        counts = np.array([np.bincount(one, minlength=span) for one in codes])
        counts = counts.reshape(len(codes), span)
        if noise_code is not None:
            counts[:, noise_code] = 0
        occupied = counts > 0
        number = np.where(occupied.ravel(), np.cumsum(occupied) - 1, occupied.sum())
        numbers = number.astype(np.int32).reshape(len(codes), span)
        clusters = np.empty(codes.shape, dtype=np.int32)
        for row, one, own in zip(clusters, codes, numbers, strict=True):
            np.take(own, one, out=row)
        first = np.concatenate([[0], np.cumsum(occupied.sum(axis=1))])
        return cls(clusters, counts[occupied], first)

    @property
    def n_clusters(self) -> int:
        """Number of clusters of all labelings together."""
        return len(self.sizes)

    @cached_property
    def clusters_per_labeling(self) -> Ints:
        """Number of clusters of each labeling, shape (L,)."""
        return np.diff(self.first)

    @cached_property
    def assigned(self) -> NDArray[np.bool_]:
        """Which points are not noise, shape (L, n)."""
        return self.clusters < self.n_clusters

    def size_of_own(self, points: Ints) -> Ints:
        """Size of the own cluster of some points, shape (L, m); 0 for noise."""
        return np.append(self.sizes, 0)[self.clusters[:, points]]

    def select(self, labelings: NDArray[np.bool_]) -> Partitions:
        """Keep some labelings, mask of shape (L,)."""
        if labelings.all():
            return self
        kept = np.repeat(labelings, self.clusters_per_labeling)
        number = np.append(np.where(kept, np.cumsum(kept) - 1, 0), kept.sum())
        first = np.concatenate([[0], np.cumsum(self.clusters_per_labeling[labelings])])
        clusters = number.astype(np.int32)[self.clusters[labelings]]
        return Partitions(clusters, self.sizes[kept], first)


def _small_codes(labels: Ints) -> tuple[Ints, int | None, int]:
    """Return codes 0..span-1 in the order of the labels, the noise code and span."""
    if labels.size == 0:
        return labels, None, 1
    low, high = int(labels.min()), int(labels.max())
    if high - low > 2 * labels.shape[1]:
        values, codes = np.unique(labels, return_inverse=True)
        noise = np.flatnonzero(values == NOISE)
        return (
            codes.reshape(labels.shape),
            noise[0] if noise.size else None,
            len(values),
        )
    return labels - low, NOISE - low if low <= NOISE <= high else None, high - low + 1


@dataclass(frozen=True)
class Groups:
    """Points that share all their labels, next to each other.

    The sets of points with equal labels are the meet of the partitions: a sum over any
    cluster is a sum over whole sets, so that distances are added up once for all
    labelings. Long sets are cut into several groups.
    """

    order: Ints
    """The points, group after group, without those that are noise everywhere."""
    starts: Ints
    """Where the groups begin in ``order``, and its length, shape (n_groups + 1,)."""
    clusters: Ints
    """Cluster number of each group in each labeling, shape (n_groups, L)."""

    @property
    def mean_size(self) -> float:
        """Mean number of points in a group."""
        return len(self.order) / len(self.clusters)

    @classmethod
    def from_partitions(cls, partitions: Partitions) -> Groups:
        """Intersect all labelings."""
        points = np.flatnonzero(partitions.assigned.any(axis=0))
        keys = _shared_label_keys(partitions)[points]
        by_key = np.argsort(keys, kind="stable")
        order, keys = points[by_key], keys[by_key]
        starts = _group_starts(keys)
        clusters = np.ascontiguousarray(
            partitions.clusters[:, order[starts]].T, dtype=np.int64
        )
        return cls(order, np.append(starts, len(order)), clusters)


def _shared_label_keys(partitions: Partitions) -> Ints:
    """Return one integer per point, equal where all labels are equal."""
    keys = np.zeros(partitions.clusters.shape[1], dtype=np.int64)
    n_keys = 1
    for clusters, first, k in zip(
        partitions.clusters,
        partitions.first[:-1],
        partitions.clusters_per_labeling.tolist(),
        strict=True,
    ):
        if n_keys > _LARGEST_KEY // (k + 1):
            values, keys = np.unique(keys, return_inverse=True)
            n_keys = len(values)
        keys = keys * (k + 1) + np.minimum(clusters - first, k)
        n_keys *= k + 1
    return keys


def _group_starts(keys: Ints) -> Ints:
    """Return where runs of equal ``keys`` begin, and where long runs are cut."""
    position = np.arange(len(keys))
    is_first = np.ones(len(keys), dtype=bool)
    is_first[1:] = keys[1:] != keys[:-1]
    run_start = np.maximum.accumulate(np.where(is_first, position, 0))
    return np.flatnonzero((position - run_start) % _LONGEST_GROUP == 0)
