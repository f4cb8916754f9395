"""Scores of an isolation forest, where no covariance can be estimated."""

from __future__ import annotations

import numpy as np

from segbench.core import Matrix
from segbench.exploration.fences import REACH
from segbench.exploration.robust import Distances

TREES = 200
PLAIN = 0.5
"""Scores of customers like most others lie below (Liu, Ting and Zhou 2008)."""


def isolation_scores(points: Matrix, sample: Matrix, seed: int) -> Distances:
    """Score by how few random cuts set a customer apart.

    Liu, Ting and Zhou (2008, doi:10.1109/ICDM.2008.17). Outliers have a score above
    0.5 and above the upper fence of all scores. A column's contribution is the squared
    offset from its median.

    Parameters
    ----------
    points : ndarray of shape (n_customers, n_columns)
        In comparable units, medians at 0.
    sample : ndarray of shape (m, n_columns)
        Those to grow the trees from.
    seed : int
        In [0, 2**32).
    """
    from sklearn.ensemble import IsolationForest

    forest = IsolationForest(n_estimators=TREES, random_state=seed).fit(sample)
    scores: Matrix = -forest.score_samples(points)
    q25, q75 = np.quantile(scores, [0.25, 0.75])
    cut = max(PLAIN, float(q75 + REACH * (q75 - q25)))
    return Distances(scores, cut, points**2)
