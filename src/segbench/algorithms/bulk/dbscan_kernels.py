"""Compiled DBSCAN for many radii at once, and from lists of neighbours.

Radii are numbered 0..r-1 in ascending order. The *level* of a pair of customers is
the first radius at which they are neighbours, the level of one customer the first at
which it is a core customer; r where there is none.

Larger radii only ever join what smaller ones have joined. Therefore each pair is
joined once, at its level, and each radius takes over what the one before has joined.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segbench.algorithms.bulk.samples import Floats, Labels
from segbench.kernels.jit import jit

NOISE = -1

# Distances computed together: they stay in the L1 cache.
BLOCK = 256

Pairs = NDArray[np.int32]  # shape (n_pairs, 3): a customer, a later one, their level


@jit(reorder_sums=True)
def _squared_distances(x: Floats, i: int, low: int, out: Floats) -> None:
    """Write the squared distances of customer i to low..low+len(out)-1."""
    d, n = len(x), len(out)
    out[:] = 0.0
    if d % 2 == 1:
        feature, own = x[0, low : low + n], x[0, i]
        for k in range(n):
            out[k] = (feature[k] - own) ** 2
    # Two features per pass read and write `out` half as often.
    for j in range(d % 2, d, 2):
        one, two = x[j, low : low + n], x[j + 1, low : low + n]
        own, other = x[j, i], x[j + 1, i]
        for k in range(n):
            out[k] += (one[k] - own) ** 2 + (two[k] - other) ** 2


@jit()
def _level(squared: float, lowers: Floats, uppers: Floats, undecided: Labels) -> int:
    """Return a pair's level, and note the radii that rounding may decide."""
    level = 0
    while squared > uppers[level]:
        level += 1
    unsure = level
    while unsure < len(lowers) and squared > lowers[unsure]:
        undecided[unsure] = 1
        unsure += 1
    return level


@jit()
def _grow(pairs: Pairs) -> Pairs:
    """Return the pairs with room for more than as many again."""
    grown = np.empty((2 * len(pairs) + BLOCK, 3), np.int32)
    # To assign a slice would take seconds to compile, for its error messages.
    for p in range(len(pairs)):
        for column in range(3):
            grown[p, column] = pairs[p, column]
    return grown


@jit()
def _find_pairs(x: Floats, lowers: Floats, uppers: Floats, undecided: Labels) -> Pairs:
    """Return the pairs of customers within the largest radius."""
    n = x.shape[1]
    pairs, found = np.empty((8 * n, 3), np.int32), 0
    squared, largest = np.empty(BLOCK), uppers[-1]
    for i in range(n):
        for low in range(i + 1, n, BLOCK):
            size = min(BLOCK, n - low)
            if found + size > len(pairs):
                pairs = _grow(pairs)
            _squared_distances(x, i, low, squared[:size])
            for k in range(size):
                if squared[k] <= largest:
                    pairs[found, 0], pairs[found, 1] = i, low + k
                    pairs[found, 2] = _level(squared[k], lowers, uppers, undecided)
                    found += 1
    return pairs[:found]


@jit()
def _core_levels(pairs: Pairs, n: int, r: int, min_samples: int) -> Labels:
    """Return the first radius at which each customer has enough neighbours."""
    gained = np.zeros((n, r), np.int64)
    for p in range(len(pairs)):
        gained[pairs[p, 0], pairs[p, 2]] += 1
        gained[pairs[p, 1], pairs[p, 2]] += 1
    levels = np.empty(n, np.int64)
    for i in range(n):
        level, count = 0, 1 + gained[i, 0]  # everybody is their own neighbour
        while count < min_samples and level < r:
            level += 1
            count += gained[i, level] if level < r else 0
        levels[i] = level
    return levels


@jit()
def _root(parents: Labels, level: int, i: int) -> int:
    """Return the first customer among those joined with i; shorten the way there."""
    while parents[level, i] != i:
        parents[level, i] = parents[level, parents[level, i]]
        i = parents[level, i]
    return i


@jit()
def _join(parents: Labels, level: int, i: int, j: int) -> None:
    """Join what i and j belong to, under its first customer."""
    i, j = _root(parents, level, i), _root(parents, level, j)
    parents[level, max(i, j)] = min(i, j)


@jit()
def _join_cores(pairs: Pairs, cores: Labels, r: int) -> Labels:
    """Join neighbours that are core customers, at every radius; (r, n)."""
    n = len(cores)
    parents = np.empty((r, n), np.int64)
    for level in range(r):
        for i in range(n):
            parents[level, i] = i
    for p in range(len(pairs)):
        i, j = pairs[p, 0], pairs[p, 1]
        level = max(pairs[p, 2], cores[i], cores[j])
        if level < r:
            _join(parents, level, i, j)
    for level in range(1, r):
        for i in range(n):
            _join(parents, level, i, parents[level - 1, i])
    return parents


@jit()
def _find_firsts(pairs: Pairs, cores: Labels, parents: Labels) -> Labels:
    """Return the first core customer of everybody's segment; n without one; (r, n).

    Customers at the border belong to the first segment that reaches them.
    """
    r, n = parents.shape
    firsts = np.full((r, n), n)
    for i in range(n):
        for level in range(cores[i], r):
            firsts[level, i] = _root(parents, level, i)
    for p in range(len(pairs)):
        i, j = pairs[p, 0], pairs[p, 1]
        core, border = (i, j) if cores[i] < cores[j] else (j, i)
        for level in range(max(pairs[p, 2], cores[core]), cores[border]):
            first = firsts[level, core]
            firsts[level, border] = min(firsts[level, border], first)
    return firsts


@jit(
    "Tuple((int64[:, ::1], int64[::1]))"
    "(float64[:, ::1], float64[::1], float64[::1], int64)"
)
def label_radii(
    x: Floats, lowers: Floats, uppers: Floats, min_samples: int
) -> tuple[Labels, Labels]:
    """Label customers at every radius.

    Parameters
    ----------
    x : ndarray of shape (d, n)
        One contiguous row per feature.
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
        1 where the labels may depend on rounding.
    """
    n, r = x.shape[1], len(uppers)
    undecided = np.zeros(r, np.int64)
    pairs = _find_pairs(x, lowers, uppers, undecided)
    cores = _core_levels(pairs, n, r, min_samples)
    parents = _join_cores(pairs, cores, r)
    firsts = _find_firsts(pairs, cores, parents)
    labels, numbers = np.full((r, n), NOISE), np.empty(n, np.int64)
    for level in range(r):
        n_segments = 0
        for i in range(n):
            if firsts[level, i] == i:
                numbers[i] = n_segments
                n_segments += 1
        for i in range(n):
            if firsts[level, i] < n:
                labels[level, i] = numbers[firsts[level, i]]
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
