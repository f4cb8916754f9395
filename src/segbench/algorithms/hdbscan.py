"""HDBSCAN: settings that share their core distances share their tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from hdbscan import HDBSCAN as _HDBSCAN
from hdbscan import hdbscan

from segbench.core import Labels, Matrix, Params
from segbench.kernels import load_kernels

KERNELS = "segbench.algorithms.bulk.hdbscan_kernels"

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


class HDBSCAN(_HDBSCAN):
    """hdbscan's estimator, repeatable under a seed, with a sweep that keeps its tree.

    The library grows the tree; every ``min_cluster_size`` cuts the same one.
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
        chosen = [{**self.get_params(), **params} for params in settings]
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
    options = _tree_options(group[0])
    try:
        # Nothing but noise can be larger than all customers: the least to be done.
        tree = hdbscan(X, min_cluster_size=len(X) + 1, **options)[4]
    except Exception as error:  # noqa: BLE001 whatever it is, these settings have failed
        return [error] * len(group)
    sizes = np.array([params["min_cluster_size"] for params in group], dtype=np.int64)
    return list(load_kernels(KERNELS).cut_tree(np.ascontiguousarray(tree), sizes))


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
    return valid and all(
        params.get(name, value) == value
        and type(params.get(name, value)) is type(value)
        for name, value in _CUT.items()
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
