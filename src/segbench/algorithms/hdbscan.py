"""HDBSCAN: settings that share their core distances share their tree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from hdbscan import HDBSCAN as _HDBSCAN
from hdbscan import hdbscan

from segbench.core import Labels, Matrix, Params

_NOT_LABELS = frozenset(["prediction_data", "branch_detection_data"])
"""Parameters of the estimator that its labels do not depend on."""


class HDBSCAN(_HDBSCAN):
    """hdbscan's estimator, repeatable under a seed, with a sweep that keeps its tree.

    The library caches the tree through its ``memory`` parameter; a memory that lives
    as long as the sweep lets every ``min_cluster_size`` cut the same one.
    """

    def sweep(self, X: Matrix, settings: Sequence[Params]) -> list[Labels]:
        """Label X for every setting.

        Parameters
        ----------
        X : ndarray of shape (n_customers, n_features)
            The customers.
        settings : sequence of mapping
            Hyperparameters, such as ``min_cluster_size`` and ``min_samples``.

        Returns
        -------
        list of ndarray of shape (n_customers,)
            The labels that a plain fit of each setting gives, -1 = noise.
        """
        options = {n: v for n, v in self.get_params().items() if n not in _NOT_LABELS}
        # One thread: the workers above already use every core.
        options |= {"memory": _SweepMemory(), "core_dist_n_jobs": 1}
        fits = (hdbscan(X, **{**options, **params}) for params in settings)
        return [np.asarray(fit[0], dtype=np.int64) for fit in fits]


class _SweepMemory:
    """The one method of `joblib.Memory` that hdbscan calls, kept in a dict.

    Within a sweep the matrix is always the same, so it is no part of the key.
    """

    def __init__(self) -> None:
        self._kept: dict[str, Any] = {}

    def cache(self, function: Callable[..., Any], **_: Any) -> Callable[..., Any]:
        def remembered(X: Matrix, *args: Any, **kwargs: Any) -> Any:
            key = repr((function.__name__, args, sorted(kwargs.items())))
            if key not in self._kept:
                self._kept[key] = function(X, *args, **kwargs)
            return self._kept[key]

        return remembered
