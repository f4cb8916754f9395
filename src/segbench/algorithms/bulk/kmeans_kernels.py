"""Compiled k-means: greedy k-means++ seeding and Lloyd's iterations.

Shapes: `x` is (d, m), one contiguous row per feature; `centers` is (k, d).
"""

from __future__ import annotations

import math

import numpy as np

from segbench.algorithms.bulk.samples import Floats, Labels
from segbench.algorithms.bulk.streams import advance, stream, uniform
from segbench.kernels.jit import jit
from segbench.kernels.lanes import dot

# Points handled together: their features and distances stay in the L1 cache.
BLOCK = 128


@jit()
def _squared_distances(
    x: Floats, low: int, high: int, center: Floats, out: Floats
) -> None:
    """Write the squared distances of points low..high-1 to a center."""
    d, n = x.shape[0], high - low
    out[:n] = 0.0
    if d % 2 == 1:
        feature = x[0, low:high]
        for i in range(n):
            out[i] = (feature[i] - center[0]) ** 2
    # Two features per pass read and write `out` half as often.
    for j in range(d % 2, d, 2):
        one, two = x[j, low:high], x[j + 1, low:high]
        for i in range(n):
            out[i] += (one[i] - center[j]) ** 2 + (two[i] - center[j + 1]) ** 2


@jit()
def _closest(distances: Floats, closest: Floats, ones: Floats, out: Floats) -> float:
    """Write the smaller of two distances per point; return their sum."""
    for i in range(len(out)):
        out[i] = min(distances[i], closest[i])
    return dot(out, ones)


@jit()
def _draw(weights: Floats, target: float) -> int:
    """Return the point at which the running sum of weights passes a target."""
    for i in range(len(weights)):
        target -= weights[i]
        if target < 0.0:
            return i
    return len(weights) - 1  # by rounding only


@jit()
def _copy_point(x: Floats, i: int, out: Floats) -> None:
    """Write the coordinates of point i."""
    for j in range(len(x)):
        out[j] = x[j, i]


@jit()
def _seed_centers(x: Floats, state: np.uint64, centers: Floats) -> int:
    """Choose the first centers by greedy k-means++.

    Returns
    -------
    n_centers : int
        Centers chosen: k, or the number of distinct points if that is less.
    """
    m, k = x.shape[1], len(centers)
    n_trials = 2 + int(math.log(k))
    closest, best, trial = np.full(m, np.inf), np.empty(m), np.empty(m)
    ones = np.ones(m)

    _copy_point(x, int(uniform(state) * m), centers[0])
    _squared_distances(x, 0, m, centers[0], trial)
    potential = _closest(trial, closest, ones, closest)
    for c in range(1, k):
        if potential == 0.0:
            return c
        best_point, best_potential = 0, np.inf
        for _ in range(n_trials):
            state = advance(state)
            point = _draw(closest, uniform(state) * potential)
            _copy_point(x, point, centers[c])
            _squared_distances(x, 0, m, centers[c], trial)
            trial_potential = _closest(trial, closest, ones, trial)
            if trial_potential < best_potential:
                best_point, best_potential = point, trial_potential
                best, trial = trial, best
        _copy_point(x, best_point, centers[c])
        closest, best, potential = best, closest, best_potential
    return k


@jit()
def _move(
    x: Floats, i: int, cluster: int, labels: Labels, sums: Floats, counts: Labels
) -> None:
    """Move point i to a cluster, and its share of the sums and counts."""
    previous = labels[i]
    for j in range(len(x)):
        sums[previous, j] -= x[j, i]
        sums[cluster, j] += x[j, i]
    counts[previous] -= 1
    counts[cluster] += 1
    labels[i] = cluster


