"""DBSCAN: one graph of neighbours within the largest radius serves every radius."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from sklearn import cluster
from sklearn.neighbors import NearestNeighbors

from segbench.core import NOISE, Labels, Matrix, Params


class DBSCAN(cluster.DBSCAN):
    """scikit-learn's estimator with a sweep that searches neighbours only once."""

    def sweep(self, X: Matrix, settings: Sequence[Params]) -> list[Labels]:
        """Label X for every setting of ``eps`` and ``min_samples``.

        Parameters
        ----------
        X : ndarray of shape (n_customers, n_features)
            The customers.
        settings : sequence of mapping
            Hyperparameters.

        Returns
        -------
        list of ndarray of shape (n_customers,)
            The labels that a plain fit of each setting gives, -1 = noise.
        """
        options = self.get_params()
        chosen = [{**options, **params} for params in settings]
        largest = max(params["eps"] for params in chosen)
        search = NearestNeighbors(radius=largest).fit(X)
        graph = csr_array(search.radius_neighbors_graph(mode="distance"))
        return [
            label_graph(graph, params["eps"], params["min_samples"])
            for params in chosen
        ]


def label_graph(graph: csr_array, eps: float, min_samples: int) -> Labels:
    """Label customers from their distances to neighbours.

    Parameters
    ----------
    graph : csr_array of shape (n_customers, n_customers)
        Distances to all neighbours within at least `eps`, the customer not among
        their own; distances of 0 to duplicates are stored.
    eps : float
        Radius, in the units of the space.
    min_samples : int
        Customers within the radius, oneself included, that make a core customer.
    """
    n = graph.shape[0]
    rows = np.repeat(np.arange(n), np.diff(graph.indptr))
    near = graph.data <= eps
    rows, columns = rows[near], graph.indices[near].astype(np.int64)
    core = np.bincount(rows, minlength=n) + 1 >= min_samples
    labels = _label_core(rows, columns, core)
    return _label_border(rows, columns, core, labels)


def _label_core(
    rows: Labels, columns: Labels, core: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> Labels:
    """Connect core customers; segments are numbered by their first core customer."""
    n = len(core)
    both = core[rows] & core[columns]
    links = csr_array(
        (np.ones(int(both.sum())), (rows[both], columns[both])), shape=(n, n)
    )
    components = connected_components(links, directed=False)[1]
    names, first = np.unique(components[core], return_index=True)
    rank = np.zeros(components.max(initial=0) + 1, dtype=np.int64)
    rank[names[np.argsort(first)]] = np.arange(len(names))
    labels = np.full(n, NOISE, dtype=np.int64)
    labels[core] = rank[components[core]]
    return labels


def _label_border(
    rows: Labels,
    columns: Labels,
    core: np.ndarray[tuple[int], np.dtype[np.bool_]],
    labels: Labels,
) -> Labels:
    """Give border customers to the first segment that reaches them."""
    touching = ~core[rows] & core[columns]
    unreached = np.iinfo(np.int64).max
    reached_by = np.full(len(core), unreached)
    np.minimum.at(reached_by, rows[touching], labels[columns[touching]])
    border = reached_by < unreached
    return np.where(border, reached_by, labels)
