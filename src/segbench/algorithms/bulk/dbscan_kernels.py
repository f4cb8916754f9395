"""Compiled DBSCAN: all radii from distances that are never stored, or from a graph.

Shapes: `x` is (d, n), one contiguous row per feature. Radii are numbered 0..r-1 in
ascending order. The *level* of two customers is the first radius at which they are
neighbours, the level of one customer the first at which it is a core customer; both
are r where there is none. Arrays of shape (r, n) have a row per radius.

Larger radii only ever join what smaller ones have joined. Therefore each pair is
joined once, at its level, and each radius takes over what the one before has joined.
"""

from __future__ import annotations

import numpy as np

from segbench.algorithms.bulk.samples import Floats, Labels
from segbench.kernels.jit import jit

NOISE = -1

# Distances computed together: they stay in the L1 cache.
BLOCK = 256


@jit(reorder_sums=True)
def _squared_distances(x: Floats, i: int, low: int, out: Floats) -> None:
    """Write the squared distances of customer i to low..low+len(out)-1."""
    n = len(out)
    out[:] = 0.0
    for j in range(len(x)):
        feature, own = x[j, low : low + n], x[j, i]
        for k in range(n):
            out[k] += (feature[k] - own) ** 2


@jit()
def _level(squared: float, uppers: Floats) -> int:
    """Return the first radius that is not below a distance."""
    level = 0
    while level < len(uppers) and squared > uppers[level]:
        level += 1
    return level


@jit()
def _count_neighbours(
    x: Floats, lowers: Floats, uppers: Floats, undecided: Labels
) -> Labels:
    """Count by level how many neighbours each customer gains, itself included.

    Writes 1 into `undecided` for the radii that rounding may put on either side of
    some distance.
    """
    n, r = x.shape[1], len(uppers)
    gained = np.zeros((n, r), np.int64)
    squared = np.empty(BLOCK)
    for i in range(n):
        gained[i, 0] += 1
        for low in range(i + 1, n, BLOCK):
            near = squared[: min(BLOCK, n - low)]
            _squared_distances(x, i, low, near)
            for k in range(len(near)):
                if near[k] > uppers[r - 1]:
                    continue
                level = _level(near[k], uppers)
                gained[i, level] += 1
                gained[low + k, level] += 1
                while level < r and near[k] > lowers[level]:
                    undecided[level] = 1
                    level += 1
    return gained


@jit()
def _core_levels(gained: Labels, min_samples: int) -> Labels:
    """Return the first radius at which each customer has enough neighbours."""
    n, r = gained.shape
    levels = np.empty(n, np.int64)
    for i in range(n):
        level, count = 0, gained[i, 0]
        while count < min_samples and level < r:
            level += 1
            count += gained[i, level] if level < r else 0
        levels[i] = level
    return levels


@jit()
def _root(parents: Labels, i: int) -> int:
    """Return the first customer among those joined with i; shorten the way there."""
    while parents[i] != i:
        parents[i] = parents[parents[i]]
        i = parents[i]
    return i


@jit()
def _join(parents: Labels, i: int, j: int) -> None:
    """Join what i and j belong to, under its first customer."""
    i, j = _root(parents, i), _root(parents, j)
    parents[max(i, j)] = min(i, j)


@jit()
def _join_cores(x: Floats, uppers: Floats, cores: Labels) -> Labels:
    """Join neighbours that are core customers, at every radius; (r, n)."""
    n, r = x.shape[1], len(uppers)
    parents = np.empty((r, n), np.int64)
    parents[:] = np.arange(n)
    squared = np.empty(BLOCK)
    for i in range(n):
        if cores[i] == r:
            continue
        for low in range(i + 1, n, BLOCK):
            near = squared[: min(BLOCK, n - low)]
            _squared_distances(x, i, low, near)
            for k in range(len(near)):
                if near[k] <= uppers[r - 1]:
                    both = max(cores[i], cores[low + k])
                    level = max(both, _level(near[k], uppers))
                    if level < r:
                        _join(parents[level], i, low + k)
    for level in range(1, r):
        for i in range(n):
            _join(parents[level], i, parents[level - 1, i])
    return parents


