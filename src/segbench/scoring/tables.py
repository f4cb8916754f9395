"""What tables of counts and families of tests say, whoever asks."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from segbench.core import Matrix


def cramers_v(table: ArrayLike) -> float:
    """Cramer's V of a table of counts, corrected for its bias.

    About 0 for independent variables however many levels they have, 1 when each tells
    the other.

    Parameters
    ----------
    table : array-like of int, shape (n_rows, n_columns)
        Empty rows and columns are left out.

    Returns
    -------
    float
        In [0, 1]. NaN with fewer than two rows or columns, or as many as counts.

    References
    ----------
    W. Bergsma (2013). A bias-correction for Cramer's V and Tschuprow's T. Journal of
    the Korean Statistical Society 42, 323-328. doi:10.1016/j.jkss.2012.10.002
    """
    counts = without_empty(table)
    n, (rows, columns) = float(counts.sum()), counts.shape
    if min(rows, columns) < 2:
        return float("nan")
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n
    phi2 = float(((counts - expected) ** 2 / expected).sum()) / n
    corrected = max(0.0, phi2 - (rows - 1) * (columns - 1) / (n - 1))
    most = min(one - (one - 1) ** 2 / (n - 1) for one in (rows, columns)) - 1
    if most <= 0:
        return float("nan")
    return float(min(1.0, np.sqrt(corrected / most)))


def without_empty(table: ArrayLike) -> Matrix:
    """Drop rows and columns of a table of counts that hold nobody."""
    counts = np.asarray(table, dtype=np.float64)
    kept: Matrix = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    return kept


def holm(p_values: ArrayLike) -> Matrix:
    """Correct p values for their number; NaN stays and is not counted.

    References
    ----------
    S. Holm (1979). A simple sequentially rejective multiple test procedure.
    Scandinavian Journal of Statistics 6, 65-70. https://www.jstor.org/stable/4615733
    """
    corrected = np.array(p_values, dtype=np.float64)
    defined = np.flatnonzero(~np.isnan(corrected))
    order = defined[np.argsort(corrected[defined], kind="stable")]
    factors = np.arange(len(order), 0, -1)
    stepped = np.maximum.accumulate(corrected[order] * factors)
    corrected[order] = np.minimum(stepped, 1.0)
    return corrected