@jit()
def _assign(
    x: Floats,
    centers: Floats,
    labels: Labels,
    distances: Floats,
    sums: Floats,
    counts: Labels,
) -> int:
    """Move every point to its nearest center; return how many points moved.

    Most points stay, so that to follow the moves is far cheaper than to add up
    the clusters again.
    """
    m = x.shape[1]
    squared, nearest = np.empty(BLOCK), np.empty(BLOCK, np.int64)
    n_moved = 0
    for low in range(0, m, BLOCK):
        high = min(low + BLOCK, m)
        best = distances[low:high]
        best[:] = np.inf
        for c in range(len(centers)):
            _squared_distances(x, low, high, centers[c], squared)
            for i in range(high - low):
                closer = squared[i] < best[i]
                nearest[i] = c if closer else nearest[i]
                best[i] = squared[i] if closer else best[i]
        for i in range(low, high):
            if labels[i] != nearest[i - low]:
                _move(x, i, nearest[i - low], labels, sums, counts)
                n_moved += 1
    return n_moved


@jit()
def _fill_empty(
    x: Floats, labels: Labels, distances: Floats, sums: Floats, counts: Labels
) -> None:
    """Give each empty cluster the point farthest from its center."""
    for c in range(len(counts) - 1):
        if counts[c] == 0:
            farthest = int(np.argmax(distances))
            _move(x, farthest, c, labels, sums, counts)
            distances[farthest] = 0.0


@jit()
def _update_centers(centers: Floats, sums: Floats, counts: Labels) -> float:
    """Put the centers at the means of their clusters; return the squared shift."""
    k, d = centers.shape
    shift = 0.0
    for c in range(k):
        if counts[c] > 0:
            for j in range(d):
                mean = sums[c, j] / counts[c]
                shift += (mean - centers[c, j]) ** 2
                centers[c, j] = mean
    return shift


@jit()
def _lloyd(
    x: Floats, centers: Floats, labels: Labels, max_iter: int, max_shift: float
) -> float:
    """Iterate from the first centers; write the labels, return the inertia."""
    (d, m), k = x.shape, len(centers)
    # All points start in an extra cluster k, which belongs to no center.
    labels[:] = k
    sums, counts = np.zeros((k + 1, d)), np.zeros(k + 1, np.int64)
    distances = np.empty(m)
    n_moved = _assign(x, centers, labels, distances, sums, counts)
    for _ in range(max_iter):
        if n_moved == 0:
            break
        _fill_empty(x, labels, distances, sums, counts)
        shift = _update_centers(centers, sums, counts)
        n_moved = _assign(x, centers, labels, distances, sums, counts)
        if shift <= max_shift:
            break
    return np.sum(distances)


@jit()
def _mean_square(x: Floats) -> float:
    """Return the mean variance of the features, whose means are zero."""
    total = 0.0
    for j in range(len(x)):
        total += dot(x[j], x[j])
    return total / x.size


@jit(
    "Tuple((int64[::1], float64))"
    "(float64[:, ::1], int64, uint64, int64[::1], int64, float64)"
)
def best_start(
    x: Floats, k: int, seed: np.uint64, starts: Labels, max_iter: int, tol: float
) -> tuple[Labels, float]:
    """Run k-means from several starts and keep the one of lowest inertia.

    Parameters
    ----------
    x : ndarray of shape (d, m)
        Features of mean zero.
    k : int
    seed : uint64
    starts : ndarray of int64
        Numbers of the starts; each has a random stream of its own.
    max_iter : int
    tol : float
        Squared shift of the centers that counts as convergence, in units of
        the mean variance of the features.

    Returns
    -------
    labels : ndarray of shape (m,)
    inertia : float
    """
    d, m = x.shape
    max_shift = tol * _mean_square(x)
    labels, best_labels = np.zeros(m, np.int64), np.zeros(m, np.int64)
    best_inertia = np.inf
    for start in starts:
        centers = np.empty((k, d))
        n_centers = _seed_centers(x, stream(seed, k, start), centers)
        inertia = _lloyd(x, centers[:n_centers], labels, max_iter, max_shift)
        if inertia < best_inertia:
            best_inertia = inertia
            best_labels, labels = labels, best_labels
    return best_labels, best_inertia
