"""How much of a variable the segments account for: eta2 and omega2."""

from __future__ import annotations

import numpy as np

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
