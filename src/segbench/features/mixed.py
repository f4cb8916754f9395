"""Quantities and categories brought to one scale, for two kinds of distances.

References
----------
Gower 1971, A general coefficient of similarity and some of its properties,
doi:10.2307/2528823
Hennig & Liao 2013, How to find an appropriate clustering for mixed-type variables with
application to socio-economic stratification, doi:10.1111/j.1467-9876.2012.01066.x
van de Velden, Iodice D'Enza, Markos & Cavicchia 2024, A general framework for
implementing distances for categorical variables, doi:10.1016/j.patcog.2024.110547
Pages 2004, Analyse factorielle de donnees mixtes, Revue de statistique appliquee 52(4)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator

from segbench.core import Block, Matrix

TAILS = (0.05, 0.95)
"""Quantiles that a quantity is clipped at, and whose distance is its range."""

SMALLEST_MEAN = 0.1
"""A variable in which two customers differ by less on average than this is weighted as
if they differed by this: where nearly everybody is the same, an equal share would put
the few others further away than anything else could."""


class GowerScaler(BaseEstimator):
    """Scale encoded columns so that sums of absolute differences are Gower's distances.

    A quantity is clipped to its 5 % and 95 % quantiles and divided by their distance:
    differences are in [0, 1], and one fortune does not press everybody else together.
    A mismatch of categories counts 1, half on either of the two levels. Every variable
    is weighted by the inverse of its mean difference between two customers, so that all
    have the same share in the mean distance, but see `SMALLEST_MEAN`. Weights sum to 1.

    Parameters
    ----------
    blocks : sequence of Block
        Which columns belong to one variable; a category has a column for each level.
    """

    def __init__(self, blocks: Sequence[Block] = ()) -> None:
        self.blocks = blocks

    def fit_transform(self, X: Matrix, y: Any = None) -> Matrix:  # noqa: ARG002 scikit-learn's
        """Learn ranges and weights from X, shape (n_customers, n_columns); apply them.

        Returns
        -------
        ndarray of the same shape
            Distances between its rows, as sums of absolute differences, are in [0, 1].
        """
        scaled = np.array(X, dtype=np.float64)
        for block in self.blocks:
            columns = list(block.columns)
            if block.categorical:
                scaled[:, columns] /= 2
            else:
                scaled[:, columns] = _to_range(scaled[:, columns])
        mean = mean_differences(scaled)
        by_block = np.array([mean[list(one.columns)].sum() for one in self.blocks])
        weights = np.zeros(len(by_block))
        varies = by_block > 0
        weights[varies] = 1 / np.maximum(by_block[varies], SMALLEST_MEAN)
        if varies.any():
            weights /= weights.sum()
        for block, weight in zip(self.blocks, weights, strict=True):
            scaled[:, list(block.columns)] *= weight
        self.weights_ = {
            one.variable: float(weight)
            for one, weight in zip(self.blocks, weights, strict=True)
        }
        return scaled


class FamdScaler(BaseEstimator):
    """Scale encoded columns for a factor analysis of mixed data (Pages 2004).

    Quantities get variance 1, and the column of a level is divided by the root of the
    level's share: the principal axes of the result are those of the analysis.

    Parameters
    ----------
    blocks : sequence of Block
        Which columns belong to one variable; a category has a column for each level.
    """

    def __init__(self, blocks: Sequence[Block] = ()) -> None:
        self.blocks = blocks

    def fit_transform(self, X: Matrix, y: Any = None) -> Matrix:  # noqa: ARG002 scikit-learn's
        """Learn means and spreads from X, shape (n_customers, n_columns); apply them.

        Returns
        -------
        ndarray of the same shape
            Columns of mean 0; those in which all are equal are 0.
        """
        mean = np.mean(X, axis=0)
        size = np.std(X, axis=0)
        for block in self.blocks:
            if block.categorical:
                columns = list(block.columns)
                size[columns] = np.sqrt(mean[columns])
        centred = np.asarray(X - mean, dtype=np.float64)
        size[size <= np.finfo(np.float64).eps * np.abs(X).max(axis=0)] = np.inf
        self.mean_, self.size_ = mean, size
        scaled: Matrix = centred / size
        return scaled


def mean_differences(X: Matrix) -> Matrix:
    """Mean absolute difference of two customers in every column.

    Parameters
    ----------
    X : ndarray of shape (n_customers, n_columns)

    Returns
    -------
    ndarray of shape (n_columns,)
        Over all pairs of different customers; 0 of fewer than two.
    """
    n = len(X)
    if n < 2:
        return np.zeros(X.shape[1])
    # the i-th smallest of n is larger than i - 1 others and smaller than n - i
    turns = 2 * np.arange(1, n + 1) - n - 1
    means: Matrix = turns @ np.sort(X, axis=0) / (n * (n - 1) / 2)
    return np.maximum(means, 0.0)


def robust_range(X: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """Give where columns are clipped, and what they are divided by; no gaps in X.

    Returns
    -------
    low, high, size : ndarray of shape (n_columns,)
        A spike takes the whole range; a column in which all are equal has size 1.
    """
    low, high = np.quantile(X, TAILS, axis=0)
    flat = high <= low
    low = np.where(flat, X.min(axis=0), low)
    high = np.where(flat, X.max(axis=0), high)
    span = high - low
    return low, high, np.where(span > 0, span, 1.0)


def _to_range(X: Matrix) -> Matrix:
    """Clip columns and divide them by the range."""
    low, high, size = robust_range(X)
    scaled: Matrix = (np.clip(X, low, high) - low) / size
    return scaled
