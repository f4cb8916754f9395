"""Gaussian mixtures of many samples for many settings.

Expectation-maximisation [1]_ from k-means starts, as in scikit-learn's
``GaussianMixture(init_params="kmeans")``, without its cost per fit.

References
----------
.. [1] Dempster, Laird and Rubin (1977). Maximum likelihood from incomplete data
   via the EM algorithm. Journal of the Royal Statistical Society B 39, 1-38.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segbench.algorithms.bulk import kmeans
from segbench.algorithms.bulk.samples import (
    Fit,
    Floats,
    Labels,
    check_counts,
    map_samples,
)
from segbench.kernels import load_kernels

KERNELS = "segbench.algorithms.bulk.gmm_kernels"

# In the order of the kernel's codes.
COVARIANCE_TYPES = ("full", "tied", "diag", "spherical")

# Most iterations and tolerance of the k-means starts, scikit-learn's defaults.
KMEANS_OPTIONS = (300, 1e-4)

SINGULAR = (
    "a component's covariance became singular: ask for fewer components, "
    "raise reg_covar or scale the features"
)


def gmm_many(  # noqa: PLR0913 the options of scikit-learn's estimator
    samples: Sequence[NDArray[Any]],
    settings: Sequence[tuple[int, str]],
    seeds: Sequence[int],
    *,
    n_init: int = 1,
    max_iter: int = 100,
    tol: float = 1e-3,
    reg_covar: float = 1e-6,
) -> list[list[Fit]]:
    """Fit a Gaussian mixture to every sample for every setting.

    A fit depends on its sample, setting, seed and the options only: not on the
    number of threads, nor on what else is asked for.

    Parameters
    ----------
    samples : sequence of array-like of shape (m_b, d)
        The samples may differ in their numbers of rows.
    settings : sequence of (int, str)
        Number of components k and covariance type: "full", "tied", "diag" or
        "spherical".
    seeds : sequence of int
        One per sample.
    n_init : int
        Starts per fit, each from one k-means start; the one of highest lower
        bound is kept.
    max_iter : int
        Most iterations per start.
    tol : float
        A start has converged once its lower bound changes by less.
    reg_covar : float
        Added to the variances.

    Returns
    -------
    fits : list over samples of list over `settings` of Fit
        The component of highest responsibility, and the lower bound of the mean
        log-likelihood. Failed where a sample has fewer than k points or where a
        covariance became singular in any start.
    """
    ks = {k for k, _ in settings}
    check_counts(
        k=min(ks, default=1),
        n_init=n_init,
        max_iter=max_iter,
    )
    codes = [_covariance_code(name) for _, name in settings]
    options = (reg_covar, max_iter, tol)

    def fit_sample(x: Floats, seed: np.uint64) -> list[Fit]:
        starts = {k: _first_labels(x, k, seed, n_init) for k in ks}
        return [
            _best_start(x, k, starts[k], code, options)
            for (k, _), code in zip(settings, codes, strict=True)
        ]

    return map_samples(fit_sample, samples, seeds)


def _covariance_code(name: str) -> int:
    """Return the kernel's code of a covariance type."""
    if name not in COVARIANCE_TYPES:
        raise ValueError(
            f"covariance type must be one of {COVARIANCE_TYPES}, got {name!r}"
        )
    return COVARIANCE_TYPES.index(name)


def _first_labels(x: Floats, k: int, seed: np.uint64, n_init: int) -> Labels:
    """Return the k-means labels that each start begins from, (n_init, m)."""
    best_start = load_kernels(kmeans.KERNELS).best_start

    starts = np.arange(n_init, dtype=np.int64)
    fits = [best_start(x, k, seed, starts[s : s + 1], *KMEANS_OPTIONS) for s in starts]
    return np.array([labels for labels, _ in fits])


def _best_start(
    x: Floats,
    k: int,
    starts: Labels,
    covariance_type: int,
    options: tuple[float, int, float],
) -> Fit:
    """Run EM from every start's labels and keep the highest lower bound."""
    maximise = load_kernels(KERNELS).maximise

    m = x.shape[1]
    if m < k:
        return Fit(None, math.nan, reason=f"expected at least k = {k} points, got {m}")
    best = Fit(None, -math.inf)
    for labels in starts:
        responsibilities = np.equal.outer(np.arange(k), labels).astype(np.float64)
        bound, likelihood, change = maximise(
            x, responsibilities, covariance_type, *options
        )
        if math.isnan(bound):
            return Fit(None, math.nan, reason=SINGULAR)
        if bound > best.objective:
            best = Fit(
                responsibilities.argmax(axis=0),
                bound,
                log_likelihood=likelihood,
                converged=change < options[-1],
            )
    return best
