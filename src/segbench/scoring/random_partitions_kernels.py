"""Compiled growth of random segments; compiled when it is imported."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segbench.kernels.jit import jit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEAREST, FURTHEST, AVERAGE = 0, 1, 2

_UNASSIGNED = -1


@jit(inline=True)
def _joined(rule: int, linkage: float, distance: float) -> float:
    """Distance to a segment that one customer joins; a sum where it is an average."""
    if rule == NEAREST:
        return min(linkage, distance)
    if rule == FURTHEST:
        return max(linkage, distance)
    return linkage + distance


@jit()
def _choose(linkage: Floats, divisors: Floats, i: int) -> int:
    """Return the segment nearest to customer ``i``, the first of equally near ones."""
    best = 0
    for c in range(1, len(divisors)):
        if linkage[c, i] / divisors[c] < linkage[best, i] / divisors[best]:
            best = c
    return best


@jit()
def _take_in(
    distances: Floats,
    rule: int,
    grown: int,
    linkage: Floats,
    divisors: Floats,
    waiting: Ints,
    best: Ints,
    nearest: Floats,
) -> int:
    """Note the distances to a segment that has grown; return who joins next.

    ``distances`` are those from the customer who joined, shape (n,). Only where the
    segment was a customer's best and moved away are the others looked at again. The
    answer is a place among those who wait; -1 when nobody does.
    """
    joins, least = -1, np.inf
    own, divisor = linkage[grown], divisors[grown]
    for place in range(len(waiting)):
        i = waiting[place]
        own[i] = _joined(rule, own[i], distances[i])
        value = own[i] / divisor
        if value < nearest[i] or (value == nearest[i] and grown < best[i]):
            best[i], nearest[i] = grown, value
        elif best[i] == grown and value > nearest[i]:
            best[i] = _choose(linkage, divisors, i)
            nearest[i] = linkage[best[i], i] / divisors[best[i]]
        if joins < 0 or nearest[i] < least:
            joins, least = place, nearest[i]
    return joins


@jit()
def _grow_one(distances: Floats, starts: Ints, rule: int, labels: Ints) -> None:
    n, k = len(labels), len(starts)
    linkage, divisors = np.empty((k, n)), np.ones(k)
    labels[:] = _UNASSIGNED
    for c in range(k):
        labels[starts[c]] = c
        linkage[c] = distances[starts[c]]
    best, nearest = np.empty(n, dtype=np.int64), np.empty(n)
    waiting = np.flatnonzero(labels == _UNASSIGNED)
    joins, least = -1, np.inf
    for place in range(n - k):
        i = waiting[place]
        best[i] = _choose(linkage, divisors, i)
        nearest[i] = linkage[best[i], i]
        if joins < 0 or nearest[i] < least:
            joins, least = place, nearest[i]
    for left in range(n - k - 1, -1, -1):
        i = waiting[joins]
        grown = best[i]
        labels[i] = grown
        divisors[grown] += 1.0 if rule == AVERAGE else 0.0
        waiting[joins:left] = waiting[joins + 1 : left + 1]  # in order: ties need it
        joins = _take_in(
            distances[i],
            rule,
            grown,
            linkage,
            divisors,
            waiting[:left],
            best,
            nearest,
        )


@jit("void(f8[:, ::1], i8[:, ::1], i8, i8[:, ::1])")
def grow(distances: Floats, starts: Ints, rule: int, labels: Ints) -> None:
    """Grow segments from their starts until everybody is in one.

    The customer nearest to any segment joins it, the first of equally near ones; all
    distances to that segment are then brought up to date, in O(n) per customer.

    Parameters
    ----------
    distances : array of shape (n, n)
    starts : array of shape (n_partitions, k)
        Customers that start the segments, all different within a row.
    rule : {0, 1, 2}
        A segment is as far away as its nearest customer, its furthest, or the mean.
    labels : array of shape (n_partitions, n)
        Written to.
    """
    for partition in range(len(starts)):
        _grow_one(distances, starts[partition], rule, labels[partition])
