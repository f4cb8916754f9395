"""Bisecting k-means: one sequence of splits gives every number of segments."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from sklearn import cluster

from segbench.algorithms.bulk.kmeans import kmeans_many
from segbench.algorithms.spec import Job, hyperparameters
from segbench.core import Labels, Matrix
from segbench.kernels import map_in_budget
from segbench.seeds import seed_for

_PLAIN = {"init": "random", "bisecting_strategy": "biggest_inertia"}
"""Options under which splits are made in compiled loops."""


class BisectingKMeans(cluster.BisectingKMeans):
    """scikit-learn's estimator with refits that split once for every k.

    The segment of the largest sum of squares is split by 2-means, as in a plain fit;
    the starts are k-means++ ones, which find the better split more often.
    """

    def refit(self, jobs: Sequence[Job]) -> list[list[Labels | Exception]] | Any:
        """Cluster many samples for every number of segments.

        Parameters
        ----------
        jobs : sequence of Job
            Samples, each with its settings and its seed.

        Returns
        -------
        list of list of ndarray of shape (m,), or of an exception
            By job, then by setting. NotImplemented where a setting asks for more than
            another number of segments; plain fits then take over.
        """
        options = hyperparameters(self)
        others = {name for job in jobs for one in job.settings for name in one}
        plain = all(options[name] == value for name, value in _PLAIN.items())
        if not plain or others - {"n_clusters"}:
            return NotImplemented
        return map_in_budget(partial(_fit_one, options), jobs)


def _fit_one(options: dict[str, Any], job: Job) -> list[Labels | Exception]:
    ks = [int(setting["n_clusters"]) for setting in job.settings]
    partitions = splits(job.matrix, max(ks, default=1), job.seed, options)
    # Where all segments are single customers there is nothing left to split.
    return [partitions[min(k, len(partitions)) - 1] for k in ks]


def splits(X: Matrix, k: int, seed: int, options: dict[str, Any]) -> list[Labels]:
    """Split the worst segment in two until there are k.

    Parameters
    ----------
    X : ndarray of shape (n_customers, n_features)
        The customers.
    k : int
        Most segments.
    seed : int
        Of the starts; every split has one of its own.
    options : dict
        ``n_init``, ``max_iter`` and ``tol`` of the 2-means.

    Returns
    -------
    list of ndarray of shape (n_customers,)
        The partitions into 1, 2, .. segments; fewer than k where the customers of
        every segment are equal.
    """
    labels = np.zeros(len(X), dtype=np.int64)
    squares = [_sum_of_squares(X)]
    found = [labels]
    while len(found) < k and max(squares) > 0:
        worst = int(np.argmax(squares))
        members = np.flatnonzero(labels == worst)
        second = members[_two_means(X[members], seed_for(seed, len(found)), options)]
        labels = labels.copy()
        labels[second] = len(found)
        squares[worst] = _sum_of_squares(X[labels == worst])
        squares.append(_sum_of_squares(X[second]))
        found.append(labels)
    return found


def _two_means(X: Matrix, seed: int, options: dict[str, Any]) -> Any:
    """Say who belongs to the second of two segments."""
    names = ("n_init", "max_iter", "tol")
    ((fit,),) = kmeans_many([X], [2], [seed], **{name: options[name] for name in names})
    return np.asarray(fit.labels) == 1


def _sum_of_squares(X: Matrix) -> float:
    # Of equal customers the mean may differ by rounding, and they cannot be split.
    equal = not np.ptp(X, axis=0).any()
    return 0.0 if equal else float(np.square(X - X.mean(axis=0)).sum())
