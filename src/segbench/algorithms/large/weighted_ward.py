"""Ward's tree over groups that stand for many customers each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segbench.core import Matrix


def weighted_ward(centres: Matrix, counts: NDArray[np.int64]) -> Matrix:
    """Merge groups by the smallest growth of the squares within, sizes included.

    Parameters
    ----------
    centres : ndarray of shape (m, d)
        Means of the groups; of one customer each, the customers themselves.
    counts : ndarray of shape (m,)
        Customers of each group, at least 1.

    Returns
    -------
    ndarray of shape (m - 1, 4)
        As `scipy.cluster.hierarchy.ward` gives it, over groups: the height of a merge
        is ``sqrt(2 a b / (a + b))`` times the distance of the means of a and b
        customers; the last column counts customers.

    References
    ----------
    Ward 1963, doi:10.1080/01621459.1963.10500845; chains of nearest neighbours:
    Murtagh 1983, doi:10.1093/comjnl/26.4.354
    """
    m = len(centres)
    places, weights = centres.astype(np.float64), counts.astype(np.float64)
    alive = np.ones(m, dtype=bool)
    merges = np.empty((m - 1, 3))
    chain: list[int] = []
    for step in range(m - 1):
        one, other, height = _reciprocal(places, weights, alive, chain)
        merges[step] = one, other, height
        total = weights[one] + weights[other]
        places[other] = (
            weights[one] * places[one] + weights[other] * places[other]
        ) / total
        weights[other], alive[one] = total, False
    return _in_order(merges, counts)


def _reciprocal(
    places: Matrix, weights: Matrix, alive: NDArray[np.bool_], chain: list[int]
) -> tuple[int, int, float]:
    """Follow nearest neighbours until two are each other's; take them off the chain.

    The chain stays for the next call: a merge of Ward's brings nobody nearer.
    """
    if not chain:
        chain.append(int(np.flatnonzero(alive)[0]))
    while True:
        tip = chain[-1]
        squared = ((places - places[tip]) ** 2).sum(axis=1)
        growth = 2 * weights * weights[tip] / (weights + weights[tip]) * squared
        growth[~alive] = np.inf
        growth[tip] = np.inf
        nearest = int(growth.argmin())
        if len(chain) > 1 and growth[chain[-2]] <= growth[nearest]:
            chain.pop()
            before = chain.pop()
            return tip, before, float(np.sqrt(growth[before]))
        chain.append(nearest)


def _in_order(merges: Matrix, counts: NDArray[np.int64]) -> Matrix:
    """Sort merges by height and give every merge the number of a node."""
    m = len(counts)
    node, size = np.arange(m), counts.astype(np.float64)
    parent = np.arange(m)

    def top(leaf: int) -> int:
        while parent[leaf] != leaf:
            parent[leaf] = parent[parent[leaf]]
            leaf = parent[leaf]
        return leaf

    tree = np.empty((m - 1, 4))
    for row, step in enumerate(np.argsort(merges[:, 2], kind="stable")):
        one, other = top(int(merges[step, 0])), top(int(merges[step, 1]))
        size[other] += size[one]
        low, high = sorted((node[one], node[other]))
        tree[row] = low, high, merges[step, 2], size[other]
        parent[one], node[other] = other, m + row
    return tree
