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

_BLOCK_VALUES = 2**20  # values in the largest array of a block of labelings: 8 MiB


@dataclass(frozen=True)
class Segments:
    """The assigned customers of a labeling and the centres of its segments."""

    counts: NDArray[np.int64]  # shape (k,)
    centroids: Matrix  # shape (k, d), the mean of all assigned customers at 0
    spread: Matrix  # mean distance to the own centroid, shape (k,)
    within: float  # sum of the squared distances to the own centroid
    scale: float  # root mean square distance to the mean of all

    @property
    def k(self) -> int:
        """Number of segments."""
        return len(self.counts)

    @property
    def m(self) -> int:
        """Number of assigned customers."""
        return int(self.counts.sum())


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
    own, counts = _numbered(labels[assigned])
    sums = [np.bincount(own, column, len(counts)) for column in points.T]
    centroids = np.column_stack(sums) / counts[:, None]
    distances = np.sqrt(((points - centroids[own]) ** 2).sum(axis=1))
    scale = float(np.sqrt((points**2).sum(axis=1).mean()))
    spread = np.bincount(own, distances, len(counts)) / counts
    return Segments(counts, centroids, spread, float(distances @ distances), scale)


def _numbered(labels: Labels) -> tuple[Labels, NDArray[np.int64]]:
    """Number segments 0..k-1 in the order of their labels, and count customers."""
    if labels.min() < 0 or labels.max() > 2 * len(labels):
        _, own, counts = np.unique(labels, return_inverse=True, return_counts=True)
        return own, counts
    counts = np.bincount(labels)
    if counts.all():
        return labels, counts
    return (np.cumsum(counts > 0) - 1)[labels], counts[counts > 0]


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
    spread = segments.spread
    return float(((spread[:, None] + spread[None, :]) / separation).max(axis=1).mean())


def davies_bouldin_of_stack(X: Matrix, stack: Labels) -> Matrix:
    """Davies-Bouldin index of many labelings of the same customers.

    Parameters
    ----------
    X : ndarray of shape (n_customers, n_features)
        The space.
    stack : ndarray of shape (n_labelings, n_customers)
        Whole numbers from 0, preferably without gaps; -1 = noise, which is left out.

    Returns
    -------
    ndarray of shape (n_labelings,)
        As `davies_bouldin` gives for each one alone.
    """
    # the middle, not the mean, which one customer far away could move out of sight
    points = np.ascontiguousarray((X - np.median(X, axis=0)).T)
    height = max(1, _BLOCK_VALUES // max(stack.shape[1], 1))
    values = [
        _davies_bouldin_of_block(points, stack[i : i + height])
        for i in range(0, len(stack), height)
    ]
    return np.concatenate(values) if values else np.zeros(0)


def _davies_bouldin_of_block(points: Matrix, stack: Labels) -> Matrix:
    """Davies-Bouldin index of a few labelings; points have shape (d, n)."""
    n_labelings = len(stack)
    k = int(stack.max()) + 1
    # one more place per labeling takes the noise
    cells = (
        np.where(stack == NOISE, k, stack) + (k + 1) * np.arange(n_labelings)[:, None]
    )
    flat = cells.ravel()

    def means(values: Matrix) -> Matrix:
        return np.bincount(flat, values.ravel(), (k + 1) * n_labelings) / divisors

    counts = np.bincount(flat, minlength=(k + 1) * n_labelings)
    divisors = np.maximum(counts, 1)
    squares = np.zeros(stack.shape)
    centroids = np.empty((len(points), (k + 1) * n_labelings))
    for feature, centre in zip(points, centroids, strict=True):
        np.copyto(centre, means(np.broadcast_to(feature, stack.shape)))
        left_over = means(feature - centre[cells])  # by rounding, far from the origin
        np.add(centre, left_over, out=centre)
        squares += (feature - centre[cells]) ** 2
    shape = (n_labelings, k + 1)
    spread = means(np.sqrt(squares)).reshape(shape)[:, :k]
    within = means(squares).reshape(shape)[:, :k]
    sizes = counts.reshape(shape)[:, :k]
    places = centroids.reshape(len(points), *shape)[:, :, :k]
    return _worst_ratios(places, spread, within, sizes)


def _worst_ratios(
    centroids: Matrix, spread: Matrix, within: Matrix, sizes: NDArray[np.int64]
) -> Matrix:
    """Combine what is known of the segments, shape (L, k), places (d, L, k)."""
    n_assigned = np.maximum(sizes.sum(axis=1), 1)
    middle = (centroids * sizes).sum(axis=2) / n_assigned
    away = ((centroids - middle[:, :, None]) ** 2).sum(axis=0)
    scale = np.sqrt((sizes * (within + away)).sum(axis=1) / n_assigned)
    between = np.zeros((*sizes.shape, sizes.shape[1]))
    for place in centroids:
        between += (place[:, :, None] - place[:, None, :]) ** 2
    is_pair = (sizes > 0)[:, :, None] & (sizes > 0)[:, None, :]
    is_pair &= ~np.eye(sizes.shape[1], dtype=np.bool_)
    separation = np.where(is_pair, np.sqrt(between), np.inf)
    divisor = np.where(separation > 0, separation, 1.0)  # where it is 0, NaN follows
    ratios = (spread[:, :, None] + spread[:, None, :]) / divisor
    worst = ratios.max(axis=2, initial=0.0).sum(axis=1)
    n_segments = (sizes > 0).sum(axis=1)
    smallest = separation.min(axis=(1, 2), initial=np.inf)
    is_defined = (n_segments > 1) & (smallest > COINCIDENT * scale)
    values: Matrix = np.where(is_defined, worst / np.maximum(n_segments, 1), np.nan)
    return values


def calinski_harabasz(segments: Segments) -> float:
    """Ratio of the variance between to the variance within segments.

    Range [0, inf), large is good. NaN with fewer than two segments, and where nobody
    differs from the centre of their segment: the ratio would be infinite.

    References
    ----------
    Calinski & Harabasz 1974, doi:10.1080/03610927408827101
    """
    m, k = segments.m, segments.k
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
    return segments.within


def xie_beni(segments: Segments) -> float:
    """Mean squared distance to the own centre over the smallest between two centres.

    Squared, too. The crisp form of an index for fuzzy segments; a convention that takes
    the nearest customers of two segments for their separation gives other values.
    Range [0, inf), small is good. NaN with fewer than two segments, and where two
    centres coincide.

    References
    ----------
    Xie & Beni 1991, doi:10.1109/34.85677
    """
    between = segments.centroids[:, None, :] - segments.centroids[None, :, :]
    squares = (between**2).sum(axis=2)
    np.fill_diagonal(squares, np.inf)
    nearest = float(squares.min(initial=np.inf))
    if segments.k < 2 or nearest <= (COINCIDENT * segments.scale) ** 2:
        return float("nan")
    return inertia(segments) / segments.m / nearest
