"""Cutting a hierarchical tree into a number of segments."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def cut(tree: NDArray[np.float64], k: int) -> NDArray[np.int64]:
    """Cut a tree into exactly k segments.

    Parameters
    ----------
    tree : ndarray of shape (n - 1, 4)
        A linkage matrix as scipy makes it.
    k : int
        Number of segments, in 1..n.

    Returns
    -------
    ndarray of shape (n,)
        One label per leaf; any whole numbers.
    """
    n = len(tree) + 1
    if not 1 <= k <= n:
        raise ValueError(f"expected a number of segments in 1..{n}, got {k}")
    parent = np.arange(2 * n - k)
    parent[tree[: n - k, :2].astype(np.int64)] = np.arange(n, 2 * n - k)[:, None]
    while True:  # every step doubles how far up each customer points
        further = parent[parent]
        if np.array_equal(further, parent):
            return parent[:n]
        parent = further
