"""How many directions the numeric columns really have: principal components."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segbench.core import Matrix
from segbench.exploration.numbers import NumericTable

ENOUGH = 0.8
"""Share of the variance that is asked for."""

FEWEST_CUSTOMERS = 3


@dataclass(frozen=True)
class Components:
    """Principal components of the standardised numeric columns that vary."""

    names: tuple[str, ...]  # of the columns, p of them
    explained: Matrix  # share of the variance by component, largest first; sums to 1
    loadings: Matrix  # correlation of column and component, shape (p, n_components)
    needed: int  # components that explain 80 % of the variance


def find_components(table: NumericTable) -> tuple[Components | None, str]:
    """Find the principal components, or say why there are none.

    Missing values are replaced by the column's median. The sign of a component makes
    its first of the largest loadings positive.

    Returns
    -------
    Components or None
        As many as columns, or as customers less one where that is fewer. None with
        fewer than two columns that vary, or fewer than three customers.
    str
        The reason for None, else "".
    """
    varying = table.select(table.varying())
    p = len(varying.names)
    if p < 2:
        return None, f"components take two numeric columns that vary; there are {p}"
    if table.n_customers < FEWEST_CUSTOMERS:
        return None, f"components take {FEWEST_CUSTOMERS} customers or more"
    explained, loadings = _principal(_standardise(varying.filled()))
    needed = int(np.searchsorted(np.cumsum(explained), ENOUGH - 1e-12)) + 1
    return Components(varying.names, explained, loadings, needed), ""


def _standardise(filled: Matrix) -> Matrix:
    centred = filled - filled.mean(axis=0)
    # Twice: of far values the first mean is off by rounding.
    centred -= centred.mean(axis=0)
    standardised: Matrix = centred / centred.std(axis=0)
    return standardised


def _principal(standardised: Matrix) -> tuple[Matrix, Matrix]:
    from sklearn.decomposition import PCA

    n, p = standardised.shape
    kept = min(p, n - 1)
    # From the p x p covariance: of 100,000 customers many times faster.
    solver = "covariance_eigh" if n >= p else "full"
    found = PCA(n_components=kept, svd_solver=solver).fit(standardised)
    explained: Matrix = found.explained_variance_ratio_
    # The variance of standardised columns is n / (n - 1) with n - 1 in its divisor.
    sds = np.sqrt(found.explained_variance_ * (n - 1) / n)
    loadings: Matrix = found.components_.T * sds
    return explained / explained.sum(), loadings * _signs(loadings)


def _signs(loadings: Matrix) -> Matrix:
    """By component, the sign of the first loading that none exceeds but by rounding."""
    sizes = np.abs(loadings)
    first = np.argmax(sizes >= sizes.max(axis=0) * (1 - 1e-8), axis=0)
    signs = np.sign(loadings[first, np.arange(loadings.shape[1])])
    return np.where(signs == 0, 1.0, signs)
