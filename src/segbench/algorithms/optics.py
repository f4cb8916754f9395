"""OPTICS: the order of density once, then every way to cut it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist
from sklearn import cluster
from sklearn.neighbors import NearestNeighbors

from segbench.algorithms.spec import hyperparameters
from segbench.core import Labels, Matrix, Params

_VARIED = frozenset(["min_samples", "min_cluster_size", "xi"])
_FIXED = {"max_eps": math.inf, "cluster_method": "xi", "p": 2, "metric_params": None}
_METRICS: dict[str, Literal["euclidean", "cityblock"]] = {
    "minkowski": "euclidean",
    "euclidean": "euclidean",
    "manhattan": "cityblock",
}
_DIGITS = 15  # to which scikit-learn rounds, so that equal distances are equal

Order = dict[str, NDArray[Any]]


class OPTICS(cluster.OPTICS):
    """scikit-learn's estimator with a sweep that orders the customers once."""

    def sweep(self, X: Matrix, settings: Sequence[Params]) -> list[Any] | Any:
        """Label X for every setting; those of one ``min_samples`` share the order.

        Parameters
        ----------
        X : ndarray of shape (n_customers, n_features)
            The customers.
        settings : sequence of mapping
            ``min_samples``, ``min_cluster_size`` and ``xi``.

        Returns
        -------
        list of ndarray of shape (n_customers,), or of the exception of a bad setting
            -1 = noise. NotImplemented where a setting changes more, or asks for more
            neighbours than there are customers; plain fits say what is wrong.
        """
        options = hyperparameters(self)
        chosen = [{**options, **one} for one in settings]
        fixed = all(options[name] == value for name, value in _FIXED.items())
        metric = _METRICS.get(options["metric"])
        counts = {one["min_samples"] for one in chosen}
        if (
            {name for one in settings for name in one} - _VARIED
            or not fixed
            or metric is None
            or not all(1 < count <= len(X) for count in counts)
        ):
            return NotImplemented
        orders = {count: density_order(X, int(count), metric) for count in counts}
        return [_valleys(orders[one["min_samples"]], one) for one in chosen]


def density_order(
    X: Matrix, min_samples: int, metric: Literal["euclidean", "cityblock"]
) -> Order:
    """Order customers so that each is followed by the one easiest to reach.

    Reaching somebody takes their distance, but no less than the distance from where
    one stands to the `min_samples`-th neighbour, the point itself counted.

    Returns
    -------
    dict
        ``ordering``, and by customer ``reachability`` and ``predecessor``.
    """
    n = len(X)
    search = NearestNeighbors(n_neighbors=min_samples, metric=metric).fit(X)
    core = search.kneighbors(X)[0][:, -1].round(_DIGITS)
    reachability, waiting = np.full(n, np.inf), np.full(n, np.inf)
    predecessor = np.full(n, -1)
    ordering = np.empty(n, dtype=np.int64)
    left = np.ones(n, dtype=bool)
    here = 0
    for turn in range(n):
        ordering[turn] = here
        left[here], waiting[here] = False, np.inf
        reach = np.maximum(cdist(X[here : here + 1], X, metric)[0], core[here])
        nearer = left & (reach.round(_DIGITS, out=reach) < reachability)
        reachability[nearer] = waiting[nearer] = reach[nearer]
        predecessor[nearer] = here
        here = int(waiting.argmin())
    return {
        "reachability": reachability,
        "predecessor": predecessor,
        "ordering": ordering,
    }


def _valleys(order: Order, params: Params) -> Labels | Exception:
    """Label the valleys of the plot of reachability by their steepness."""
    names = ("min_samples", "min_cluster_size", "xi", "predecessor_correction")
    try:
        with np.errstate(divide="ignore", invalid="ignore"):  # of equal customers
            labels, _ = cluster.cluster_optics_xi(
                **order, **{name: params[name] for name in names}
            )
    except ValueError as error:
        return error
    return np.asarray(labels, dtype=np.int64)
