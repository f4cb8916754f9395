"""How closely two categorical columns go together: Cramer's V without its bias."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segbench.core import Matrix
from segbench.data.build import MISSING_LEVEL


def level_codes(column: pd.Series) -> NDArray[np.int64]:
    """Number the levels of a text column, shape (n_customers,); -1 = missing."""
    codes = pd.factorize(column.mask(column == MISSING_LEVEL), sort=True)[0]
    return codes.astype(np.int64)


def cramers_v(first: NDArray[np.int64], second: NDArray[np.int64]) -> float:
    """Bias-corrected Cramer's V of two columns of codes.

    Bergsma (2013, doi:10.1016/j.jkss.2012.10.002): about 0 for independent columns
    however many levels they have, 1 when each tells the other.

    Parameters
    ----------
    first, second : ndarray of shape (n_customers,)
        Codes from 0 on; a customer with a -1 in either is left out.

    Returns
    -------
    float
        In [0, 1]. NaN when one of them has a single level, or as many as customers.
    """
    counts = _contingency(first, second)
    n, (rows, columns) = float(counts.sum()), counts.shape
    if min(rows, columns) < 2:
        return float("nan")
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n
    phi2 = float(((counts - expected) ** 2 / expected).sum()) / n
    corrected = max(0.0, phi2 - (rows - 1) * (columns - 1) / (n - 1))
    most = min(_corrected_levels(rows, n), _corrected_levels(columns, n)) - 1
    if most <= 0:
        return float("nan")
    return float(min(1.0, np.sqrt(corrected / most)))


def _corrected_levels(levels: int, n: float) -> float:
    return levels - (levels - 1) ** 2 / (n - 1)


def _contingency(first: NDArray[np.int64], second: NDArray[np.int64]) -> Matrix:
    """Customers by pair of levels; levels that nobody has are dropped."""
    both = (first >= 0) & (second >= 0)
    a, b = first[both], second[both]
    width = int(b.max(initial=0)) + 1
    shape = (int(a.max(initial=0)) + 1, width)
    cells = np.bincount(a * width + b, minlength=shape[0] * width)
    counts = cells.reshape(shape).astype(np.float64)
    return counts[counts.any(axis=1)][:, counts.any(axis=0)]
