"""Fill missing numbers: learned from the customers at hand, on every resample anew."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.impute import KNNImputer, SimpleImputer

from segbench.cleaning_plan import CHOICES, NEIGHBOURS
from segbench.core import Block, Matrix
from segbench.errors import DataError, UnknownNameError

MOST_DONORS = 5_000
"""Customers among whom similar ones are looked for; of more, evenly spaced rows."""


def imputer(strategy: str, encoded: Matrix) -> Any:
    """Make the step of a space's pipeline that fills missing numbers.

    Parameters
    ----------
    strategy : str
        `CleaningPlan.missing`.
    encoded : ndarray of shape (n_customers, n_encoded)
        All customers, NaN = missing.

    Returns
    -------
    transformer or None
        Unfitted, of as many columns on every resample, a column of which a resample
        knows no value included; None where nothing is missing. An ``"indicator"`` adds
        the columns that `indicator_names` names, behind the others.

    Raises
    ------
    DataError
        When customers with missing numbers should have been left out before.
    """
    if strategy not in CHOICES["missing"]:
        raise UnknownNameError("choice for missing", strategy, CHOICES["missing"])
    if not np.isnan(encoded).any():
        return None
    if strategy == "drop":
        message = "customers with a missing number are to be left out, but some are in"
        raise DataError(f"{message}; clean the data set by its plan first")
    if strategy == "knn":
        return NeighbourImputer()
    if strategy == "indicator":
        return MarkingImputer(tuple(map(int, indicator_columns(encoded))))
    return SimpleImputer(strategy=strategy, keep_empty_features=True)


def indicator_columns(encoded: Matrix) -> NDArray[np.int64]:
    """Give the encoded columns in which any customer's value is missing."""
    return np.flatnonzero(np.isnan(encoded).any(axis=0))


def indicator_names(
    strategy: str, encoded: Matrix, names: tuple[str, ...]
) -> tuple[str, ...]:
    """Name the columns that say what was missing, one for each that has gaps.

    Parameters
    ----------
    strategy : str
        `CleaningPlan.missing`; all but ``"indicator"`` add none.
    encoded : ndarray of shape (n_customers, n_encoded)
        All customers, NaN = missing.
    names : tuple of str
        Of the encoded columns.
    """
    if strategy != "indicator":
        return ()
    return tuple(f"missing({names[i]})" for i in indicator_columns(encoded))


def indicator_blocks(
    strategy: str, encoded: Matrix, names: tuple[str, ...]
) -> tuple[Block, ...]:
    """Make each column that says what was missing a variable of its own.

    Parameters are those of `indicator_names`; the columns stand behind the others.
    """
    first = encoded.shape[1]
    return tuple(
        Block(name, (first + i,), categorical=False)
        for i, name in enumerate(indicator_names(strategy, encoded, names))
    )


class MarkingImputer(TransformerMixin, BaseEstimator):
    """Medians for missing numbers, and columns of 0 and 1 that say where.

    Parameters
    ----------
    columns : tuple of int
        Those to be marked: fixed, for a resample may have no gap in one of them.
    """

    def __init__(self, columns: tuple[int, ...]) -> None:
        self.columns = columns

    def fit(self, X: Matrix, y: Any = None) -> Self:  # noqa: ARG002 scikit-learn's
        """Learn the medians of X, shape (n_customers, n_encoded)."""
        self.median_ = SimpleImputer(strategy="median", keep_empty_features=True)
        self.median_.fit(X)
        return self

    def transform(self, X: Matrix) -> Matrix:
        """Fill and mark, shape (n_customers, n_encoded + n_marked)."""
        marks = np.isnan(X[:, list(self.columns)]).astype(np.float64)
        return np.hstack([self.median_.transform(X), marks])


class NeighbourImputer(TransformerMixin, BaseEstimator):
    """The mean of the most similar customers for a missing number.

    Nearest neighbours by the columns both know, after Troyanskaya et al. (2001,
    doi:10.1093/bioinformatics/17.6.520), in standardised columns: in raw ones the unit
    would decide who is similar. A column without known values becomes 0, as in
    `SimpleImputer`.

    Parameters
    ----------
    n_neighbors : int
        At least 1.
    """

    def __init__(self, n_neighbors: int = NEIGHBOURS) -> None:
        self.n_neighbors = n_neighbors

    def fit(self, X: Matrix, y: Any = None) -> Self:  # noqa: ARG002 scikit-learn's
        """Remember the customers of X, shape (n_customers, n_encoded)."""
        known = ~np.isnan(X)
        counts = np.maximum(known.sum(axis=0), 1)
        self.mean_ = np.where(known, X, 0.0).sum(axis=0) / counts
        offsets = np.where(known, X - self.mean_, 0.0)
        spread = np.sqrt((offsets**2).sum(axis=0) / counts)
        self.spread_ = np.where(spread > 0, spread, 1.0)
        rows = np.arange(len(X))
        if len(X) > MOST_DONORS:
            rows = np.linspace(0, len(X) - 1, MOST_DONORS).astype(np.int64)
        self.nearest_ = KNNImputer(
            n_neighbors=self.n_neighbors, keep_empty_features=True
        )
        self.nearest_.fit((X[rows] - self.mean_) / self.spread_)
        return self

    def transform(self, X: Matrix) -> Matrix:
        """Fill; known values stay as they are to the last digit."""
        filled = self.nearest_.transform((X - self.mean_) / self.spread_)
        return np.where(np.isnan(X), filled * self.spread_ + self.mean_, X)
