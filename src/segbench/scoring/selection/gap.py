"""The gap statistic: how much tighter segments are than those of customers at random.

References
----------
Tibshirani, Walther & Hastie 2001, Estimating the number of clusters in a data set via
the gap statistic, doi:10.1111/1467-9868.00293
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from segbench.core import Labels, Matrix
from segbench.scoring.indices import COINCIDENT, describe_segments, inertia
from segbench.scoring.null_model import Settled, steps_of
from segbench.scoring.nulls import PrincipalBox
from segbench.scoring.selection.clustering import ClusterMany, cluster_samples
from segbench.scoring.silhouette.validation import check_points


@dataclass(frozen=True)
class Gap:
    """The gap statistic of k = 1..K; every array has shape (K,)."""

    log_w: Matrix  # log of the within-segment sum of squares; -inf where that is 0
    expected: Matrix  # mean of the same over the reference data sets
    gap: Matrix  # expected - log_w, large is good; inf where log_w is -inf
    standard_error: Matrix  # of the expectation, sd * sqrt(1 + 1 / B)
    references: int  # reference data sets drawn, B


def gap_statistic(
    X: ArrayLike,
    max_k: int,
    cluster: ClusterMany,
    *,
    n_references: int = 100,
    seed: int = 0,
) -> Gap:
    """Compare ``log W`` of the data with that of uniform data in their box.

    Parameters
    ----------
    X : array-like of shape (n_customers, n_features)
        Distances are squared, as in the paper: W is the within-segment sum of squares.
        ``cluster::clusGap(d.power = 2)`` halves it, which no gap notices.
    max_k : int
        Largest number of segments K, at least 2 and below n_customers.
    cluster : ClusterMany
        Called once, with the data first and the reference sets after it.
    n_references : int, default 100
        Reference sets B, at least 2: uniform in the box of the principal axes, the
        paper's version b.
    seed : int, default 0

    Returns
    -------
    Gap
        With the standard deviation of B - 1 degrees of freedom, as ``clusGap`` has it.
    """
    points = check_points(X)
    _check(points, max_k, n_references)
    # Rounded alone: the paper's references are uniform, in coarse columns too.
    box = Settled(PrincipalBox.fit(points), {}, steps_of(points))
    rng = np.random.default_rng(seed)
    samples = [points, *(box.draw(rng) for _ in range(n_references))]
    stacks = cluster_samples(cluster, samples, range(1, max_k + 1), seed)
    log_w = np.array(
        [_log_w(one, stack) for one, stack in zip(samples, stacks, strict=True)]
    )
    expected, spread = log_w[1:].mean(axis=0), log_w[1:].std(axis=0, ddof=1)
    return Gap(
        log_w=log_w[0],
        expected=expected,
        gap=expected - log_w[0],
        standard_error=spread * np.sqrt(1 + 1 / n_references),
        references=n_references,
    )


def global_se_max(gap: Matrix, standard_error: Matrix) -> int:
    """Smallest k whose gap is within one standard error of the largest gap.

    Parameters
    ----------
    gap, standard_error : ndarray of shape (K,)
        Of k = 1..K.

    Returns
    -------
    int
        In 1..K; "globalSEmax" of ``cluster::maxSE``.
    """
    best = int(np.argmax(gap))
    return int(np.argmax(gap >= gap[best] - standard_error[best])) + 1


def tibs2001_se_max(gap: Matrix, standard_error: Matrix) -> int:
    """Smallest k with ``gap(k) >= gap(k + 1) - s(k + 1)``, the paper's rule.

    Parameters
    ----------
    gap, standard_error : ndarray of shape (K,)
        Of k = 1..K.

    Returns
    -------
    int
        In 1..K, K where no k is good enough; "Tibs2001SEmax" of ``cluster::maxSE``.
    """
    is_enough = gap[:-1] >= gap[1:] - standard_error[1:]
    return int(np.argmax(np.append(is_enough, True))) + 1


def _check(points: Matrix, max_k: int, n_references: int) -> None:
    if not 2 <= max_k < len(points):
        raise ValueError(f"max_k must be in 2..{len(points) - 1}, received {max_k}")
    if n_references < 2:
        raise ValueError(f"n_references must be at least 2, received {n_references}")
    if not np.ptp(points, axis=0).any():
        raise ValueError("X must hold at least two different customers")


def _log_w(points: Matrix, stack: Labels) -> Matrix:
    """Log of the within-segment sum of squares of each labeling, shape (K,)."""
    segments = [describe_segments(points, labels) for labels in stack]
    within = np.array([inertia(one) for one in segments])
    total = len(points) * segments[0].scale ** 2
    within[within <= COINCIDENT**2 * total] = 0.0  # rounding, whose logs mean nothing
    with np.errstate(divide="ignore"):
        log_w: Matrix = np.log(within)
    return log_w
