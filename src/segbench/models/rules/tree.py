"""Nearest neighbours by a k-d tree."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.spatial import KDTree

from segbench.core import Matrix

LEAF = 32
"""Customers in a leaf; measured faster than the library's 10 in eight dimensions."""


def tree_of(X: Matrix) -> KDTree:
    """Make a tree of points, shape (n, n_features)."""
    return KDTree(X, leafsize=LEAF)


def nearest(
    tree: KDTree, X: Matrix, k: int, power: int, within: float = np.inf
) -> tuple[Matrix, Any]:
    """Find the k nearest points of every row.

    Returns
    -------
    distances : ndarray of shape (n, k)
        Ascending; inf where there is none within the radius.
    places : ndarray of int, shape (n, k)
        In the tree; their number where there is none.
    """
    distances, places = tree.query(
        X, k=range(1, k + 1), p=power, distance_upper_bound=within, workers=-1
    )
    return np.asarray(distances), places
