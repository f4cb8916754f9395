"""Compiled single linkage by mutual reachability: Prim's tree, then its hierarchy.

Two customers reach each other at their distance, but at no less than either's core
distance, the distance to the neighbour of a given rank [1]_. The tree is that of the
hdbscan library's ``prims_kdtree`` to the last bit: it starts at the first customer,
takes the first of those that are equally near, and keeps the older of equal edges.

References
----------
.. [1] Campello, Moulavi and Sander (2013). Density-based clustering based on
   hierarchical density estimates. PAKDD 2013, 160-172.
   doi:10.1007/978-3-642-37456-2_14
"""

from __future__ import annotations

import numpy as np

from segbench.algorithms.bulk.samples import Floats, Labels
from segbench.kernels.jit import jit

# Distances computed together: they stay in the L1 cache.
BLOCK = 256

# What no edge of finite length exceeds.
FARTHEST = np.finfo(np.float64).max


@jit()
def _squared_distances(
    x: Floats, i: int, low: int, squares: Floats, out: Floats
) -> None:
    """Write the squared distances of customer i to low..low+len(out)-1.

    Squares are added one pass after they are taken. Otherwise a processor may do
    both in one step, unrounded in between, and the library does not.
    """
    n = len(out)
    for k in range(n):
        out[k] = squares[k] = 0.0
    for j in range(len(x)):
        feature, own = x[j, low : low + n], x[j, i]
        for k in range(n):
            out[k] += squares[k]
            difference = feature[k] - own
            squares[k] = difference * difference
    for k in range(n):
        out[k] += squares[k]


@jit()
def _insert(nearest: Floats, i: int, squared: float) -> None:
    """Put a squared distance among customer i's smallest, if it is; they ascend."""
    rank = len(nearest) - 1
    if squared >= nearest[rank, i]:
        return
    while rank > 0 and nearest[rank - 1, i] > squared:
        nearest[rank, i] = nearest[rank - 1, i]
        rank -= 1
    nearest[rank, i] = squared


@jit("float64[::1](float64[:, ::1], int64)")
def core_distances(x: Floats, rank: int) -> Floats:
    """Return everybody's distance to the neighbour of a rank.

    Parameters
    ----------
    x : ndarray of shape (d, n)
        One contiguous row per feature.
    rank : int
        1 is the nearest other customer; at most n - 1.

    Returns
    -------
    distances : ndarray of shape (n,)
    """
    n = x.shape[1]
    nearest = np.empty((rank, n))
    for k in range(rank):
        for i in range(n):
            nearest[k, i] = np.inf
    squares, squared = np.empty(BLOCK), np.empty(BLOCK)
    for i in range(n):
        for low in range(i + 1, n, BLOCK):
            size = min(BLOCK, n - low)
            _squared_distances(x, i, low, squares[:size], squared[:size])
            for k in range(size):
                _insert(nearest, low + k, squared[k])
                _insert(nearest, i, squared[k])
    distances = np.empty(n)
    for i in range(n):
        distances[i] = np.sqrt(nearest[rank - 1, i])
    return distances


@jit()
def _move_behind(
    x: Floats, cores: Floats, reach: Floats, names: Labels, i: int, last: int
) -> None:
    """Let customer i and the last of those that wait change places."""
    for j in range(len(x)):
        x[j, i], x[j, last] = x[j, last], x[j, i]
    cores[i], cores[last] = cores[last], cores[i]
    reach[i] = reach[last]
    names[i], names[last] = names[last], names[i]


@jit("float64[:, ::1](float64[:, ::1], float64[::1])")
def spanning_tree(x: Floats, cores: Floats) -> Floats:
    """Grow the smallest tree that spans all customers, from the first one.

    Parameters
    ----------
    x : ndarray of shape (d, n)
        One contiguous row per feature.
    cores : ndarray of shape (n,)
        Core distances.

    Returns
    -------
    edges : ndarray of shape (n - 1, 3)
        A customer in the tree, the next one, and how far they reach; as they joined.
    """
    n = x.shape[1]
    x, cores = x.copy(), cores.copy()
    names, sources, reach = np.empty(n, np.int64), np.zeros(n, np.int64), np.empty(n)
    for i in range(n):
        names[i], reach[i] = i, np.inf
    squares, squared = np.empty(BLOCK), np.empty(BLOCK)
    edges = np.empty((n - 1, 3))
    nearest = 0
    for edge in range(n - 1):
        # Those that wait come first; behind them are those in the tree.
        last = n - 1 - edge
        _move_behind(x, cores, reach, names, nearest, last)
        latest, core, shortest, nearest = names[last], cores[last], FARTHEST, 0
        for low in range(0, last, BLOCK):
            size = min(BLOCK, last - low)
            _squared_distances(x, last, low, squares[:size], squared[:size])
            for k in range(size):
                i = low + k
                # The root is only worth taking where it can be the smaller.
                if squared[k] <= reach[i] * reach[i]:
                    mutual = max(np.sqrt(squared[k]), core, cores[i])
                    if mutual < reach[i]:
                        reach[i], sources[names[i]] = mutual, latest
                if reach[i] <= shortest and (
                    reach[i] < shortest or names[i] < names[nearest]
                ):
                    shortest, nearest = reach[i], i
        edges[edge, 0], edges[edge, 1] = sources[names[nearest]], names[nearest]
        edges[edge, 2] = shortest
    return edges


@jit()
def _root(parents: Labels, node: int) -> int:
    """Return the node that a node lies under by now; shorten the way there."""
    while parents[node] != node:
        parents[node] = parents[parents[node]]
        node = parents[node]
    return node


@jit("float64[:, ::1](float64[:, ::1], int64[::1])")
def single_linkage(edges: Floats, order: Labels) -> Floats:
    """Join customers along the edges of a spanning tree.

    Parameters
    ----------
    edges : ndarray of shape (n - 1, 3)
        Two customers and the length.
    order : ndarray of shape (n - 1,)
        The edges' numbers, the shortest first.

    Returns
    -------
    tree : ndarray of shape (n - 1, 4)
        In scipy's format: the two nodes joined, the length, and their customers.
    """
    n = len(edges) + 1
    parents, sizes = np.empty(2 * n - 1, np.int64), np.empty(2 * n - 1, np.int64)
    for node in range(2 * n - 1):
        parents[node], sizes[node] = node, 1
    tree = np.empty((n - 1, 4))
    for row in range(n - 1):
        edge, node = order[row], n + row
        one = _root(parents, int(edges[edge, 0]))
        two = _root(parents, int(edges[edge, 1]))
        parents[one] = parents[two] = node
        sizes[node] = sizes[one] + sizes[two]
        tree[row, 0], tree[row, 1] = one, two
        tree[row, 2], tree[row, 3] = edges[edge, 2], sizes[node]
    return tree
