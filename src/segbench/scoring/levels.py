"""Coarse columns: ratings, counts and flags, whose few values many customers share."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from segbench.core import Matrix

MOST_LEVELS = 20
"""Distinct values up to which a column is coarse ..."""

CUSTOMERS_A_LEVEL = 5
"""... if each is shared by so many customers in the mean."""


def find_levels(X: Matrix) -> dict[int, Matrix]:
    """Return the values of the coarse columns by their number, sorted.

    Parameters
    ----------
    X : ndarray of shape (n_customers, n_features)
    """
    values = {i: np.unique(column) for i, column in enumerate(X.T)}
    most = min(MOST_LEVELS, len(X) // CUSTOMERS_A_LEVEL)
    return {i: one for i, one in values.items() if 1 < len(one) <= most}


def snap(X: Matrix, levels: Mapping[int, Matrix]) -> Matrix:
    """Move the coarse columns of X to the nearest values there are."""
    snapped = X.copy()
    for i, values in levels.items():
        borders = (values[1:] + values[:-1]) / 2
        snapped[:, i] = values[np.searchsorted(borders, X[:, i])]
    return snapped
