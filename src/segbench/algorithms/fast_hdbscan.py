"""HDBSCAN for many customers: one tree for every smallest segment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClusterMixin

from segbench.algorithms.needed import needed
from segbench.algorithms.spec import hyperparameters
from segbench.core import Labels, Matrix, Params

FEW = 20_000
"""Customers up to which one thread is the quickest."""

_VARIED = frozenset(["min_samples", "min_cluster_size"])


class FastHDBSCAN(ClusterMixin, BaseEstimator):
    """HDBSCAN by the package ``fast_hdbscan``: Boruvka's tree on a k-d tree.

    Parameters
    ----------
    min_cluster_size : int, default 5
        Customers in the smallest segment.
    min_samples : int, default 5
        Neighbours that density is measured by.

    References
    ----------
    McInnes & Healy 2017, doi:10.1109/ICDMW.2017.12
    """

    def __init__(self, min_cluster_size: int = 5, min_samples: int = 5) -> None:
        self.min_cluster_size = min_cluster_size
        self.min_samples = min_samples

    def fit_predict(self, X: Matrix, y: Any = None) -> Labels:  # noqa: ARG002 scikit-learn's
        """Label the rows of X, shape (n_customers,), -1 = noise."""
        found: list[Labels] = self.sweep(X, [{}])
        return found[0]

    def sweep(self, X: Matrix, settings: Sequence[Params]) -> list[Labels] | Any:
        """Label X for every setting; those of one ``min_samples`` share their tree.

        Parameters
        ----------
        X : ndarray of shape (n_customers, n_features)
            The customers.
        settings : sequence of mapping
            ``min_samples`` and ``min_cluster_size``.

        Returns
        -------
        list of ndarray of shape (n_customers,)
            NotImplemented where a setting changes more; plain fits then take over.
        """
        if {name for one in settings for name in one} - _VARIED:
            return NotImplemented
        options = hyperparameters(self)
        chosen = [{**options, **one} for one in settings]
        package = needed("fast_hdbscan.hdbscan", "fast HDBSCAN", "more")
        with _threads_for(len(X)):
            labels = _label(package, X, chosen)
        return [np.asarray(one, dtype=np.int64) for one in labels]


def _label(package: Any, X: Matrix, chosen: Sequence[Params]) -> list[Any]:
    X = np.ascontiguousarray(X, dtype=np.float64)
    trees: dict[int, Any] = {}
    labels = []
    for one in chosen:
        # More neighbours than there are would be read beyond the table.
        count = min(int(one["min_samples"]), len(X) - 1)
        if count not in trees:
            grown = package.compute_minimum_spanning_tree(
                X, min_samples=count, reproducible=True
            )
            trees[count] = grown[0]
        found = package.clusters_from_spanning_tree(
            trees[count].copy(), min_cluster_size=int(one["min_cluster_size"])
        )
        labels.append(found[0])
    return labels


@contextmanager
def _threads_for(n_customers: int) -> Iterator[None]:
    """Keep few customers to one thread: starting more takes longer than the work."""
    import numba

    before = numba.get_num_threads()
    numba.set_num_threads(1 if n_customers <= FEW else before)
    try:
        yield
    finally:
        numba.set_num_threads(before)