@jit()
def _reach_borders(x: Floats, uppers: Floats, cores: Labels, parents: Labels) -> Labels:
    """Return the first segment's first customer that reaches each other one; (r, n).

    It is n where none does, and at the radii at which the customer is core.
    """
    n, r = x.shape[1], len(uppers)
    reached = np.full((r, n), n)
    squared = np.empty(BLOCK)
    for i in range(n):
        if cores[i] == 0:
            continue
        for low in range(0, n, BLOCK):
            near = squared[: min(BLOCK, n - low)]
            _squared_distances(x, i, low, near)
            for k in range(len(near)):
                if near[k] <= uppers[r - 1]:
                    first = max(cores[low + k], _level(near[k], uppers))
                    for level in range(first, cores[i]):
                        root = _root(parents[level], low + k)
                        reached[level, i] = min(reached[level, i], root)
    return reached


@jit(
    "Tuple((int64[:, ::1], int64[::1]))(float64[:, ::1], float64[::1], float64[::1], int64)"
)
def label_radii(
    x: Floats, lowers: Floats, uppers: Floats, min_samples: int
) -> tuple[Labels, Labels]:
    """Label customers at every radius.

    Parameters
    ----------
    x : ndarray of shape (d, n)
    lowers, uppers : ndarray of shape (r,)
        Ascending. A squared distance up to `lowers` is within the radius, one above
        `uppers` is not, and what lies between makes the radius undecided.
    min_samples : int
        Customers within the radius, oneself included, that make a core customer.

    Returns
    -------
    labels : ndarray of shape (r, n)
        Segments in the order of their first core customer, -1 = noise.
    undecided : ndarray of shape (r,)
        1 where the labels hang on rounding.
    """
    n, r = x.shape[1], len(uppers)
    undecided = np.zeros(r, np.int64)
    gained = _count_neighbours(x, lowers, uppers, undecided)
    cores = _core_levels(gained, min_samples)
    parents = _join_cores(x, uppers, cores)
    roots = _reach_borders(x, uppers, cores, parents)
    labels = np.full((r, n), NOISE)
    for level in range(r):
        numbers, found = np.empty(n, np.int64), 0
        for i in range(n):
            if cores[i] <= level:
                roots[level, i] = _root(parents[level], i)
                if roots[level, i] == i:
                    numbers[i] = found
                    found += 1
        for i in range(n):
            if roots[level, i] < n:
                labels[level, i] = numbers[roots[level, i]]
    return labels, undecided


@jit("int64[::1](int64[::1], int64[::1], int64)")
def label_graph(starts: Labels, neighbours: Labels, min_samples: int) -> Labels:
    """Label customers from their lists of neighbours.

    Parameters
    ----------
    starts : ndarray of shape (n + 1,)
        Where each customer's list begins and, in the next entry, ends.
    neighbours : ndarray
        The lists one after the other, each with the customer itself.
    min_samples : int
        Neighbours that make a core customer.

    Returns
    -------
    labels : ndarray of shape (n,)
    """
    n = len(starts) - 1
    labels = np.full(n, NOISE)
    stack, found = np.empty(n, np.int64), 0
    for first in range(n):
        if labels[first] != NOISE or starts[first + 1] - starts[first] < min_samples:
            continue
        labels[first] = found
        stack[0], waiting = first, 1
        while waiting > 0:
            waiting -= 1
            i = stack[waiting]
            if starts[i + 1] - starts[i] < min_samples:
                continue
            for j in neighbours[starts[i] : starts[i + 1]]:
                if labels[j] == NOISE:
                    labels[j] = found
                    stack[waiting] = j
                    waiting += 1
        found += 1
    return labels
