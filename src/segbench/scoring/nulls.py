"""Customers without segments: models of a data set that has no structure.

Each keeps another part of what the data look like, and none has groups. What a score
comes to on their draws is what it comes to without any segments to find.

- ``transnormal``: every column is made normal by a Yeo-Johnson transformation; draws
  are multivariate normal, transformed back. Keeps skewness and correlation.
- ``pca_box``: uniform in the smallest box along the principal axes. Keeps the extent.
- ``elliptical``: directions at random, the Mahalanobis distances of the data. Keeps
  heavy tails and correlation.
- ``trans_t``: multivariate t between the same transformations, with the degrees of
  freedom that are most likely. Keeps skewness, correlation and heavy tails.

References
----------
Yeo & Johnson 2000, A new family of power transformations to improve normality or
symmetry, doi:10.1093/biomet/87.4.954
Tibshirani, Walther & Hastie 2001, Estimating the number of clusters in a data set via
the gap statistic (version b), doi:10.1111/1467-9868.00293
Hennig & Lin 2015, Flexible parametric bootstrap for testing homogeneity against
clustering and assessing the number of clusters, doi:10.1007/s11222-015-9566-5
Demarta & McNeil 2005, The t copula and related copulas,
doi:10.1111/j.1751-5823.2005.tb00254.x
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from segbench.core import Matrix
from segbench.scoring.margins import Margins, Vector
from segbench.scoring.null_model import NullModel, settled
from segbench.scoring.tails import most_likely_freedom

FAMILIES = ("transnormal", "pca_box", "elliptical")
"""Models that a data set and its scores have to beat, all of them."""

STABILITY_FAMILY = "trans_t"
"""The one model that stabilities are compared with."""


def fit_nulls(X: ArrayLike, names: Sequence[str] = FAMILIES) -> tuple[NullModel, ...]:
    """Fit models to data.

    Parameters
    ----------
    X : array-like of shape (n, d)
        Finite numbers. Columns may be constant or depend on each other, and there may
        be fewer customers than columns; the draws then have the same defects.
    names : sequence of str, default `FAMILIES`
        Which models.

    Returns
    -------
    tuple of NullModel
        In the order of the names.
    """
    points = _check(X)
    return settled((fit_model(name, points) for name in names), points)


def fit_model(name: str, X: Matrix) -> NullModel:
    """Fit one model, whose draws have all their digits and any values."""
    return _MODELS[name].fit(X)


@dataclass(frozen=True)
class Transnormal:
    """Normal between the removal of the columns' distributions and the way back."""

    name: ClassVar[str] = "transnormal"
    n: int
    margins: Margins
    centre: Vector  # of the transformed columns
    root: Matrix  # shape (rank, d): its Gram matrix is their covariance

    @classmethod
    def fit(cls, X: Matrix) -> Transnormal:
        """Estimate the transformation, then the covariance of what it gives."""
        margins = Margins.fit(X)
        T = margins.remove(X)
        centre = T.mean(axis=0)
        _, spread, axes = _decompose(T - centre)
        return cls(len(X), margins, centre, spread[:, None] * axes)

    def draw(self, rng: np.random.Generator, n: int | None = None) -> Matrix:
        """Draw n customers; none is far outside the observed range."""
        normal = rng.standard_normal((self.n if n is None else n, len(self.root)))
        return self.margins.restore(self.centre + normal @ self.root)


@dataclass(frozen=True)
class PrincipalBox:
    """Uniform in the smallest box along the principal axes."""

    name: ClassVar[str] = "pca_box"
    n: int
    centre: Vector
    axes: Matrix  # shape (rank, d), orthonormal rows
    low: Vector  # shape (rank,)
    high: Vector

    @classmethod
    def fit(cls, X: Matrix) -> PrincipalBox:
        """Find the axes and the extent of the data along them."""
        centre = X.mean(axis=0)
        _, _, axes = _decompose(X - centre)
        along = (X - centre) @ axes.T
        return cls(len(X), centre, axes, along.min(axis=0), along.max(axis=0))

    def draw(self, rng: np.random.Generator, n: int | None = None) -> Matrix:
        """Draw n customers."""
        size = (self.n if n is None else n, len(self.axes))
        return self.centre + rng.uniform(self.low, self.high, size) @ self.axes


