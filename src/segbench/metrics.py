"""Validity indices of one labeling or of a stack of labelings of the same points.

Drop-in functions: ``labels`` has shape (n,) or (L, n), any whole numbers, -1 = noise,
which is left out. Undefined is NaN, never a number.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segbench.core import NOISE
from segbench.scoring.gower import gower_distances
from segbench.scoring.indices import (
    Segments,
    calinski_harabasz,
    davies_bouldin,
    describe_segments,
)
from segbench.scoring.silhouette import (
    SampledSilhouette,
    sampled_silhouette,
    silhouette_by_segment,
    silhouette_samples,
    silhouette_score,
    silhouette_sqeuclidean_score,
    simplified_silhouette_score,
)
from segbench.scoring.silhouette.validation import check_labels, check_points

__all__ = [
    "SampledSilhouette",
    "calinski_harabasz_score",
    "davies_bouldin_score",
    "gower_distances",
    "sampled_silhouette",
    "silhouette_by_segment",
    "silhouette_samples",
    "silhouette_score",
    "silhouette_sqeuclidean_score",
    "simplified_silhouette_score",
]


def davies_bouldin_score(
    X: ArrayLike, labels: ArrayLike
) -> float | NDArray[np.float64]:
    """Davies-Bouldin index: mean over segments of the worst spread to separation.

    Parameters
    ----------
    X : array-like of shape (n_points, n_features)
    labels : array-like of int, shape (n_points,) or (L, n_points)

    Returns
    -------
    float, or ndarray of shape (L,) for a stack
        In [0, inf), small is good. NaN with fewer than two segments, with as many
        segments as points, and where two centroids coincide.

    References
    ----------
    Davies & Bouldin 1979, doi:10.1109/TPAMI.1979.4766909. Spread is the mean distance
    to the centroid.
    """
    return _score(X, labels, davies_bouldin)


def calinski_harabasz_score(
    X: ArrayLike, labels: ArrayLike
) -> float | NDArray[np.float64]:
    """Calinski-Harabasz index: variance between to variance within segments.

    Parameters
    ----------
    X : array-like of shape (n_points, n_features)
    labels : array-like of int, shape (n_points,) or (L, n_points)

    Returns
    -------
    float, or ndarray of shape (L,) for a stack
        In [0, inf), large is good. NaN with fewer than two segments, with as many
        segments as points, and where nobody differs from their centroid.

    References
    ----------
    Calinski & Harabasz 1974, doi:10.1080/03610927408827101
    """
    return _score(X, labels, calinski_harabasz)


def _score(
    X: ArrayLike, labels: ArrayLike, index: Callable[[Segments], float]
) -> float | NDArray[np.float64]:
    points = check_points(X)
    stack = check_labels(labels, len(points))
    scores = np.array([_index(points, one, index) for one in stack])
    return scores if np.ndim(labels) == 2 else float(scores[0])


def _index(
    points: NDArray[np.float64],
    labels: NDArray[np.int64],
    index: Callable[[Segments], float],
) -> float:
    assigned = labels[labels != NOISE]
    k = len(np.unique(assigned))
    if k < 2 or k == len(assigned):
        return float("nan")
    return index(describe_segments(points, labels))
