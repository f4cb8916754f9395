"""Null models of customers described by quantities and categories.

Those of `segbench.scoring.nulls`, whose draws have one level of each category. Levels
are cut out of normal columns, which weakens associations: the correlations of the
normal columns are raised until the levels are associated as they are in the data.
Otherwise any association would pass for segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from segbench.core import Block, Matrix
from segbench.scoring.margins import Margins
from segbench.scoring.null_categories import WithCategories
from segbench.scoring.null_model import NullModel, settled
from segbench.scoring.nulls import (
    FAMILIES,
    STABILITY_FAMILY,
    Transnormal,
    TransT,
    fit_model,
    fit_nulls,
)

_PILOT = 2_000  # customers whose associations are compared with the data's
_ROUNDS = 12
_CLOSEST = 0.995  # largest correlation of two normal columns
_NORMAL = 1e6  # degrees of freedom that make a t distribution normal


def fit_mixed_nulls(
    X: Matrix, categories: Sequence[Block], names: Sequence[str] = FAMILIES
) -> tuple[NullModel, ...]:
    """Fit models to an encoded matrix of quantities and categories.

    Parameters
    ----------
    X : ndarray of shape (n, d)
        Finite; a column of a level is above 0 for those who have it, else 0.
    categories : sequence of Block
        Columns that are the levels of one variable.
    names : sequence of str, default `FAMILIES`
        Which models.

    Returns
    -------
    tuple of NullModel
        In the order of the names.
    """
    if not categories:
        return fit_nulls(X, names)
    own = {i for block in categories for i in block.columns}
    normal = _Matching(X, categories).fit()
    models = settled((_fit(one, X, normal, sorted(own)) for one in names), X, own)
    return tuple(WithCategories.fit(X, model, categories) for model in models)


def _fit(name: str, X: Matrix, normal: Transnormal, own: Sequence[int]) -> NullModel:
    if name == Transnormal.name:
        return normal
    if name == STABILITY_FAMILY:
        return TransT(normal, _freedom(np.delete(X, own, axis=1)))
    # what they draw in the columns of levels is not what customers will have there
    return fit_model(name, X)


def _freedom(quantities: Matrix) -> float:
    """Weight of the tails of the quantities; levels have no tails."""
    if not quantities.shape[1] or not np.ptp(quantities, axis=0).any():
        return _NORMAL
    found = TransT.fit(quantities)
    return found.freedom


class _Matching:
    """Finds the normal columns whose levels are associated as the data's are."""

    def __init__(self, X: Matrix, categories: Sequence[Block]) -> None:
        self.X, self.categories = X, categories
        self.margins = _linear(Margins.fit(X), categories)
        self.target = _covariance(self.margins.remove(X))
        self.centre = self.margins.remove(X).mean(axis=0)
        rng = np.random.default_rng(0)
        self.normal = rng.standard_normal((_PILOT, X.shape[1]))

    def fit(self) -> Transnormal:
        """Correct the covariance by what the draws lack, again and again."""
        covariance = self.target.copy()
        for _ in range(_ROUNDS):
            lacking = self.target - self._of_draws(_root(covariance))
            np.fill_diagonal(lacking, 0.0)
            covariance = _possible(covariance + lacking, self.target.diagonal())
        return self._model(_root(covariance))

    def _model(self, root: Matrix) -> Transnormal:
        return Transnormal(len(self.X), self.margins, self.centre, root)

    def _of_draws(self, root: Matrix) -> Matrix:
        drawn = self.margins.restore(self.centre + self.normal @ root)
        model = self._model(root)
        fitted = WithCategories.fit(self.X, model, self.categories, drawn)
        return _covariance(self.margins.remove(fitted.give_levels(drawn)))


def _linear(margins: Margins, categories: Sequence[Block]) -> Margins:
    """Leave the columns of levels as they are, without limits."""
    columns = [i for block in categories for i in block.columns]
    power, low, high = (
        np.array(one, dtype=np.float64)
        for one in (margins.power, margins.low, margins.high)
    )
    power[columns], low[columns], high[columns] = 1.0, -np.inf, np.inf
    return replace(margins, power=power, low=low, high=high)


def _covariance(T: Matrix) -> Matrix:
    centred = T - T.mean(axis=0)
    covariance: Matrix = centred.T @ centred / len(T)
    return covariance


def _possible(covariance: Matrix, variances: Matrix) -> Matrix:
    """Return a covariance matrix near this one, with these variances."""
    size = np.sqrt(np.maximum(variances, 0.0))
    scale = np.where(size > 0, size, 1.0)
    correlation = np.clip(covariance / np.outer(scale, scale), -_CLOSEST, _CLOSEST)
    np.fill_diagonal(correlation, (size > 0).astype(np.float64))
    root = _root(correlation)
    near = root @ root
    spread = np.sqrt(np.maximum(near.diagonal(), 0.0))
    spread = np.where(spread > 0, spread, 1.0)
    found: Matrix = near / np.outer(spread, spread) * np.outer(size, size)
    return found


def _root(covariance: Matrix) -> Matrix:
    """Symmetric root of the nearest matrix without negative axes."""
    values, axes = np.linalg.eigh((covariance + covariance.T) / 2)
    root: Matrix = (axes * np.sqrt(np.maximum(values, 0.0))) @ axes.T
    return root
