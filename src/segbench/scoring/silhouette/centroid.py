"""Two quicker relatives of the silhouette, in O(n k d); other indices, other values.

Both need only the distances from points to centroids. Neither approximates the
Euclidean silhouette, so that they keep their own names.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from segbench.scoring.silhouette.partitions import Floats, Ints
from segbench.scoring.silhouette.validation import check_input


def silhouette_sqeuclidean_score(X: ArrayLike, labels: ArrayLike) -> float | Floats:
    """Mean silhouette with squared Euclidean distances, exact.

    The sum of squared distances to a cluster is its size times the squared distance
    to its centroid, plus its within-cluster sum of squares.

    Parameters
    ----------
    X : array-like of shape (n_points, n_features)
    labels : array-like of int, shape (n_points,) or (L, n_points)
        As for `silhouette_samples`: -1 is noise and left out.

    Returns
    -------
    float, or ndarray of shape (L,) for a stack
        In [-1, 1], larger is better. NaN with fewer than two clusters, and where every
        assigned point is a cluster of its own.
    """
    return _score(X, labels, _mean_squared_distances, zero_singletons=True)


def simplified_silhouette_score(X: ArrayLike, labels: ArrayLike) -> float | Floats:
    """Mean silhouette with distances to centroids for mean distances.

    A point takes part in its own centroid, so that a singleton scores 1, not 0. For
    screening only.

    Parameters
    ----------
    X : array-like of shape (n_points, n_features)
    labels : array-like of int, shape (n_points,) or (L, n_points)
        As for `silhouette_samples`: -1 is noise and left out.

    Returns
    -------
    float, or ndarray of shape (L,) for a stack
        In [-1, 1], larger is better. NaN with fewer than two clusters, and where every
        assigned point is a cluster of its own.

    References
    ----------
    E. R. Hruschka, L. N. de Castro and R. J. G. B. Campello (2004). Evolutionary
    algorithms for clustering gene-expression data. ICDM, 403-406.
    doi:10.1109/ICDM.2004.10073
    """
    return _score(X, labels, _centroid_distances, zero_singletons=False)


MeanDistances = Callable[[Floats, Ints, Ints], Floats]
"""From points, their clusters and the sizes to the mean distances, shape (n, k)."""


def _score(
    X: ArrayLike,
    labels: ArrayLike,
    mean_distances: MeanDistances,
    *,
    zero_singletons: bool,
) -> float | Floats:
    data, partitions = check_input(X, labels)
    scores = np.full(len(partitions.clusters), np.nan)
    for i, (clusters, assigned) in enumerate(
        zip(partitions.clusters, partitions.assigned, strict=True)
    ):
        own = clusters[assigned] - partitions.first[i]
        sizes = partitions.sizes[partitions.first[i] : partitions.first[i + 1]]
        if 2 <= len(sizes) < len(own):
            samples = _silhouettes(mean_distances(data[assigned], own, sizes), own)
            scored = sizes[own] > 1 if zero_singletons else slice(None)
            scores[i] = samples[scored].sum() / len(own)
    return scores if np.ndim(labels) == 2 else float(scores[0])


def _silhouettes(means: Floats, own: Ints) -> Floats:
    """Turn mean distances (n, k), overwriting them, into silhouettes."""
    own_column = np.arange(len(own)), own
    a = means[own_column]
    means[own_column] = np.inf
    b = means.min(axis=1)
    larger = np.maximum(a, b)
    silhouettes = np.zeros_like(a)
    np.divide(b - a, larger, out=silhouettes, where=larger > 0)
    return silhouettes


def _centroid_distances(points: Floats, clusters: Ints, sizes: Ints) -> Floats:
    from scipy.spatial.distance import cdist

    centred = points - points.mean(axis=0)  # far from 0 digits would go
    distances: Floats = cdist(centred, _centroids(centred, clusters, sizes))
    return distances


def _mean_squared_distances(points: Floats, clusters: Ints, sizes: Ints) -> Floats:
    squares = _centroid_distances(points, clusters, sizes) ** 2
    own_column = np.arange(len(points)), clusters
    within = np.bincount(clusters, squares[own_column])
    means: Floats = squares + within / sizes
    own_size = sizes[clusters]
    means[own_column] *= own_size / np.maximum(own_size - 1, 1)  # without itself
    return means


def _centroids(points: Floats, clusters: Ints, sizes: Ints) -> Floats:
    totals = [np.bincount(clusters, feature, len(sizes)) for feature in points.T]
    return np.array(totals).T / sizes[:, None]
