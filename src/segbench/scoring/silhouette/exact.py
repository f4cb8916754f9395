"""Exact silhouettes of many labelings of the same points, from one pass.

The silhouette of a point (Rousseeuw, 1987) compares ``a``, its mean distance to the
rest of its own cluster, with ``b``, the smallest mean distance to another cluster:
``s = (b - a) / max(a, b)``. Every mean is a sum of distances to a cluster over its
size. These sums are formed block by block for all labelings at once; the n x n
distances are never stored.

References
----------
P. J. Rousseeuw (1987). Silhouettes: a graphical aid to the interpretation and
validation of cluster analysis. Journal of Computational and Applied Mathematics 20,
53-65. doi:10.1016/0377-0427(87)90125-7
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from segbench.scoring.silhouette.partitions import Floats, Partitions
from segbench.scoring.silhouette.point_scores import score_points
from segbench.scoring.silhouette.validation import Table, check_input

Metric = Literal["euclidean", "manhattan", "gower", "precomputed"]


def silhouette_samples(
    X: Table,
    labels: ArrayLike,
    *,
    metric: Metric = "euclidean",
    n_jobs: int | None = None,
) -> Floats:
    """Silhouette of every point, in every labeling.

    Parameters
    ----------
    X : array-like of shape (n_points, n_features)
        The data; a DataFrame, or a mapping of names to columns, if ``metric`` is
        "gower", as for `gower_distances`; the (n_points, n_points) distances if it is
        "precomputed", where row i holds the distances from point i.
    labels : array-like of int, shape (n_points,) or (L, n_points)
        One labeling or a stack of L. Any integers; -1 is noise, which is neither
        scored nor counted in the distances of others.
    metric : {"euclidean", "manhattan", "gower", "precomputed"}, default "euclidean"
    n_jobs : int or None, default None
        Threads; None is 1 and -1 all cores.

    Returns
    -------
    ndarray of float64, shape of ``labels``
        In [-1, 1], larger is better; 0 for a singleton, and where a = b = 0. NaN for
        noise, and everywhere in a labeling of fewer than two clusters.
    """
    samples, _ = _score(X, labels, metric, n_jobs)
    return samples.reshape(np.shape(labels))


def silhouette_score(
    X: Table,
    labels: ArrayLike,
    *,
    metric: Metric = "euclidean",
    n_jobs: int | None = None,
) -> float | Floats:
    """Mean silhouette of the assigned points.

    Parameters
    ----------
    X, labels, metric, n_jobs
        As for `silhouette_samples`.

    Returns
    -------
    float, or ndarray of shape (L,) for a stack
        In [-1, 1], larger is better. NaN with fewer than two clusters, and where every
        assigned point is a cluster of its own.
    """
    samples, partitions = _score(X, labels, metric, n_jobs)
    n_assigned = partitions.assigned.sum(axis=1)
    n_clusters = partitions.clusters_per_labeling
    scores = np.full(len(samples), np.nan)
    defined = (n_clusters >= 2) & (n_clusters < n_assigned)
    scores[defined] = np.nansum(samples[defined], axis=1) / n_assigned[defined]
    return scores if np.ndim(labels) == 2 else float(scores[0])


def silhouette_by_segment(
    X: Table,
    labels: ArrayLike,
    *,
    metric: Metric = "euclidean",
    n_jobs: int | None = None,
) -> Floats | list[Floats]:
    """Mean silhouette of each cluster.

    Parameters
    ----------
    X, labels, metric, n_jobs
        As for `silhouette_samples`.

    Returns
    -------
    ndarray of shape (k,), or a list of L such arrays for a stack
        In the order of the sorted labels without noise; each mean in [-1, 1], all NaN
        in a labeling of fewer than two clusters.
    """
    samples, partitions = _score(X, labels, metric, n_jobs)
    is_counted = partitions.assigned
    totals = np.bincount(
        partitions.clusters[is_counted], samples[is_counted], partitions.n_clusters
    )
    all_means = totals / partitions.sizes
    means = [all_means[i:j] for i, j in pairwise(partitions.first)]
    return means if np.ndim(labels) == 2 else means[0]


def _score(
    X: Table, labels: ArrayLike, metric: Metric, n_jobs: int | None
) -> tuple[Floats, Partitions]:
    """Return the silhouettes, shape (L, n_points), and the labelings."""
    data, partitions = check_input(X, labels, metric)
    # Gower's distances have been taken already
    kind = "precomputed" if metric == "gower" else metric
    return score_points(data, partitions, metric=kind, n_jobs=n_jobs), partitions
