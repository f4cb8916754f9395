"""HDBSCAN: settings that share their core distances share their tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from hdbscan import HDBSCAN as _HDBSCAN
from hdbscan import hdbscan
from numpy.typing import NDArray

from segbench.algorithms.spec import hyperparameters
from segbench.core import Labels, Matrix, Params
from segbench.kernels import load_kernels

Floats = NDArray[np.float64]

KERNELS = "segbench.algorithms.bulk.hdbscan_kernels"
TREE_KERNELS = "segbench.algorithms.bulk.spanning_tree_kernels"

MOST_NEIGHBOURS = 100
"""Above these the kernel's sorted lists of neighbours may take longer than a tree."""

_LARGEST_SQUARE = 1e300
"""Below it no distance overflows."""

_NOT_OF_THE_FUNCTION = ("prediction_data", "branch_detection_data")
"""Parameters of the estimator that its labels do not depend on."""

_CUT = {
    "cluster_selection_method": "eom",
    "cluster_selection_epsilon": 0.0,
    "cluster_selection_epsilon_max": float("inf"),
    "cluster_selection_persistence": 0.0,
    "max_cluster_size": 0,
    "allow_single_cluster": False,
    "match_reference_implementation": False,
    "gen_min_span_tree": False,
}
"""What settings whose tree is cut here have in these parameters."""

_GROWN = {
    "metric": "euclidean",
    "algorithm": "prims_kdtree",
    "alpha": 1.0,
    "p": None,
    "leaf_size": 40,
}
"""What settings whose tree is grown here have in these parameters."""

_KNOWN = frozenset(_HDBSCAN().get_params())
"""The rest, such as a metric's own parameters, is for the library to judge."""


class HDBSCAN(_HDBSCAN):
    """hdbscan's estimator, repeatable under a seed, with a sweep that keeps its tree.

    Every ``min_cluster_size`` cuts the same tree. The library's ``prims_kdtree`` is
    grown in compiled loops, bit for bit the same; other trees the library grows.
    """

    def sweep(self, X: Matrix, settings: Sequence[Params]) -> list[Labels | Exception]:
        """Label X for every setting.

        Settings that differ in ``min_cluster_size`` only share their work. What
        selects clusters otherwise than by excess of mass is fitted one by one.

        Parameters
        ----------
        X : ndarray of shape (n_customers, n_features)
            The customers.
        settings : sequence of mapping
            Hyperparameters, such as ``min_cluster_size`` and ``min_samples``.

        Returns
        -------
        list of ndarray of shape (n_customers,)
            The labels that a plain fit of each setting gives, -1 = noise; or the
            exception that it raises.
        """
        own = hyperparameters(self)
        chosen = [{**own, **params} for params in settings]
        groups: dict[str, list[int]] = {}
        answers: dict[int, Labels | Exception] = {}
        sharing = _can_share(X)
        for place, params in enumerate(chosen):
            if sharing and _is_cut_here(params):
                groups.setdefault(repr(_tree_options(params)), []).append(place)
            else:
                answers[place] = _plain_fit(X, params)
        for places in groups.values():
            answers |= zip(places, _cut(X, [chosen[i] for i in places]), strict=True)
        return [answers[place] for place in range(len(chosen))]


def _cut(X: Matrix, group: Sequence[Params]) -> list[Labels | Exception]:
    """Cut the tree that settings share at each of their smallest sizes."""
    try:
        tree = _tree(X, _tree_options(group[0]))
    except Exception as error:  # noqa: BLE001 whatever it is, these settings have failed
        return [error] * len(group)
    sizes = np.array([params["min_cluster_size"] for params in group], dtype=np.int64)
    return list(load_kernels(KERNELS).cut_tree(tree, sizes))


def _tree(X: Matrix, options: Params) -> Floats:
    """Return the single linkage of customers by mutual reachability."""
    if not _is_grown_here(X, options):
        # Nothing but noise can be larger than all customers: the least to be done.
        tree = hdbscan(X, min_cluster_size=len(X) + 1, **options)[4]
        return np.ascontiguousarray(tree)
    kernels = load_kernels(TREE_KERNELS)
    features = np.ascontiguousarray(X.T)
    cores = kernels.core_distances(features, min(options["min_samples"], len(X) - 1))
    edges = kernels.spanning_tree(features, cores)
    # Equal lengths stay in the order of numpy's sort, as in the library.
    tree = kernels.single_linkage(edges, np.argsort(edges[:, 2]))
    return cast("Floats", tree)


def _tree_options(params: Params) -> dict[str, Any]:
    """Return what the tree depends on, as options of the library's function."""
    left_out = {"min_cluster_size", *_NOT_OF_THE_FUNCTION}
    options = {name: value for name, value in params.items() if name not in left_out}
    if options["min_samples"] is None:
        options["min_samples"] = params["min_cluster_size"]
    # One thread: the workers above already use every core.
    return options | {"core_dist_n_jobs": 1}


def _is_cut_here(params: Params) -> bool:
    """Tell whether a setting is valid and selects clusters as the kernel does."""
    size = params["min_cluster_size"]
    valid = np.issubdtype(type(size), np.integer) and size >= 2
    return valid and _agrees(params, _CUT)


def _is_grown_here(X: Matrix, options: Params) -> bool:
    """Tell whether options are valid and ask for the tree that the kernels grow."""
    rank = options["min_samples"]
    valid = np.issubdtype(type(rank), np.integer) and 1 <= rank <= MOST_NEIGHBOURS
    known = valid and options.keys() <= _KNOWN and _agrees(options, _GROWN)
    return known and X.shape[1] > 0 and bool(np.vdot(X, X) < _LARGEST_SQUARE)


def _agrees(params: Params, wanted: Params) -> bool:
    """Tell whether parameters, where they are given, are of these values and types."""
    return all(
        params.get(name, value) == value
        and type(params.get(name, value)) is type(value)
        for name, value in wanted.items()
    )


def _can_share(X: Matrix) -> bool:
    """Tell whether X is a matrix of which nothing has to be left out or converted."""
    return (
        isinstance(X, np.ndarray)
        and X.dtype == np.float64
        and X.ndim == 2
        and len(X) >= 2
        and bool(np.isfinite(X).all())
    )


def _plain_fit(X: Matrix, params: Params) -> Labels | Exception:
    try:
        estimator = _HDBSCAN(**{**params, "core_dist_n_jobs": 1})
        return np.asarray(estimator.fit_predict(X), dtype=np.int64)
    except Exception as error:  # noqa: BLE001 whatever it is, this setting has failed
        return error
