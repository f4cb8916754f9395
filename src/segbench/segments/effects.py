"""How much of a variable the segments account for: eta2, omega2, Cramer's V."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from segbench.core import Labels, Matrix


def eta_squared(values: Matrix, labels: Labels) -> float:
    """Share of a variable's sum of squares that lies between the segments.

    In a variable that made the segments it is large by construction.

    Parameters
    ----------
    values : ndarray of shape (n,)
        NaN = missing, left out.
    labels : ndarray of int, shape (n,)
        -1 is noise, left out.

    Returns
    -------
    float
        In [0, 1]. NaN with fewer than two segments, or where all values are equal.
    """
    between, total, n, k = _sums_of_squares(values, labels)
    return between / total if k >= 2 and n >= 2 and total > 0 else float("nan")


def omega_squared(values: Matrix, labels: Labels) -> float:
    """Eta squared without the part that chance adds; may be slightly below 0.

    Parameters and the undefined cases are those of `eta_squared`; NaN also where
    every segment holds one value.

    References
    ----------
    W. L. Hays (1963). Statistics for psychologists. Holt, Rinehart and Winston.
    """
    between, total, n, k = _sums_of_squares(values, labels)
    if k < 2 or n <= k or not total > 0:
        return float("nan")
    within_mean = (total - between) / (n - k)
    return (between - (k - 1) * within_mean) / (total + within_mean)


def _sums_of_squares(values: Matrix, labels: Labels) -> tuple[float, float, int, int]:
    """Between, total, customers, segments; noise and missing values are left out."""
    kept = ~np.isnan(values) & (labels >= 0)
    x, groups = values[kept], np.unique(labels[kept], return_inverse=True)[1]
    if len(x) == 0 or np.ptp(x) == 0:
        return 0.0, 0.0, len(x), len(np.unique(groups))
    x = (x - x.mean()) / x.std()  # money has large squares
    sizes = np.bincount(groups)
    means = np.bincount(groups, weights=x) / sizes
    return float(sizes @ means**2), float(x @ x), len(x), len(sizes)


def cramers_v(table: ArrayLike) -> float:
    """Cramer's V of a table of counts, corrected for its bias.

    Parameters
    ----------
    table : array-like of int, shape (n_levels, n_segments)
        Empty rows and columns are left out.

    Returns
    -------
    float
        In [0, 1]. NaN with fewer than two levels or segments.

    References
    ----------
    W. Bergsma (2013). A bias-correction for Cramer's V and Tschuprow's T. Journal of
    the Korean Statistical Society 42, 323-328. doi:10.1016/j.jkss.2012.10.002
    """
    from scipy.stats import chi2_contingency

    counts = without_empty(table)
    n, (rows, columns) = counts.sum(), counts.shape
    if min(rows, columns) < 2:
        return float("nan")
    chi2 = float(chi2_contingency(counts, correction=False).statistic)
    phi2 = max(0.0, chi2 / n - (rows - 1) * (columns - 1) / (n - 1))
    fewest = min(one - (one - 1) ** 2 / (n - 1) for one in (rows, columns))
    return float(np.sqrt(phi2 / (fewest - 1))) if fewest > 1 else float("nan")


def without_empty(table: ArrayLike) -> Matrix:
    """Drop rows and columns of a table of counts that hold nobody."""
    counts = np.asarray(table, dtype=np.float64)
    kept: Matrix = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    return kept
