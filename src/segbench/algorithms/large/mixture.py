"""The parameters of a Gaussian mixture, and what they say of many customers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cholesky, solve_triangular
from scipy.special import entr

from segbench.core import Labels, Matrix

ROWS = 16_384
"""Customers that are looked at together: what comes of them stays in the cache."""

TINY = 10 * float(np.finfo(np.float64).eps)
"""Keeps the size of an empty component above zero."""


@dataclass(frozen=True)
class Mixture:
    """A mixture of k Gaussians in d dimensions."""

    weights: Matrix  # shape (k,)
    means: Matrix  # shape (k, d)
    whiteners: Matrix  # inverse Cholesky factors, transposed, shape (k, d, d)

    @property
    def k(self) -> int:
        """Number of components."""
        return len(self.weights)


@dataclass(frozen=True)
class Look:
    """What a mixture says of customers."""

    labels: Labels  # the likeliest component, shape (n,)
    log_likelihood: float  # of all together
    entropy: float  # of the memberships, all together, in nats


def estimate(
    X: Matrix, responsibilities: Matrix, shape: str, reg_covar: float
) -> Mixture:
    """Estimate the parameters from memberships: the maximisation step of EM.

    Parameters
    ----------
    X : ndarray of shape (m, d)
    responsibilities : ndarray of shape (k, m)
    shape : {"full", "tied", "diag", "spherical"}
    reg_covar : float
        Added to the variances.
    """
    sizes = responsibilities.sum(axis=1) + TINY
    means = responsibilities @ X / sizes[:, None]
    pairs = zip(responsibilities, means, strict=True)
    scatters = np.array([((X - mean).T * own) @ (X - mean) for own, mean in pairs])
    if shape == "tied":
        covariances = np.tile(scatters.sum(axis=0) / sizes.sum(), (len(sizes), 1, 1))
    else:
        covariances = scatters / sizes[:, None, None]
    unit = np.eye(X.shape[1])
    if shape in ("diag", "spherical"):
        covariances = covariances * unit
    if shape == "spherical":
        variances = covariances.trace(axis1=1, axis2=2) / len(unit)
        covariances = variances[:, None, None] * unit
    factors = [cholesky(one + reg_covar * unit, lower=True) for one in covariances]
    whiteners = [solve_triangular(one, unit, lower=True).T for one in factors]
    return Mixture(sizes / sizes.sum(), means, np.array(whiteners))


def look_at(X: Matrix, mixture: Mixture) -> Look:
    """Give every customer the likeliest component: the expectation step of EM."""
    d, k = X.shape[1], mixture.k
    # All components in one product; d columns each.
    whiten = np.concatenate(list(mixture.whiteners), axis=1)
    centres = np.concatenate(
        [mean @ one for mean, one in zip(mixture.means, mixture.whiteners, strict=True)]
    )
    peaks = np.log(mixture.weights) - d / 2 * np.log(2 * np.pi)
    peaks += np.log(np.diagonal(mixture.whiteners, axis1=1, axis2=2)).sum(axis=1)
    labels = np.empty(len(X), dtype=np.int64)
    log_likelihood = entropy = 0.0
    for low in range(0, len(X), ROWS):
        white = X[low : low + ROWS] @ whiten - centres
        np.square(white, out=white)
        joint = peaks - white.reshape(-1, k, d).sum(axis=2) / 2
        largest = joint.max(axis=1, keepdims=True)
        np.exp(joint - largest, out=joint)
        total = joint.sum(axis=1, keepdims=True)
        labels[low : low + ROWS] = joint.argmax(axis=1)
        log_likelihood += float((largest + np.log(total)).sum())
        entropy += float(entr(joint / total).sum())
    return Look(labels, log_likelihood, entropy)
