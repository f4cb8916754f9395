"""Ward's tree of many customers: grown over micro-clusters of k-means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn import cluster
from sklearn.metrics import pairwise_distances_argmin

from segbench.algorithms.agglomerative import Agglomerative as Exact
from segbench.algorithms.large.estimator import Answer, Large
from segbench.algorithms.large.kmeans import centres_of
from segbench.algorithms.large.weighted_ward import weighted_ward
from segbench.core import Matrix, Params
from segbench.trees import cut

MICRO_CLUSTERS = 2_000
"""Micro-clusters when nothing is said; a fifth of the sample at most."""

ROUNDS = 10
"""Most rounds of k-means: the tree needs small groups, not the best ones."""


class Agglomerative(Large):
    """Micro-clusters are merged as Ward's method merges groups of that many customers.

    k-means finds them on a sample, and every customer joins the nearest: two steps, as
    in BIRCH (Zhang, Ramakrishnan & Livny 1996, doi:10.1145/233269.233324).
    """

    exact = Exact

    def trees(self, X: Matrix, settings: Sequence[Params]) -> dict[str, Matrix] | Any:
        """Build the trees of so few customers that they have one each."""
        if len(X) > self.sample_size:
            return NotImplemented
        return self.exact_estimator().trees(X, settings)

    def _label(
        self,
        X: Matrix,
        drawn: NDArray[np.int64],
        chosen: Sequence[dict[str, Any]],
        seed: int,
    ) -> list[Answer]:
        if any(
            (one["linkage"], one["metric"]) != ("ward", "euclidean") for one in chosen
        ):
            raise ValueError("micro-clusters are merged by Ward's linkage alone")
        micro = _micro_clusters(X, X[drawn], seed)
        counts = np.bincount(micro)
        tree = weighted_ward(centres_of(X, micro), counts[counts > 0])
        place = np.cumsum(counts > 0) - 1  # those that nobody joined are no leaves
        cuts = [cut(tree, min(int(one["n_clusters"]), len(tree) + 1)) for one in chosen]
        return [np.unique(one, return_inverse=True)[1][place[micro]] for one in cuts]


def _micro_clusters(X: Matrix, sample: Matrix, seed: int) -> NDArray[np.int64]:
    """Return the micro-cluster of every customer, shape (n_customers,)."""
    distinct = np.unique(sample, axis=0)
    wanted = min(MICRO_CLUSTERS, max(2, len(sample) // 5))
    if len(distinct) <= wanted:
        centres = distinct
    else:
        estimator = cluster.KMeans(
            wanted, init="random", n_init=1, max_iter=ROUNDS, random_state=seed
        )
        centres = estimator.fit(sample).cluster_centers_
    return np.asarray(pairwise_distances_argmin(X, centres), dtype=np.int64)
