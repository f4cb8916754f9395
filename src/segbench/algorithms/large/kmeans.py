"""k-means of many customers: starts on a sample, the best finished on everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn import cluster

from segbench.algorithms.bulk.kmeans import kmeans_many
from segbench.algorithms.kmeans import KMeans as Exact
from segbench.algorithms.large.estimator import Answer, Large
from segbench.core import Labels, Matrix


class KMeans(Large):
    """All starts are run on a sample; Lloyd's algorithm goes on from the best.

    What comes out is a local optimum of the objective on all customers, as the exact
    estimator's is; only the choice among the starts rests on the sample.
    """

    exact = Exact

    def _label(
        self,
        X: Matrix,
        drawn: NDArray[np.int64],
        chosen: Sequence[dict[str, Any]],
        seed: int,
    ) -> list[Answer]:
        return [_finish(X, X[drawn], one, seed) for one in chosen]


def _finish(X: Matrix, sample: Matrix, params: dict[str, Any], seed: int) -> Labels:
    first = best_centres(sample, params, seed)
    names = ("n_clusters", "max_iter", "tol", "algorithm")
    options = {name: params[name] for name in names}
    options["n_clusters"] = len(first)
    estimator = cluster.KMeans(init=first, n_init=1, random_state=seed, **options)
    return np.asarray(estimator.fit(X).labels_, dtype=np.int64)


def best_centres(sample: Matrix, params: dict[str, Any], seed: int) -> Matrix:
    """Return the centres of the best start, shape (at most n_clusters, d)."""
    starts = params["n_init"]
    ((fit,),) = kmeans_many(
        [sample],
        [int(params["n_clusters"])],
        [seed],
        n_init=1 if starts == "auto" else int(starts),
        max_iter=params["max_iter"],
        tol=params["tol"],
    )
    if fit.labels is None:
        raise ValueError(fit.reason)
    return centres_of(sample, fit.labels)


def centres_of(X: Matrix, labels: Labels) -> Matrix:
    """Return the mean of each segment that somebody is in, shape (k, d)."""
    counts = np.bincount(labels)
    sums = [np.bincount(labels, column, len(counts)) for column in X.T]
    found = counts > 0
    centres: Matrix = np.column_stack(sums)[found] / counts[found, None]
    return centres
