"""Distances that outliers cannot hide from: minimum covariance determinant."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from segbench.core import Matrix

CALM = 0.975
"""Chance that none of many normally distributed customers is flagged."""

SINGULAR = 1e-8
"""Ratio of the smallest to the largest variance below which one direction is none."""


@dataclass(frozen=True)
class Distances:
    """How far each customer lies from the bulk, and from where on that is far."""

    values: Matrix  # shape (n_customers,)
    cut: float  # larger values are outliers
    contributions: Matrix  # of each column, shape (n_customers, n_columns)


def robust_distances(points: Matrix, sample: Matrix, seed: int) -> Distances | None:
    """Mahalanobis distances from a center and a spread that outliers do not move.

    The minimum covariance determinant of Rousseeuw and Van Driessen (1999,
    doi:10.1080/00401706.1999.10485670). The cut is the quantile of the F distribution
    that fits customers left out of the estimate (Cerioli 2010,
    doi:10.1198/jasa.2009.tm09147), at the level 1 - 0.975 ** (1 / n): of many normal
    customers none lies beyond it with probability 0.975. Of few the estimate is too
    narrow: simulated normal data sets had an outlier in 4 % (200 customers, 3 columns),
    19 % (60, 3), 25 % (100, 10) and 62 % (30, 6) of the draws. A column's
    contribution is its Shapley value; they sum to the squared distance (Mayrhofer and
    Filzmoser 2022, doi:10.34726/3163).

    Parameters
    ----------
    points : ndarray of shape (n_customers, n_columns)
        In comparable units.
    sample : ndarray of shape (m, n_columns)
        Those to estimate from.
    seed : int
        In [0, 2**32).

    Returns
    -------
    Distances or None
        None when the customers are flat in some direction.
    """
    from scipy import stats
    from sklearn.covariance import MinCovDet
    from threadpoolctl import threadpool_limits

    n, d = points.shape
    with warnings.catch_warnings(), threadpool_limits(1):
        # scikit-learn warns of flat directions, which are looked for right below;
        # matrices are so small that more threads are slower.
        warnings.simplefilter("ignore")
        found = MinCovDet(random_state=seed).fit(sample)
    variances = np.linalg.eigvalsh(found.covariance_)
    used = int(found.support_.sum())
    if not variances[0] > SINGULAR * variances[-1] or used <= d + 1:
        return None
    offsets = points - found.location_
    contributions = offsets * np.linalg.solve(found.covariance_, offsets.T).T
    level = -np.expm1(np.log(CALM) / n)
    scale = (used**2 - 1) * d / (used * (used - d))
    cut = float(np.sqrt(scale * stats.f.isf(level, d, used - d)))
    squared = np.maximum(contributions.sum(axis=1), 0.0)
    return Distances(np.sqrt(squared), cut, contributions)
