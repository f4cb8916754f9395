"""Compiled expectation-maximisation (EM) for mixtures of Gaussians.

Shapes: `x` is (d, m), one contiguous row per feature; `responsibilities` is
(k, m), `sizes` (k,) and `means` (k, d); `factors` holds the lower Cholesky
factors of the covariances, (k, d, d), or (1, d, d) where the components share one;
loops skip what is off the diagonal of a `diagonal` factor.
"""

from __future__ import annotations

import math

import numpy as np

from segbench.algorithms.bulk.gmm_density_kernels import (
    BLOCK,
    DIAG,
    SPHERICAL,
    TIED,
    e_step,
)
from segbench.algorithms.bulk.samples import Floats
from segbench.kernels.jit import jit
from segbench.kernels.lanes import dot

# Keeps the size of a component without points above zero.
_TINY_SIZE = 10.0 * float(np.finfo(np.float64).eps)


@jit()
def _add_scatter(
    x: Floats, weights: Floats, mean: Floats, diagonal: bool, out: Floats
) -> None:
    """Add the lower triangle of the weighted scatter around a mean."""
    d, m = x.shape
    centered, weighted = np.empty((d, BLOCK)), np.empty(BLOCK)
    for low in range(0, m, BLOCK):
        n = min(BLOCK, m - low)
        weight = weights[low : low + n]
        for a in range(d):
            feature, row = x[a, low : low + n], centered[a, :n]
            for i in range(n):
                row[i] = feature[i] - mean[a]
                weighted[i] = row[i] * weight[i]
            for b in range(a if diagonal else 0, a + 1):
                out[a, b] += dot(weighted[:n], centered[b, :n])


@jit()
def _scale(scatter: Floats, size: float, reg_covar: float) -> None:
    """Turn a scatter into a covariance with a raised diagonal."""
    for a in range(len(scatter)):
        for b in range(a + 1):
            scatter[a, b] /= size
        scatter[a, a] += reg_covar


@jit()
def _share_variance(covariance: Floats) -> None:
    """Give every feature the mean of the variances."""
    d = len(covariance)
    mean = 0.0
    for a in range(d):
        mean += covariance[a, a] / d
    for a in range(d):
        covariance[a, a] = mean


@jit()
def _factorise(covariance: Floats, diagonal: bool) -> bool:
    """Replace a covariance by its Cholesky factor; False if it is singular."""
    for a in range(len(covariance)):
        first = a if diagonal else 0
        for b in range(first, a + 1):
            rest = covariance[a, b]
            for c in range(first, b):
                rest -= covariance[a, c] * covariance[b, c]
            if b < a:
                covariance[a, b] = rest / covariance[b, b]
            elif rest > 0.0:
                covariance[a, a] = math.sqrt(rest)
            else:
                return False
    return True


@jit()
def _within(total: Floats, sizes: Floats, means: Floats, out: Floats) -> None:
    """Write the lower triangle of the scatter around all means.

    All of it less that of the means: the points themselves are not needed.
    """
    k, d = means.shape
    for a in range(d):
        for b in range(a + 1):
            rest = total[a, b]
            for c in range(k):
                rest -= sizes[c] * means[c, a] * means[c, b]
            out[a, b] = rest


@jit()
def _m_step(
    x: Floats,
    responsibilities: Floats,
    covariance_type: int,
    reg_covar: float,
    total: Floats,
    sizes: Floats,
    means: Floats,
    factors: Floats,
) -> bool:
    """Estimate the parameters; False if a covariance is singular."""
    d, m = x.shape
    diagonal = covariance_type >= DIAG
    ones = np.ones(m)
    factors[:] = 0.0
    for c in range(len(sizes)):
        sizes[c] = dot(responsibilities[c], ones) + _TINY_SIZE
        for a in range(d):
            means[c, a] = dot(responsibilities[c], x[a]) / sizes[c]
        if covariance_type != TIED:
            _add_scatter(x, responsibilities[c], means[c], diagonal, factors[c])
    if covariance_type == TIED:
        _within(total, sizes, means, factors[0])

    for c in range(len(factors)):
        size = np.sum(sizes) if covariance_type == TIED else sizes[c]
        _scale(factors[c], size, reg_covar)
        if covariance_type == SPHERICAL:
            _share_variance(factors[c])
        if not _factorise(factors[c], diagonal):
            return False
    return True


@jit(
    "UniTuple(float64, 3)"
    "(float64[:, ::1], float64[:, ::1], int64, float64, int64, float64)"
)
def maximise(
    x: Floats,
    responsibilities: Floats,
    covariance_type: int,
    reg_covar: float,
    max_iter: int,
    tol: float,
) -> tuple[float, float, float]:
    """Run EM from responsibilities, which the final ones replace.

    Parameters
    ----------
    x : ndarray of shape (d, m)
    responsibilities : ndarray of shape (k, m)
    covariance_type : {FULL, TIED, DIAG, SPHERICAL}
    reg_covar : float
        Added to the variances.
    max_iter : int
    tol : float
        Change of the lower bound that counts as convergence.

    Returns
    -------
    lower_bound : float
        Mean log-likelihood at the last iteration's E-step; NaN if a covariance
        was singular.
    log_likelihood : float
        Mean log-likelihood of the final parameters.
    change : float
        Of the lower bound in the last iteration; below `tol` if EM converged.
    """
    d, k = len(x), len(responsibilities)
    total = np.zeros((d, d))
    if covariance_type == TIED:
        _add_scatter(x, np.ones(x.shape[1]), np.zeros(d), False, total)
    sizes, means = np.empty(k), np.empty((k, d))
    factors = np.empty((1 if covariance_type == TIED else k, d, d))
    lower_bound, change, n_iter = -np.inf, np.inf, 0
    while _m_step(
        x, responsibilities, covariance_type, reg_covar, total, sizes, means, factors
    ):
        bound = float(
            e_step(x, sizes, means, factors, covariance_type, responsibilities)
        )
        # The last E-step belongs to the labels; it is no iteration.
        if n_iter == max_iter or change < tol:
            return lower_bound, bound, change
        change = abs(bound - lower_bound)
        lower_bound = bound
        n_iter += 1
    return np.nan, np.nan, np.nan
