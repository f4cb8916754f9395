"""k-prototypes: means of the quantities, modes of the categories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClusterMixin

from segbench.algorithms.needed import needed
from segbench.algorithms.spec import Fitted, hyperparameters
from segbench.core import Labels, Matrix, Params


class KPrototypes(ClusterMixin, BaseEstimator):
    """k-prototypes by the package ``kmodes``, on an encoded matrix.

    The quantities are brought to variance 1; categories are read back from the columns
    of their levels.

    Parameters
    ----------
    n_clusters : int, default 2
        Number of segments.
    categorical : str
        The first and the last column of every category's levels, such as ``"2-4 5-6"``;
        all other columns are quantities.
    gamma : float or None
        What a mismatch of categories costs beside squared differences. None: the mean
        variance of the quantities over the mean Gini index of the categories, so that
        two customers differ as much in one of either.
    n_init : int, default 2
        Starts (Cao's, which have no chance but in the order of customers).
    random_state : int or None

    References
    ----------
    Huang 1998, doi:10.1023/A:1009769707641
    """

    def __init__(  # noqa: PLR0913, PLR0917 as scikit-learn has it
        self,
        n_clusters: int = 2,
        categorical: str = "",
        gamma: float | None = None,
        n_init: int = 2,
        max_iter: int = 50,
        random_state: int | None = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.categorical = categorical
        self.gamma = gamma
        self.n_init = n_init
        self.max_iter = max_iter
        self.random_state = random_state

    def fit_predict(self, X: Matrix, y: Any = None) -> Labels:  # noqa: ARG002 scikit-learn's
        """Label the rows of X, shape (n_customers,)."""
        return self._fit(*self._parts(X), self.n_clusters).labels

    def sweep(self, X: Matrix, settings: Sequence[Params]) -> list[Fitted] | Any:
        """Label X for every number of segments, and say the gamma that was used.

        Parameters
        ----------
        X : ndarray of shape (n_customers, n_columns)
            The customers.
        settings : sequence of mapping
            Hyperparameters; where others than ``n_clusters`` vary, plain fits take
            over (NotImplemented).
        """
        if any(set(one) - {"n_clusters"} for one in settings):
            return NotImplemented
        quantities, codes = self._parts(X)
        known = hyperparameters(self)
        ks = [int({**known, **one}["n_clusters"]) for one in settings]
        return [self._fit(quantities, codes, k) for k in ks]

    def _parts(self, X: Matrix) -> tuple[Matrix, Labels]:
        """Return the quantities of variance 1, and the level of each category."""
        blocks = [_columns(text) for text in self.categorical.split()]
        if not blocks:
            raise ValueError("k-prototypes needs categories, none were named")
        levels = {column for block in blocks for column in block}
        quantities = X[:, [i for i in range(X.shape[1]) if i not in levels]]
        size = quantities.std(axis=0)
        varies = size > 0
        centred = quantities - quantities.mean(axis=0)
        codes = [X[:, list(block)].argmax(axis=1) for block in blocks]
        return centred[:, varies] / size[varies], np.column_stack(codes)

    def _fit(self, quantities: Matrix, codes: Labels, k: int) -> Fitted:
        gamma = _gamma(codes) if self.gamma is None else float(self.gamma)
        remark = f"gamma = {gamma:.3g}"
        package: Any = needed("kmodes.kprototypes", "k-prototypes")
        options = {
            "n_clusters": k,
            "init": "Cao",
            "n_init": self.n_init,
            "max_iter": self.max_iter,
            "random_state": self.random_state,
        }
        if quantities.shape[1] == 0:
            modes: Any = needed("kmodes.kmodes", "k-prototypes")
            labels = modes.KModes(**options).fit_predict(codes)
            return Fitted(np.asarray(labels, dtype=np.int64), remark="no quantities")
        table = np.hstack([quantities, codes.astype(np.float64)])
        columns = list(range(quantities.shape[1], table.shape[1]))
        model = package.KPrototypes(gamma=gamma, **options)
        labels = model.fit_predict(table, categorical=columns)
        return Fitted(np.asarray(labels, dtype=np.int64), remark=remark)


def _columns(text: str) -> range:
    first, last = text.split("-")
    return range(int(first), int(last) + 1)


def _gamma(codes: Labels) -> float:
    """Mean variance of the quantities, which is 1, over the categories' mean Gini."""
    n = len(codes)
    gini = [1 - float(np.sum((np.bincount(one) / n) ** 2)) for one in codes.T]
    mean = float(np.mean(gini))
    return 1 / mean if mean > 0 else 1.0
