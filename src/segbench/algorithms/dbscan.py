"""DBSCAN: the settings of a grid share the distances between customers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from numbers import Integral, Real
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn import cluster
from sklearn.neighbors import NearestNeighbors

from segbench.core import Labels, Matrix, Params
from segbench.kernels import load_kernels

KERNELS = "segbench.algorithms.bulk.dbscan_kernels"

MOST_CUSTOMERS = 10_000
"""Above these a tree finds neighbours sooner than a pass over all pairs does."""

MOST_TREE_FEATURES = 15
"""Above these scikit-learn itself takes all pairs."""

_NOT_LABELS = frozenset(["n_jobs", "leaf_size"])
"""Parameters of the estimator that its labels do not depend on."""

_SHARED = {"metric": "euclidean", "metric_params": None, "algorithm": "auto"}
"""What the settings that share distances have in these parameters."""


class DBSCAN(cluster.DBSCAN):
    """scikit-learn's estimator with a sweep that computes distances for all radii."""

    def sweep(
        self, X: Matrix, settings: Sequence[Params]
    ) -> list[Labels | Exception]:
        """Label X for every setting.

        Settings of Euclidean ``eps`` and ``min_samples`` share their work; others
        are fitted one by one. A radius that is a distance to the last digits, as
        happens on integers, is left to scikit-learn's search for neighbours, so that
        its rounding decides.

        Parameters
        ----------
        X : ndarray of shape (n_customers, n_features)
            The customers.
        settings : sequence of mapping
            Hyperparameters.

        Returns
        -------
        list of ndarray of shape (n_customers,)
            The labels that a plain fit of each setting gives, -1 = noise; or the
            exception that it raises.
        """
        chosen = [{**self.get_params(), **params} for params in settings]
        sharing = _can_share_matrix(X)
        shared = [sharing and _can_share(params) for params in chosen]
        radii: dict[int, set[float]] = {}
        for params in (one for one, is_shared in zip(chosen, shared) if is_shared):
            radii.setdefault(params["min_samples"], set()).add(params["eps"])
        labels = {
            (count, eps): found
            for count, group in radii.items()
            for eps, found in label_radii(X, sorted(group), count).items()
        }
        return [
            labels[params["min_samples"], params["eps"]]
            if is_shared
            else _plain_fit(X, params)
            for params, is_shared in zip(chosen, shared, strict=True)
        ]
