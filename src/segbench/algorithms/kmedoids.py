"""k-medoids: every segment around one of its customers, for any distance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClusterMixin

from segbench.algorithms.needed import needed
from segbench.algorithms.spec import hyperparameters
from segbench.core import Labels, Matrix, Params

_METRICS: dict[str, Literal["euclidean", "cityblock"]] = {
    "euclidean": "euclidean",
    "manhattan": "cityblock",
}
_FEW = 1_000  # customers up to which several starts are quick
_BLOCK = 512  # customers whose distances are taken at a time


class KMedoids(ClusterMixin, BaseEstimator):
    """Partitioning around medoids, by the package ``kmedoids`` (FasterPAM).

    It holds n x n distances of 4 bytes.

    Parameters
    ----------
    n_clusters : int, default 2
        Number of segments.
    metric : {"euclidean", "manhattan"}, default "euclidean"
    n_init : int or "auto", default "auto"
        Random starts; the one of the smallest sum of distances to medoids is kept. Auto
        takes 5, and 1 of more than 1,000 customers, where swaps mend poor starts.
    max_iter : int, default 100
        Most rounds of swaps.
    random_state : int or None
        Seed of the starts.

    References
    ----------
    Schubert & Rousseeuw 2021, doi:10.1016/j.is.2021.101804
    """

    def __init__(
        self,
        n_clusters: int = 2,
        metric: str = "euclidean",
        n_init: int | str = "auto",
        max_iter: int = 100,
        random_state: int | None = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.metric = metric
        self.n_init = n_init
        self.max_iter = max_iter
        self.random_state = random_state

    def fit_predict(self, X: Matrix, y: Any = None) -> Labels:  # noqa: ARG002 scikit-learn's
        """Label the rows of X, shape (n_customers,)."""
        return self._label(distances(X, self.metric), self.n_clusters)

    def sweep(self, X: Matrix, settings: Sequence[Params]) -> list[Labels] | Any:
        """Label X for every setting; they share the distances.

        Parameters
        ----------
        X : ndarray of shape (n_customers, n_features)
            The customers.
        settings : sequence of mapping
            Hyperparameters; where others than ``n_clusters`` vary, plain fits take
            over (NotImplemented).

        Returns
        -------
        list of ndarray of shape (n_customers,)
        """
        if any(set(one) - {"n_clusters"} for one in settings):
            return NotImplemented
        known = {**hyperparameters(self)}
        shared = distances(X, known["metric"])
        ks = [int({**known, **one}["n_clusters"]) for one in settings]
        return [self._label(shared, k) for k in ks]

    def _label(self, shared: NDArray[np.float32], k: int) -> Labels:
        package: Any = needed("kmedoids", "k-medoids")
        rng = np.random.default_rng(self.random_state)
        few = len(shared) <= _FEW
        starts = (5 if few else 1) if self.n_init == "auto" else int(self.n_init)
        fits = [
            package.fasterpam(
                shared, k, max_iter=self.max_iter, random_state=int(seed), n_cpu=1
            )
            for seed in rng.integers(0, 2**31, starts)
        ]
        best = min(fits, key=lambda fit: float(fit.loss))
        return np.asarray(best.labels, dtype=np.int64)


def distances(X: Matrix, metric: str) -> NDArray[np.float32]:
    """Return all distances between the rows of X, shape (n, n)."""
    from scipy.spatial.distance import cdist

    if metric not in _METRICS:
        known = " or ".join(_METRICS)
        raise ValueError(f"metric is {known}, received {metric!r}")
    found = np.empty((len(X), len(X)), dtype=np.float32)
    for start in range(0, len(X), _BLOCK):
        rows = slice(start, start + _BLOCK)
        found[rows] = cdist(X[rows], X, _METRICS[metric])
    return found
