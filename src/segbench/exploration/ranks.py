"""Pearson's and Spearman's correlation over the customers who have both values."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segbench.core import Matrix
from segbench.exploration.numbers import varies

FEWEST_PAIRS = 3
"""Two customers always lie on a line."""


def pearson_matrix(values: Matrix) -> Matrix:
    """Pairwise complete Pearson correlations.

    Parameters
    ----------
    values : ndarray of shape (n_customers, n_columns)
        NaN = missing.

    Returns
    -------
    ndarray of shape (n_columns, n_columns)
        In [-1, 1]; NaN where fewer than 3 customers have both values, or where one
        of the columns does not vary among them.
    """
    found = pd.DataFrame(values).corr(min_periods=FEWEST_PAIRS).to_numpy(copy=True)
    constant = [not varies(column) for column in values.T]
    found[constant] = found[:, constant] = np.nan
    return _tidy(found)


def spearman_matrix(values: Matrix) -> Matrix:
    """Pairwise complete Spearman correlations, as `pearson_matrix` has them."""
    known = [np.flatnonzero(~np.isnan(column)) for column in values.T]
    ranks = np.full(values.shape, np.nan)
    codes = []  # by column, shape (n_customers,); what is missing is never looked at
    for i, (column, rows) in enumerate(zip(values.T, known, strict=True)):
        codes.append(np.full(len(column), -1, dtype=np.int64))
        codes[i][rows] = np.unique(column[rows], return_inverse=True)[1]
        ranks[rows, i] = _mid_ranks(codes[i][rows])
    found = pearson_matrix(ranks)
    for i, j in combinations(range(len(found)), 2):
        # Ranks among all customers are ranks among those with both values, unless
        # one of the two is missing somewhere.
        if min(len(known[i]), len(known[j])) < len(values):
            both = (codes[i] >= 0) & (codes[j] >= 0)
            found[i, j] = found[j, i] = _of_ranks(codes[i][both], codes[j][both])
    return found


def _mid_ranks(codes: NDArray[np.int64]) -> Matrix:
    """Ranks of whole numbers from 0 on, ties in the middle; no sorting needed."""
    counts = np.bincount(codes)
    middle: Matrix = np.cumsum(counts) - (counts - 1) / 2
    return middle[codes]


def _of_ranks(first: NDArray[np.int64], second: NDArray[np.int64]) -> float:
    if len(first) < FEWEST_PAIRS or np.ptp(first) == 0 or np.ptp(second) == 0:
        return float("nan")
    return float(
        np.clip(np.corrcoef(_mid_ranks(first), _mid_ranks(second))[0, 1], -1, 1)
    )


def _tidy(found: Matrix) -> Matrix:
    """Keep within [-1, 1] and a column's correlation with itself at 1 or NaN."""
    found = np.clip(found, -1.0, 1.0)
    diagonal = np.diag(found)
    np.fill_diagonal(found, np.where(np.isnan(diagonal), np.nan, 1.0))
    return found
