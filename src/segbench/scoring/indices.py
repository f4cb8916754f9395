"""Indices of a labeling from its centroids: no distances between customers needed.

The data are centred and differences are taken before squaring, so that a large common
offset, such as money in cents plus 1e9, costs no digits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import NOISE, Labels, Matrix

COINCIDENT = 1e-10
"""Centroids nearer than this share of the data's scale are the same."""


@dataclass(frozen=True)
class Segments:
    """The assigned customers of a labeling and the centres of its segments."""

    labels: Labels  # shape (m,), 0..k-1
    counts: NDArray[np.int64]  # shape (k,)
    centroids: Matrix  # shape (k, d), the mean of all assigned customers at 0
    distances: NDArray[np.float64]  # to the own centroid, shape (m,)
    scale: float  # root mean square distance to the mean of all

    @property
    def k(self) -> int:
        """Number of segments."""
        return len(self.counts)


def describe_segments(X: Matrix, labels: Labels) -> Segments:
    """Find the centres of a labeling's segments.

    Parameters
    ----------
    X : ndarray of shape (n_customers, n_features)
        The space.
    labels : ndarray of shape (n_customers,)
        Any whole numbers; -1 = noise, which is left out.
    """
    assigned = labels != NOISE
    points = X[assigned] - X[assigned].mean(axis=0)
    names, own, counts = np.unique(
        labels[assigned], return_inverse=True, return_counts=True
    )
    sums = [np.bincount(own, column, len(names)) for column in points.T]
    centroids = np.column_stack(sums) / counts[:, None]
    distances = np.sqrt(((points - centroids[own]) ** 2).sum(axis=1))
    scale = float(np.sqrt((points**2).sum(axis=1).mean()))
    return Segments(own, counts, centroids, distances, scale)


def davies_bouldin(segments: Segments) -> float:
    """Mean over segments of their worst ratio of spread to separation.

    Spread is the mean distance to the centroid, as in scikit-learn (the root mean
    square is another convention). Range [0, inf), small is good. NaN with fewer than
    two segments, and where two centroids coincide: the ratio is undefined, not 0.

    References
    ----------
    Davies & Bouldin 1979, doi:10.1109/TPAMI.1979.4766909
    """
    k = segments.k
    between = segments.centroids[:, None, :] - segments.centroids[None, :, :]
    separation = np.sqrt((between**2).sum(axis=2))
    np.fill_diagonal(separation, np.inf)
    if separation.min(initial=np.inf) <= COINCIDENT * segments.scale or k == 1:
        return float("nan")
    spread = np.bincount(segments.labels, segments.distances, k) / segments.counts
    return float(((spread[:, None] + spread[None, :]) / separation).max(axis=1).mean())


def calinski_harabasz(segments: Segments) -> float:
    """Ratio of the variance between to the variance within segments.

    Range [0, inf), large is good. NaN with fewer than two segments, and where nobody
    differs from the centre of their segment: the ratio would be infinite.

    References
    ----------
    Calinski & Harabasz 1974, doi:10.1080/03610927408827101
    """
    m, k = len(segments.labels), segments.k
    within = inertia(segments)
    between = float(segments.counts @ (segments.centroids**2).sum(axis=1))
    if k in (1, m) or within <= COINCIDENT**2 * between:
        return float("nan")
    return (between / (k - 1)) / (within / (m - k))


def inertia(segments: Segments) -> float:
    """Within-segment sum of squared distances to the centroid, [0, inf).

    The objective of k-means, here of any labeling; it falls with every segment more,
    so it is shown and never ranked.
    """
    return float(segments.distances @ segments.distances)
