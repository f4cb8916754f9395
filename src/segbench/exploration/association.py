"""How closely two categorical columns go together: Cramer's V without its bias."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segbench.core import Matrix
from segbench.data.build import MISSING_LEVEL
from segbench.scoring.tables import cramers_v


def level_codes(column: pd.Series) -> NDArray[np.int64]:
    """Number the levels of a text column, shape (n_customers,); -1 = missing."""
    codes = pd.factorize(column.mask(column == MISSING_LEVEL), sort=True)[0]
    return codes.astype(np.int64)


def association(first: NDArray[np.int64], second: NDArray[np.int64]) -> float:
    """Bias-corrected Cramer's V of two columns of codes, see `cramers_v`.

    Parameters
    ----------
    first, second : ndarray of shape (n_customers,)
        Codes from 0 on; a customer with a -1 in either is left out.
    """
    return cramers_v(_contingency(first, second))


def _contingency(first: NDArray[np.int64], second: NDArray[np.int64]) -> Matrix:
    """Customers by pair of levels, shape (levels, levels)."""
    both = (first >= 0) & (second >= 0)
    a, b = first[both], second[both]
    width = int(b.max(initial=0)) + 1
    shape = (int(a.max(initial=0)) + 1, width)
    cells = np.bincount(a * width + b, minlength=shape[0] * width)
    return cells.reshape(shape).astype(np.float64)
