"""How sure an order is: over weights, over resamples, and what cannot be told apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import Matrix
from segbench.ranking.points import Cube, rounded

WEIGHT_DRAWS = 10_000
"""Weight vectors drawn for the rank acceptability."""

SMALL_CHANGE = 0.1
"""A change of one weight by this share should not overturn a winner."""

FEWEST_RESAMPLES = 5
"""Resamples from which a difference has a spread worth the name."""


@dataclass(frozen=True)
class Spread:
    """What scores vary by, beside the resamples at hand."""

    left_out: float  # customers that a refit leaves out, to those that it keeps
    calibration: Matrix  # variance of each score by its null data, (candidates,)


@dataclass(frozen=True)
class OverResamples:
    """The order, made again on every resample."""

    p_first: Matrix  # share of resamples in which each candidate is first, [0, 1]
    low: Matrix  # 5 % quantile of the ranks
    high: Matrix  # 95 % quantile


def over_weights(points: Matrix) -> Matrix:
    """Share of all weightings under which each candidate is first or equal first.

    Parameters
    ----------
    points : ndarray of shape (candidates, measures)

    References
    ----------
    Lahdelma & Salminen 2001, doi:10.1287/opre.49.3.444.11220
    """
    weights = np.random.default_rng(0).dirichlet(
        np.ones(points.shape[1]), size=WEIGHT_DRAWS
    )
    scores = rounded(weights @ points.T)
    share: Matrix = (scores == scores.max(axis=1, keepdims=True)).mean(axis=0)
    return share


def over_small_changes(points: Matrix, weights: Matrix) -> NDArray[np.bool_]:
    """Tell who is first when one weight is a tenth smaller or larger.

    Returns
    -------
    ndarray of shape (candidates,)
        True for everybody who is first, or equal first, under any of these weightings.
    """
    first = np.zeros(len(points), dtype=bool)
    for i in range(len(weights)):
        for factor in (1 - SMALL_CHANGE, 1 + SMALL_CHANGE):
            changed = weights.copy()
            changed[i] *= factor
            scores = rounded(points @ (changed / changed.sum()))
            first |= scores == scores.max()
    return first


def over_resamples(points: Cube, weights: Matrix) -> OverResamples:
    """Rank the candidates on every resample.

    Parameters
    ----------
    points : ndarray of shape (candidates, resamples, measures)
    weights : ndarray of shape (measures,)
        Of sum 1.
    """
    from scipy.stats import rankdata

    ranks = rankdata(-rounded(points @ weights), method="min", axis=0)
    low, high = np.quantile(ranks, [0.05, 0.95], axis=1, method="nearest")
    return OverResamples((ranks == 1).mean(axis=1), low, high)


def like_the_first(
    scores: Matrix,
    points: Cube | None,
    weights: Matrix,
    spread: Spread,
) -> NDArray[np.bool_]:
    """Tell which candidates the resamples cannot tell from the best.

    The difference of two scores is compared with the spread of its paired values
    over the resamples, inflated because resamples share customers. That inflation was
    made for cross-validation and is a rule of thumb here.

    Parameters
    ----------
    scores : ndarray of shape (candidates,)
    points : ndarray of shape (candidates, resamples, measures), or None
        None, or with fewer than five resamples: only equal scores are alike.
    weights : ndarray of shape (measures,)
        Of sum 1.
    spread : Spread
        What else the scores vary by.

    References
    ----------
    Nadeau & Bengio 2003, doi:10.1023/A:1024068626366
    """
    from scipy.stats import t

    best = int(np.argmax(scores))
    alike: NDArray[np.bool_] = scores == scores[best]
    if points is None or points.shape[1] < FEWEST_RESAMPLES:
        return alike
    on_resamples = points @ weights
    differences = on_resamples[best] - on_resamples
    n = differences.shape[1]
    variance = (1 / n + spread.left_out) * differences.var(axis=1, ddof=1)
    variance += spread.calibration + spread.calibration[best]
    margin = float(t.ppf(0.975, n - 1)) * np.sqrt(variance)
    close: NDArray[np.bool_] = scores[best] - scores <= margin
    return alike | close
