"""Agglomerative clustering: one tree, cut at every number of segments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from scipy.cluster.hierarchy import linkage
from sklearn.cluster import AgglomerativeClustering

from segbench.algorithms.spec import hyperparameters
from segbench.core import Labels, Matrix, Params
from segbench.trees import cut

_SHARED = frozenset(["n_clusters", "linkage"])
_PLAIN_TREE = {"connectivity": None, "distance_threshold": None}
_METRICS: dict[str, Literal["euclidean", "cityblock"]] = {
    "euclidean": "euclidean",
    "manhattan": "cityblock",
}
"""Distances of which trees are built here, by scikit-learn's name."""


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
            a setting changes more than the cut of a tree of these distances, or asks
            for Ward's tree of others than Euclidean ones: plain fits say what is wrong.
        """
        trees = self.trees(X, settings)
        if trees is NotImplemented:
            return NotImplemented
        options = hyperparameters(self)
        chosen = [{**options, **params} for params in settings]
        return [cut(trees[one["linkage"]], one["n_clusters"]) for one in chosen]

    def trees(self, X: Matrix, settings: Sequence[Params]) -> dict[str, Matrix] | Any:
        """Build the trees that the settings cut, by linkage.

        Returns
        -------
        dict of ndarray of shape (n_customers - 1, 4)
            As scipy makes them. NotImplemented as `sweep` says.
        """
        options = hyperparameters(self)
        varied = {name for params in settings for name in params}
        if varied - _SHARED or any(options[n] != v for n, v in _PLAIN_TREE.items()):
            return NotImplemented
        methods = sorted({{**options, **params}["linkage"] for params in settings})
        metric = _METRICS.get(options["metric"])
        if metric is None or (metric != "euclidean" and "ward" in methods):
            return NotImplemented
        return {one: linkage(X, method=one, metric=metric) for one in methods}
