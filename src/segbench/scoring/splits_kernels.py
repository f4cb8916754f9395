"""Compiled search for segments: Ward's tree by chains of neighbours, then k-means.

A chain goes from a segment to its nearest one until two are nearest to each other, and
merges these [1]_. Segments are kept as means and sizes: no distances are stored.

References
----------
.. [1] Murtagh 1983, A survey of recent advances in hierarchical clustering algorithms,
   doi:10.1093/comjnl/26.4.354
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segbench.kernels.jit import jit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@jit(reorder_sums=True)
def _costs(means: Floats, sizes: Floats, own: int, out: Floats) -> None:
    """Write what merging a segment with each one adds to the sum of squares."""
    n = len(out)
    for i in range(n):
        out[i] = 0.0
    for j in range(len(means)):
        feature, here = means[j, :n], means[j, own]
        for i in range(n):
            out[i] += (feature[i] - here) * (feature[i] - here)
    for i in range(n):
        out[i] *= sizes[i] * sizes[own] / (sizes[i] + sizes[own])
    out[own] = np.inf


@jit()
def _nearest(costs: Floats, previous: int) -> int:
    """Cheapest segment; the previous one if it is as cheap, or chains never end."""
    best = int(costs.argmin())
    if previous >= 0 and costs[previous] <= costs[best]:
        return previous
    return best


@jit()
def _merge(means: Floats, sizes: Floats, kept: int, gone: int) -> None:
    """Put the mean and size of two segments in the place of the first."""
    total = sizes[kept] + sizes[gone]
    for j in range(len(means)):
        means[j, kept] += (means[j, gone] - means[j, kept]) * (sizes[gone] / total)
    sizes[kept] = total


@jit()
def _follow(
    means: Floats, sizes: Floats, chain: Ints, length: int, costs: Floats
) -> tuple[int, float]:
    """Go on with a chain until its last two are nearest to each other.

    Gives the length of the chain and what merging the two costs.
    """
    while True:
        own = chain[length - 1]
        previous = chain[length - 2] if length > 1 else -1
        _costs(means, sizes, own, costs)
        near = _nearest(costs, previous)
        if near == previous:
            return length, costs[near]
        chain[length] = near
        length += 1


@jit("Tuple((int64[:,::1], float64[::1]))(float64[:,::1])")
def ward_merges(features: Floats) -> tuple[Ints, Floats]:
    """Merge customers until one segment is left; features are (d, n).

    Gives n - 1 pairs of customers, one of each merged segment, and what each merge
    adds to the sum of squares. The order is that of the chains, not of the costs.
    """
    means = features.copy()
    n = means.shape[1]
    sizes, customers, costs = np.ones(n), np.arange(n), np.empty(n)
    pairs, heights = np.empty((n - 1, 2), dtype=np.int64), np.empty(n - 1)
    chain, length = np.zeros(n, dtype=np.int64), 0
    for step in range(n - 1):
        last = n - step - 1  # the segments stand in the places up to here
        if length == 0:
            chain[0], length = 0, 1
        length, height = _follow(means, sizes, chain, length, costs[: last + 1])
        length -= 2
        one, other = chain[length], chain[length + 1]
        kept, gone = min(one, other), max(one, other)
        pairs[step, 0], pairs[step, 1] = customers[kept], customers[gone]
        heights[step] = height
        _merge(means, sizes, kept, gone)
        means[:, gone], sizes[gone] = means[:, last], sizes[last]
        customers[gone] = customers[last]
        chain[:length][chain[:length] == last] = gone
    return pairs, heights


@jit()
def _root(parents: Ints, i: int) -> int:
    while parents[i] != i:
        parents[i] = parents[parents[i]]
        i = parents[i]
    return i


@jit("int64[::1](int64[:,::1], int64)")
def join(pairs: Ints, n: int) -> Ints:
    """Give n customers labels 0, 1, ... so that all pairs are together."""
    parents = np.arange(n)
    for step in range(len(pairs)):
        parents[_root(parents, pairs[step, 1])] = _root(parents, pairs[step, 0])
    names, labels = np.full(n, -1), np.empty(n, dtype=np.int64)
    found = 0
    for i in range(n):
        root = _root(parents, i)
        if names[root] < 0:
            names[root] = found
            found += 1
        labels[i] = names[root]
    return labels


@jit()
def _mean_of_each(x: Floats, labels: Ints, means: Floats) -> None:
    """Write the mean of every segment; infinity where it has nobody."""
    sizes = np.zeros(len(means))
    means[:] = 0.0
    for i in range(len(x)):
        sizes[labels[i]] += 1.0
        for j in range(x.shape[1]):
            means[labels[i], j] += x[i, j]
    for c in range(len(means)):
        for j in range(x.shape[1]):
            means[c, j] = means[c, j] / sizes[c] if sizes[c] > 0 else np.inf


@jit("int64[::1](float64[:,::1], int64[::1], int64, int64)")
def settle(x: Floats, labels: Ints, k: int, most_rounds: int) -> Ints:
    """Move all customers to the nearest of k segment means until nobody moves."""
    labels = labels.copy()
    means = np.empty((k, x.shape[1]))
    for _ in range(most_rounds):
        _mean_of_each(x, labels, means)
        moved = False
        for i in range(len(x)):
            best, nearest = np.inf, labels[i]
            for c in range(k):
                squared = 0.0
                for j in range(x.shape[1]):
                    squared += (x[i, j] - means[c, j]) * (x[i, j] - means[c, j])
                if squared < best:
                    best, nearest = squared, c
            moved = moved or nearest != labels[i]
            labels[i] = nearest
        if not moved:
            break
    return labels
