"""BIRCH: one tree of subclusters a threshold, one tree of them cut at every k."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.cluster.hierarchy import linkage
from sklearn import cluster

from segbench.algorithms.spec import hyperparameters
from segbench.core import Labels, Matrix, Params
from segbench.trees import cut

MOST_SUBCLUSTERS = 10_000
"""Ward's tree of more would hold the distances of more than 50 million pairs."""

_VARIED = frozenset(["n_clusters", "threshold"])

Trees = tuple[Labels, Matrix | None]


class Birch(cluster.Birch):
    """scikit-learn's estimator with a sweep that builds each tree once."""

    def sweep(self, X: Matrix, settings: Sequence[Params]) -> list[Any] | Any:
        """Label X for every setting; those of one threshold share their subclusters.

        Parameters
        ----------
        X : ndarray of shape (n_customers, n_features)
            The customers.
        settings : sequence of mapping
            ``n_clusters`` and ``threshold``.

        Returns
        -------
        list of ndarray of shape (n_customers,), or of the exception of a failed fit
            The labels that a plain fit of each setting gives. NotImplemented where a
            setting changes more; plain fits then take over.
        """
        options = hyperparameters(self)
        if {name for one in settings for name in one} - _VARIED:
            return NotImplemented
        chosen = [{**options, **one} for one in settings]
        trees = {
            threshold: _trees(X, threshold, int(options["branching_factor"]))
            for threshold in {one["threshold"] for one in chosen}
        }
        return [_label(trees[one["threshold"]], one["n_clusters"]) for one in chosen]


def _trees(X: Matrix, threshold: float, branching_factor: int) -> Trees | Exception:
    """Return everybody's subcluster, and Ward's tree of the subclusters."""
    options = {"threshold": threshold, "branching_factor": branching_factor}
    try:
        tree = cluster.Birch(n_clusters=None, **options).fit(X)
    except ValueError as error:
        return error
    centres = tree.subcluster_centers_
    if len(centres) > MOST_SUBCLUSTERS:
        message = f"a threshold of {threshold:g} leaves {len(centres):,} subclusters"
        return ValueError(
            f"{message}, more than {MOST_SUBCLUSTERS:,}; try a larger one"
        )
    ward = linkage(centres, method="ward") if len(centres) > 1 else None
    return np.asarray(tree.labels_, dtype=np.int64), ward


def _label(trees: Trees | Exception, k: int) -> Labels | Exception:
    if isinstance(trees, Exception):
        return trees
    members, ward = trees
    # With no more subclusters than segments, a subcluster is a segment.
    if ward is None or k > len(ward):
        return members
    return cut(ward, k)[members]
