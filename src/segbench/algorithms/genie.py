"""Genie: one spanning tree for every number of segments and every threshold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClusterMixin

from segbench.algorithms.needed import needed
from segbench.algorithms.spec import hyperparameters
from segbench.core import Labels, Matrix, Params

_METRICS = {"euclidean": "l2", "manhattan": "l1"}
_VARIED = frozenset(["n_clusters", "gini_threshold"])


class Genie(ClusterMixin, BaseEstimator):
    """Genie by the package ``genieclust``.

    Nearest segments are joined as in single linkage; but once the sizes of segments
    are more unequal than a threshold allows, a smallest one is joined first.

    Parameters
    ----------
    n_clusters : int, default 2
        Number of segments.
    gini_threshold : float, default 0.3
        Most Gini index of the sizes, in (0, 1]; 1 is single linkage.
    metric : {"euclidean", "manhattan"}, default "euclidean"

    References
    ----------
    Gagolewski, Bartoszuk & Cena 2016, doi:10.1016/j.ins.2016.05.003
    """

    def __init__(
        self,
        n_clusters: int = 2,
        gini_threshold: float = 0.3,
        metric: str = "euclidean",
    ) -> None:
        self.n_clusters = n_clusters
        self.gini_threshold = gini_threshold
        self.metric = metric

    def fit_predict(self, X: Matrix, y: Any = None) -> Labels:  # noqa: ARG002 scikit-learn's
        """Label the rows of X, shape (n_customers,)."""
        found: list[Labels] = self.sweep(X, [{}])
        return found[0]

    def sweep(self, X: Matrix, settings: Sequence[Params]) -> list[Labels] | Any:
        """Label X for every setting; they share the spanning tree.

        Parameters
        ----------
        X : ndarray of shape (n_customers, n_features)
            The customers.
        settings : sequence of mapping
            ``n_clusters`` and ``gini_threshold``.

        Returns
        -------
        list of ndarray of shape (n_customers,)
            NotImplemented where a setting changes more; plain fits then take over.
        """
        if {name for one in settings for name in one} - _VARIED:
            return NotImplemented
        options = hyperparameters(self)
        chosen = [{**options, **one} for one in settings]
        most: dict[float, int] = {}
        for one in chosen:
            threshold = float(one["gini_threshold"])
            most[threshold] = max(most.get(threshold, 1), int(one["n_clusters"]))
        partitions = _partitions(X, most, options["metric"])
        return [
            partitions[float(one["gini_threshold"])][int(one["n_clusters"]) - 1]
            for one in chosen
        ]


def _partitions(
    X: Matrix, most: dict[float, int], metric: str
) -> dict[float, list[Labels]]:
    """Return the partitions into 1, 2, .. segments by threshold."""
    if metric not in _METRICS:
        known = " or ".join(_METRICS)
        raise ValueError(f"metric is {known}, received {metric!r}")
    n, d = X.shape
    if d == 1:  # the library takes no fewer than two features
        X = np.hstack([X, np.zeros((n, 1))])
    package = needed("genieclust", "Genie", "more")
    model = package.Genie(coarser=True, metric=_METRICS[metric])
    found = {}
    for threshold, k in most.items():
        # The estimator keeps the tree of the matrix that it saw last.
        model.set_params(n_clusters=min(k, n - 1), gini_threshold=threshold)
        model.fit(X)
        rows = [np.asarray(row, dtype=np.int64) for row in model.labels_matrix_]
        found[threshold] = [*rows, *([np.arange(n)] if k == n else [])]
    return found
