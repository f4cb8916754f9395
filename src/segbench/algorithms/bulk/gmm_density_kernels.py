"""Compiled densities of Gaussian mixtures: the E-step of expectation-maximisation.

Shapes are those of `gmm_kernels`.
"""

from __future__ import annotations

import math

import numpy as np

from segbench.algorithms.bulk.samples import Floats
from segbench.kernels.jit import jit

FULL, TIED, DIAG, SPHERICAL = range(4)

# Points handled together: their features stay in the L1 cache.
BLOCK = 128

_LOG_2_PI = math.log(2.0 * math.pi)


@jit()
def _whiten(
    x: Floats, low: int, mean: Floats, factor: Floats, diagonal: bool, out: Floats
) -> None:
    """Write the points from ``low`` on, less a mean, in a factor's coordinates.

    By forward substitution, one feature after the other; `out` is (d, n).
    """
    d, n = out.shape
    for a in range(d):
        feature, row = x[a, low : low + n], out[a]
        for i in range(n):
            row[i] = feature[i] - mean[a]
        for b in range(a if diagonal else 0, a):
            coefficient, earlier = factor[a, b], out[b]
            for i in range(n):
                row[i] -= coefficient * earlier[i]
        scale = 1.0 / factor[a, a]
        for i in range(n):
            row[i] *= scale


@jit()
def _log_peak(factor: Floats) -> float:
    """Return the log density at the mean."""
    peak = -0.5 * _LOG_2_PI * len(factor)
    for a in range(len(factor)):
        peak -= math.log(factor[a, a])
    return peak


@jit()
def _subtract_distances(white: Floats, center: Floats, out: Floats) -> None:
    """Subtract half the squared distance of whitened points, (d, n), to a mean."""
    for a in range(len(center)):
        row = white[a]
        for i in range(len(out)):
            out[i] -= 0.5 * (row[i] - center[a]) ** 2


@jit()
def _normalise(log_joint: Floats, low: int, high: int) -> float:
    """Turn log joint densities of the points low..high-1 into responsibilities.

    Return the sum of the points' log-likelihoods.
    """
    n = high - low
    largest, total = np.full(n, -np.inf), np.zeros(n)
    for row in log_joint:
        for i in range(n):
            largest[i] = max(largest[i], row[low + i])
    for row in log_joint:
        for i in range(n):
            row[low + i] = math.exp(row[low + i] - largest[i])
            total[i] += row[low + i]
    for row in log_joint:
        for i in range(n):
            row[low + i] /= total[i]
    log_likelihood = 0.0
    for i in range(n):
        log_likelihood += largest[i] + math.log(total[i])
    return log_likelihood


@jit()
def e_step(
    x: Floats,
    sizes: Floats,
    means: Floats,
    factors: Floats,
    covariance_type: int,
    responsibilities: Floats,
) -> float:
    """Write the responsibilities; return the mean log-likelihood."""
    (d, m), k = x.shape, len(sizes)
    tied, diagonal = covariance_type == TIED, covariance_type >= DIAG
    total_size, origin, log_likelihood = np.sum(sizes), np.zeros(d), 0.0
    log_peaks = np.empty(k)  # of size times density
    for c in range(k):
        log_peak = _log_peak(factors[0 if tied else c])
        log_peaks[c] = math.log(sizes[c] / total_size) + log_peak
    # One covariance whitens the points for all components, else each its own way.
    centers = np.zeros((d, k))
    if tied:
        columns = np.ascontiguousarray(means.T)
        _whiten(columns, 0, origin, factors[0], False, centers)
    centers = np.ascontiguousarray(centers.T)
    for low in range(0, m, BLOCK):
        high = min(low + BLOCK, m)
        white = np.empty((d, high - low))  # a slice would not be contiguous
        if tied:
            _whiten(x, low, origin, factors[0], False, white)
        for c in range(k):
            if not tied:
                _whiten(x, low, means[c], factors[c], diagonal, white)
            log_joint = responsibilities[c, low:high]
            log_joint[:] = log_peaks[c]
            _subtract_distances(white, centers[c], log_joint)
        log_likelihood += _normalise(responsibilities, low, high)
    return float(log_likelihood / m)
