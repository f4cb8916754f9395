"""Agglomerative clustering: one tree, cut at every number of segments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.cluster.hierarchy import linkage
from sklearn.cluster import AgglomerativeClustering

from segbench.algorithms.spec import hyperparameters
from segbench.core import Labels, Matrix, Params

_SHARED = frozenset(["n_clusters", "linkage"])
_PLAIN_TREE = {"metric": "euclidean", "connectivity": None, "distance_threshold": None}


class Agglomerative(AgglomerativeClustering):
    """scikit-learn's estimator with a sweep that builds the tree only once."""

    def sweep(self, X: Matrix, settings: Sequence[Params]) -> list[Labels] | Any:
        """Label X for every setting; settings that differ in k share their tree.

        Parameters
        ----------
        X : ndarray of shape (n_customers, n_features)
            The customers.
        settings : sequence of mapping
            Hyperparameters, such as ``n_clusters`` and ``linkage``.

        Returns
        -------
        list of ndarray of shape (n_customers,)
            The labels that a plain fit of each setting gives. NotImplemented where
            a setting changes more than the cut of a Euclidean tree.
        """
        options = hyperparameters(self)
        varied = {name for params in settings for name in params}
        if varied - _SHARED or any(options[n] != v for n, v in _PLAIN_TREE.items()):
            return NotImplemented
        trees: dict[str, Matrix] = {}
        labels = []
        for params in settings:
            chosen = {**options, **params}
            method = chosen["linkage"]
            if method not in trees:
                trees[method] = linkage(X, method=method)
            labels.append(cut(trees[method], chosen["n_clusters"]))
        return labels


def cut(tree: Matrix, k: int) -> Labels:
    """Cut a linkage matrix, shape (n - 1, 4), into exactly k segments."""
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
