"""Spectral clustering: the settings on one graph share its eigenvectors."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.linalg import qr, svd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from sklearn import cluster
from sklearn.manifold import spectral_embedding
from sklearn.neighbors import kneighbors_graph

from segbench.algorithms.spec import Fitted, hyperparameters
from segbench.core import Labels, Matrix, Params

_SHARED = {"affinity": "nearest_neighbors", "assign_labels": "cluster_qr"}
_VARIED = frozenset(["n_clusters", "n_neighbors"])
_DEFAULT = {"eigen_solver": None, "n_components": None, "eigen_tol": "auto"}


class SpectralClustering(cluster.SpectralClustering):
    """scikit-learn's estimator with a sweep that shares graphs and eigenvectors.

    Segments are read off the eigenvectors by a pivoted QR decomposition [1]_: no
    starts, so no luck.

    References
    ----------
    .. [1] Damle, Minden & Ying 2019, doi:10.1093/imaiai/iay008
    """

    def sweep(self, X: Matrix, settings: Sequence[Params]) -> list[Fitted] | Any:
        """Label X for every setting; those on one graph share its eigenvectors.

        Parameters
        ----------
        X : ndarray of shape (n_customers, n_features)
            The customers.
        settings : sequence of mapping
            ``n_clusters`` and ``n_neighbors``.

        Returns
        -------
        list of Fitted
            The labels, and a remark where the graph is in several pieces.
            NotImplemented where a setting changes more; plain fits then take over.
        """
        options = hyperparameters(self)
        fixed = {**_SHARED, **_DEFAULT}
        varied = {name for one in settings for name in one}
        if varied - _VARIED or any(options[n] != v for n, v in fixed.items()):
            return NotImplemented
        chosen = [{**options, **one} for one in settings]
        largest: dict[int, int] = {}
        for one in chosen:
            count = min(int(one["n_neighbors"]), len(X))
            largest[count] = max(largest.get(count, 1), int(one["n_clusters"]))
        maps = {
            count: _embedding(X, count, k, options["random_state"])
            for count, k in largest.items()
        }
        return [
            _fitted(*maps[min(int(one["n_neighbors"]), len(X))], int(one["n_clusters"]))
            for one in chosen
        ]


def _embedding(X: Matrix, n_neighbors: int, k: int, seed: Any) -> tuple[Matrix, str]:
    """Return the first k eigenvectors of a graph of neighbours, and what is odd."""
    directed = kneighbors_graph(X, n_neighbors, include_self=True)
    graph = csr_array(0.5 * (directed + directed.T))
    pieces, _ = connected_components(graph)
    remark = "" if pieces == 1 else f"the graph of neighbours is in {pieces} pieces"
    with warnings.catch_warnings():
        # That the graph is in pieces is in the remark.
        warnings.filterwarnings("ignore", message="Graph is not fully connected")
        found = spectral_embedding(
            graph, n_components=k, random_state=seed, drop_first=False
        )
    return found, remark


def _fitted(vectors: Matrix, remark: str, k: int) -> Fitted:
    return Fitted(read_off(vectors[:, :k]), remark=remark)


def read_off(vectors: Matrix) -> Labels:
    """Turn k eigenvectors into labels by a pivoted QR decomposition.

    Parameters
    ----------
    vectors : ndarray of shape (n_customers, k)

    Returns
    -------
    ndarray of shape (n_customers,)
    """
    k = vectors.shape[1]
    pivots = qr(vectors.T, mode="r", pivoting=True)[-1][:k]
    left, _, right = svd(vectors[pivots].T)
    closeness = np.abs(vectors @ (left @ right))
    return np.asarray(closeness.argmax(axis=1), dtype=np.int64)
