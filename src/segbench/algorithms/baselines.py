"""Segmentations that look at little or nothing: any algorithm has to beat them."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats import rankdata
from sklearn.base import BaseEstimator, ClusterMixin

from segbench.core import Labels, Matrix


class OneSegment(ClusterMixin, BaseEstimator):
    """Everybody in one segment."""

    def fit_predict(self, X: Matrix, y: Any = None) -> Labels:  # noqa: ARG002 scikit-learn's
        """Label the rows of X with 0, shape (n_customers,)."""
        return np.zeros(len(X), dtype=np.int64)


class RandomLabels(ClusterMixin, BaseEstimator):
    """Segments of about equal size, drawn by lot.

    Parameters
    ----------
    n_clusters : int
        Number of segments.
    random_state : int or None
        Seed of the lot.
    """

    def __init__(self, n_clusters: int = 2, random_state: int | None = None) -> None:
        self.n_clusters = n_clusters
        self.random_state = random_state

    def fit_predict(self, X: Matrix, y: Any = None) -> Labels:  # noqa: ARG002 scikit-learn's
        """Label the rows of X by lot, shape (n_customers,)."""
        rng = np.random.default_rng(self.random_state)
        return rng.permutation(np.arange(len(X)) % self.n_clusters)


class QuantileRule(ClusterMixin, BaseEstimator):
    """Equal groups by the mean rank over the features, as in RFM scoring.

    Parameters
    ----------
    n_clusters : int
        Number of groups.
    """

    def __init__(self, n_clusters: int = 2) -> None:
        self.n_clusters = n_clusters

    def fit_predict(self, X: Matrix, y: Any = None) -> Labels:  # noqa: ARG002 scikit-learn's
        """Label the rows of X by the quantile of their mean rank."""
        mean_rank = rankdata(X, axis=0).mean(axis=1)
        share = (rankdata(mean_rank) - 0.5) / len(X)
        return np.minimum(self.n_clusters - 1, (share * self.n_clusters)).astype(
            np.int64
        )
