"""The Gaussian mixture behind segments: records hold its labels, not its parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from segbench.core import Labels, Matrix
from segbench.report.figures.mixture_ellipses import Mixture

RIDGE = 1e-6
"""Added to variances, as scikit-learn does, so that flat segments have an inverse."""


def mixture_of(X: Matrix, labels: Labels, form: str) -> Mixture:
    """Fit a mixture, starting from the segments it gave.

    Parameters
    ----------
    X : ndarray of shape (n, d)
    labels : ndarray of int, shape (n,)
        Segments 0..k-1, all with customers.
    form : str
        ``covariance_type``: full, tied, diag or spherical.
    """
    from sklearn.mixture import GaussianMixture

    groups = [X[labels == j] for j in range(labels.max() + 1)]
    means = np.array([one.mean(axis=0) for one in groups])
    weights = np.array([len(one) for one in groups]) / len(X)
    covariances = np.array([_covariance(one) for one in groups])
    fitted = GaussianMixture(
        len(groups),
        covariance_type=form,
        weights_init=weights,
        means_init=means,
        precisions_init=_precisions(covariances, weights, form),
        random_state=0,
    ).fit(X)
    return Mixture(fitted.means_, _in_full(fitted, X.shape[1]), fitted.predict_proba(X))


def _covariance(X: Matrix) -> Matrix:
    centred = X - X.mean(axis=0)
    found: Matrix = centred.T @ centred / len(X) + RIDGE * np.eye(X.shape[1])
    return found


def _precisions(covariances: Matrix, weights: Matrix, form: str) -> Matrix:
    """Invert the covariances in the form that scikit-learn takes."""
    variances = np.diagonal(covariances, axis1=1, axis2=2)
    forms: dict[str, Callable[[], Any]] = {
        "full": lambda: np.linalg.inv(covariances),
        "tied": lambda: np.linalg.inv(np.tensordot(weights, covariances, axes=1)),
        "diag": lambda: 1 / variances,
        "spherical": lambda: 1 / variances.mean(axis=1),
    }
    return np.asarray(forms[form]())


def _in_full(fitted: Any, d: int) -> Matrix:
    """Return covariances of shape (k, d, d), whichever form they were fitted in."""
    k, found = len(fitted.means_), fitted.covariances_
    forms: dict[str, Callable[[], Any]] = {
        "full": lambda: found,
        "tied": lambda: np.broadcast_to(found, (k, d, d)),
        "diag": lambda: np.array([np.diag(one) for one in found]),
        "spherical": lambda: np.array([one * np.eye(d) for one in found]),
    }
    return np.asarray(forms[fitted.covariance_type]())
