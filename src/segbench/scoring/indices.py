"""Internal validity indices of one or many labelings of the same customers.

Every function takes ``labels`` of shape (n,) or a stack of shape (L, n); noise (-1)
is left out. Differences are taken before squaring, so that a large common offset
costs no digits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import NOISE, Labels, Matrix

COINCIDENT = 1e-10
"""Centroids nearer than this share of the data's scale are the same."""


@dataclass(frozen=True)
class _Segments:
    """A labeling's assigned customers and what is known of its segments."""

    points: Matrix  # shape (m, d), centred
    labels: Labels  # shape (m,), 0..k-1
    counts: NDArray[np.int64]  # shape (k,)
    centroids: Matrix  # shape (k, d)

    @property
    def k(self) -> int:
        return len(self.counts)


def davies_bouldin(X: Matrix, labels: Labels) -> float:
    """Mean over segments of their worst ratio of spread to separation.

    Spread is the mean distance to the centroid, as in scikit-learn (the root mean
    square is another convention). Range [0, inf), small is good. NaN where two
    centroids coincide: the ratio is undefined, not 0.

    References
    ----------
    Davies & Bouldin 1979, doi:10.1109/TPAMI.1979.4766909
    """
    segments = _segments(X, labels)
    spread = _mean_distance_to_centroid(segments)
    between = segments.centroids[:, None, :] - segments.centroids[None, :, :]
    separation = np.sqrt((between**2).sum(axis=2))
    np.fill_diagonal(separation, np.inf)
    scale = np.sqrt((segments.points**2).sum(axis=1).mean())
    if separation.min() <= COINCIDENT * scale:
        return float("nan")
    return float(((spread[:, None] + spread[None, :]) / separation).max(axis=1).mean())


def calinski_harabasz(X: Matrix, labels: Labels) -> float:
    """Ratio of the variance between to the variance within segments.

    Range [0, inf), large is good; infinite where nothing varies within, which is
    reported as NaN.

    References
    ----------
    Calinski & Harabasz 1974, doi:10.1080/03610927408827101
    """
    segments = _segments(X, labels)
    m, k = len(segments.points), segments.k
    within = _within_sum_of_squares(segments)
    centre = segments.points.mean(axis=0)
    squares = ((segments.centroids - centre) ** 2).sum(axis=1)
    between = float((segments.counts * squares).sum())
    if m == k or within <= (COINCIDENT**2) * between:
        return float("nan")
    return (between / (k - 1)) / (within / (m - k))


def inertia(X: Matrix, labels: Labels) -> float:
    """Within-segment sum of squared distances to the centroid, [0, inf).

    The objective of k-means, here of any labeling; it falls with every segment more,
    so it is shown and never ranked.
    """
    return _within_sum_of_squares(_segments(X, labels))


def _segments(X: Matrix, labels: Labels) -> _Segments:
    assigned = labels != NOISE
    points = X[assigned]
    points = points - points.mean(axis=0)
    names, inverse, counts = np.unique(
        labels[assigned], return_inverse=True, return_counts=True
    )
    sums = np.zeros((len(names), X.shape[1]))
    np.add.at(sums, inverse, points)
    return _Segments(points, inverse, counts, sums / counts[:, None])


def _deviations(segments: _Segments) -> Matrix:
    return segments.points - segments.centroids[segments.labels]


def _within_sum_of_squares(segments: _Segments) -> float:
    return float((_deviations(segments) ** 2).sum())


def _mean_distance_to_centroid(segments: _Segments) -> Matrix:
    distances = np.sqrt((_deviations(segments) ** 2).sum(axis=1))
    return np.bincount(segments.labels, distances, segments.k) / segments.counts
