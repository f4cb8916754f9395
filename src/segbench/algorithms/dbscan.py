"""DBSCAN: the radii of a grid share the distances between customers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from numbers import Integral, Real
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn import cluster
from sklearn.neighbors import KDTree, NearestNeighbors

from segbench.algorithms.spec import hyperparameters
from segbench.core import Labels, Matrix, Params
from segbench.kernels import load_kernels

Floats = NDArray[np.float64]
Key = tuple[int, float]  # min_samples and eps

KERNELS = "segbench.algorithms.bulk.dbscan_kernels"

MOST_CUSTOMERS = 20_000
"""Above these a tree finds neighbours sooner than passes over all pairs do."""

MOST_TREE_FEATURES = 15
"""Above these trees are no use, and scikit-learn takes all pairs too."""

FEWEST_TREE_CUSTOMERS = 12
"""Below these scikit-learn takes all pairs, since it may be asked for 5 neighbours."""

_SHARED = {
    "metric": "euclidean",
    "metric_params": None,
    "algorithm": "auto",
    "leaf_size": 30,
}
"""What settings that share distances have in these parameters."""


class DBSCAN(cluster.DBSCAN):
    """scikit-learn's estimator with a sweep that computes distances for all radii."""

    def sweep(self, X: Matrix, settings: Sequence[Params]) -> list[Labels | Exception]:
        """Label X for every setting.

        Settings of Euclidean ``eps`` and ``min_samples`` share their work; others
        are fitted one by one. Where a distance equals ``eps`` but for rounding, as
        happens on integers, scikit-learn's own search for neighbours decides.

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
        chosen = [{**hyperparameters(self), **params} for params in settings]
        sharing = _can_share(X)
        keys = [_sharing_key(params) if sharing else None for params in chosen]
        together = {key for key in keys if key is not None}
        shared = label_together(X, together) if together else {}
        return [
            _plain_fit(X, params) if key is None else shared[key]
            for params, key in zip(chosen, keys, strict=True)
        ]


def label_together(X: Matrix, keys: Iterable[Key]) -> dict[Key, Labels]:
    """Label customers for pairs of ``min_samples`` and ``eps``.

    Parameters
    ----------
    X : ndarray of shape (n_customers, n_features)
        Finite.
    keys : iterable of (int, float)
        The pairs.
    """
    radii: dict[int, list[float]] = {}
    for min_samples, eps in sorted(keys):
        radii.setdefault(min_samples, []).append(eps)
    n, d = X.shape
    by_tree = n > MOST_CUSTOMERS and d <= MOST_TREE_FEATURES
    label = _label_by_tree if by_tree else _label_by_pairs
    found: dict[Key, Labels] = {}
    for min_samples, group in radii.items():
        answers = zip(group, label(X, group, min_samples), strict=True)
        clear = {eps: labels for eps, labels in answers if labels is not None}
        unclear = [eps for eps in group if eps not in clear]
        searched = _label_by_search(X, unclear, min_samples) if unclear else []
        clear |= zip(unclear, searched, strict=True)
        found |= {(min_samples, eps): labels for eps, labels in clear.items()}
    return found


def _label_by_pairs(
    X: Matrix, radii: Sequence[float], min_samples: int
) -> list[Labels | None]:
    """Label by passes over all pairs; None where rounding decides."""
    lowers, uppers = _limits(X, radii)
    features = np.ascontiguousarray(X.T)
    kernel = load_kernels(KERNELS).label_radii
    labels, undecided = kernel(features, lowers, uppers, min_samples)
    return [
        None if unclear else found
        for found, unclear in zip(labels, undecided, strict=True)
    ]


def _label_by_tree(
    X: Matrix, radii: Sequence[float], min_samples: int
) -> list[Labels | None]:
    """Label from a graph of the neighbours in the largest radius; None as above."""
    lowers, uppers = _limits(X, radii)
    search = NearestNeighbors(radius=np.sqrt(uppers[-1])).fit(X)
    graph = csr_array(search.radius_neighbors_graph(mode="distance"))
    squared = graph.data**2

    def label(lower: float, upper: float) -> Labels | None:
        near = squared <= upper
        if lower < 0 or (squared[near] > lower).any():
            return None
        starts = np.concatenate([[0], np.cumsum(near)])[graph.indptr]
        # In this graph nobody is their own neighbour.
        return _label_graph(starts, graph.indices[near], min_samples - 1)

    return [label(*pair) for pair in zip(lowers, uppers, strict=True)]


def _label_by_search(
    X: Matrix, radii: Sequence[float], min_samples: int
) -> list[Labels]:
    """Label from the neighbours that a plain fit finds, which need not be mutual."""
    n, d = X.shape
    if n >= FEWEST_TREE_CUSTOMERS and d <= MOST_TREE_FEATURES:
        find = KDTree(X, leaf_size=_SHARED["leaf_size"]).query_radius
    else:
        search = NearestNeighbors().fit(X)
        find = partial(search.radius_neighbors, return_distance=False)

    def label(lists: Any) -> Labels:
        starts = np.cumsum([0, *map(len, lists)])
        return _label_graph(starts, np.concatenate(lists), min_samples)

    return [label(find(X, eps)) for eps in radii]


def _label_graph(starts: Any, neighbours: Any, min_samples: int) -> Labels:
    kernel = load_kernels(KERNELS).label_graph
    labels: Labels = kernel(
        starts.astype(np.int64), neighbours.astype(np.int64), min_samples
    )
    return labels


def _limits(X: Matrix, radii: Sequence[float]) -> tuple[Floats, Floats]:
    """Return the squared distances that are surely within, surely outside radii.

    Distances come as sums of squared differences, or as |a|^2 - 2 a.b + |b|^2 from
    scikit-learn in many dimensions, whose error grows with the norms. The margin is
    a few times the bound on the sum of their rounding errors.
    """
    squares = np.square(np.asarray(radii, dtype=np.float64))
    largest = np.einsum("ij,ij->i", X, X).max()
    unit = 8 * (X.shape[1] + 8) * np.finfo(np.float64).eps
    margins = unit * (squares + largest)
    return squares - margins, squares + margins


def _sharing_key(params: Params) -> Key | None:
    """Return what tells settings that share apart; None for those that cannot."""
    eps, min_samples = params["eps"], params["min_samples"]
    if not isinstance(eps, Real) or not isinstance(min_samples, Integral):
        return None
    valid = 0 < float(eps) < np.inf and int(min_samples) >= 1
    if not valid or any(params[name] != value for name, value in _SHARED.items()):
        return None
    return int(min_samples), float(eps)


def _can_share(X: Matrix) -> bool:
    """Tell whether X is a matrix of which nothing has to be checked or converted."""
    if not isinstance(X, np.ndarray) or X.dtype != np.float64 or X.ndim != 2:
        return False
    # One sum finds what is not finite, and what would not be when it is squared.
    return X.size > 0 and bool(np.isfinite(np.vdot(X, X)))


def _plain_fit(X: Matrix, params: Params) -> Labels | Exception:
    try:
        labels: Labels = cluster.DBSCAN(**params).fit_predict(X)
    except Exception as error:  # noqa: BLE001 whatever it is, this setting has failed
        return error
    return labels