@dataclass(frozen=True)
class Elliptical:
    """Directions at random, Mahalanobis distances resampled from the data."""

    name: ClassVar[str] = "elliptical"
    centre: Vector
    root: Matrix  # shape (rank, d): its Gram matrix is the covariance
    radii: Matrix  # shape (n,), ascending: draws do not depend on the rows' order

    @classmethod
    def fit(cls, X: Matrix) -> Elliptical:
        """Find the covariance and every customer's distance from the centre."""
        centre = X.mean(axis=0)
        whitened, spread, axes = _decompose(X - centre)
        radii = np.sort(np.linalg.norm(whitened, axis=1))
        return cls(centre, spread[:, None] * axes, radii)

    def draw(self, rng: np.random.Generator, n: int | None = None) -> Matrix:
        """Draw n customers."""
        n = len(self.radii) if n is None else n
        directions = rng.standard_normal((n, len(self.root)))
        directions /= np.linalg.norm(directions, axis=1, keepdims=True)
        radii = rng.choice(self.radii, n)
        return self.centre + radii[:, None] * directions @ self.root


@dataclass(frozen=True)
class TransT:
    """A multivariate t where `Transnormal` has a normal: tails as heavy as the data's.

    Distances are not resampled from the data: those of segments around a centre are
    all alike, and on a ring the same segments would be found again and again.
    """

    name: ClassVar[str] = "trans_t"
    normal: Transnormal
    freedom: float  # degrees of freedom; large = normal

    @classmethod
    def fit(cls, X: Matrix) -> TransT:
        """Estimate the transformation, the covariance, then the weight of the tails."""
        normal = Transnormal.fit(X)
        whitened, *_ = _decompose(normal.margins.remove(X) - normal.centre)
        return cls(normal, most_likely_freedom(whitened))

    def draw(self, rng: np.random.Generator, n: int | None = None) -> Matrix:
        """Draw n customers; none is far outside the observed range."""
        n = self.normal.n if n is None else n
        draws = rng.standard_normal((n, len(self.normal.root)))
        # Scaled so that the covariance stays that of the data.
        draws *= np.sqrt((self.freedom - 2) / rng.chisquare(self.freedom, (n, 1)))
        T = self.normal.centre + draws @ self.normal.root
        return self.normal.margins.restore(T)


_MODELS = {
    model.name: model for model in (Transnormal, PrincipalBox, Elliptical, TransT)
}


def _check(X: ArrayLike) -> Matrix:
    points = np.array(X, dtype=np.float64)
    if points.ndim != 2 or 0 in points.shape:
        raise ValueError(
            f"X must hold customers by features, received the shape {points.shape}"
        )
    if not np.isfinite(points).all():
        raise ValueError("X must hold finite numbers only, received NaN or infinity")
    return points


def _decompose(centred: Matrix) -> tuple[Matrix, Vector, Matrix]:
    """Split centred data along their principal axes, those without spread left out.

    Returns
    -------
    whitened : ndarray of shape (n, rank)
        Coordinates of variance 1; their norms are the Mahalanobis distances.
    spread : ndarray of shape (rank,)
        Standard deviations along the axes.
    axes : ndarray of shape (rank, d)
        Orthonormal rows: ``whitened * spread @ axes`` is the data.
    """
    left, singular, axes = np.linalg.svd(centred, full_matrices=False)
    rounding = max(centred.shape) * np.finfo(np.float64).eps * singular.max()
    kept = singular > rounding
    # An axis may point either way; the same way always, whatever the rows' order.
    longest = np.abs(axes).argmax(axis=1)[:, None]
    signs = np.sign(np.take_along_axis(axes, longest, axis=1))
    left, axes = left * signs.T, axes * signs
    size = np.sqrt(len(centred))
    return left[:, kept] * size, singular[kept] / size, axes[kept]
