"""How large differences are, and how sure the mean ranks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from segbench.core import Matrix
from segbench.ranking.across.rank_tests import ENOUGH_TO_TEST
from segbench.ranking.across.signed_rank import sums_of_subsets
from segbench.ranking.across.table import ScoreTable
from segbench.seeds import seed_for

ENOUGH_TO_RESAMPLE = 10
"""Under ten data sets the mean ranks are not resampled."""

REPETITIONS = 10_000


@dataclass(frozen=True)
class Shift:
    """Location of differences, with its exact interval."""

    median: float  # of the differences; NaN without any
    hodges_lehmann: float  # median of the averages of all pairs of differences
    low: float | None  # of the interval; None when there are too few differences
    high: float | None
    coverage: float | None  # what the interval really covers: 1 - alpha or more
    n: int  # differences used


@dataclass(frozen=True)
class PairEffect:
    """By how much one algorithm is better than another, in units of the score."""

    first: str
    second: str
    shift: Shift  # positive: the first is better


@dataclass(frozen=True)
class RankUncertainty:
    """Mean ranks over data sets drawn with replacement; shape (n_algorithms,) each."""

    low: Matrix  # percentile interval of the mean rank
    high: Matrix
    p_first: Matrix  # share of draws with the best mean rank; equal ones share a draw


def pair_effects(table: ScoreTable, alpha: float = 0.05) -> tuple[PairEffect, ...]:
    """Estimate the difference of every two algorithms.

    Only data sets on which neither failed have a difference in units of the score;
    the tests, which need ranks only, use the others too.
    """
    return tuple(
        PairEffect(
            table.algorithms[i],
            table.algorithms[j],
            shift(_finite(table.differences(i, j), table.scores[:, [i, j]]), alpha),
        )
        for i, j in table.pairs
    )


def _finite(differences: Matrix, scores: Matrix) -> Matrix:
    return differences[~np.isnan(scores).any(axis=1)]


def shift(differences: Matrix, alpha: float = 0.05) -> Shift:
    """Estimate the centre of differences.

    Parameters
    ----------
    differences : array, shape (n,)
    alpha : float
        The interval covers the centre of a symmetric distribution with probability
        1 - alpha or more: it holds the values that the signed-rank test does not
        reject. There is none under 6 differences, or when alpha is out of reach.

    References
    ----------
    Hodges & Lehmann 1963, doi:10.1214/aoms/1177704172
    Hollander, Wolfe & Chicken 2014, ch. 3, doi:10.1002/9781119196037
    """
    n = len(differences)
    if n == 0:
        return Shift(float("nan"), float("nan"), None, None, None, 0)
    rows, columns = np.triu_indices(n)
    averages = np.sort((differences[rows] + differences[columns]) / 2)
    median, estimate = float(np.median(differences)), float(np.median(averages))
    below = _chances_below(n)
    cut = int(np.searchsorted(below, alpha / 2))  # first with a chance of alpha / 2
    if n < ENOUGH_TO_TEST or cut == 0:
        return Shift(median, estimate, None, None, None, n)
    low, high = float(averages[cut - 1]), float(averages[-cut])
    coverage = 1 - 2 * float(below[cut - 1])
    return Shift(median, estimate, low, high, coverage, n)


@cache
def _chances_below(n: int) -> Matrix:
    """Distribution function of the signed-rank statistic of n differences."""
    return np.cumsum(sums_of_subsets(range(1, n + 1)))


def rank_uncertainty(
    table: ScoreTable, alpha: float = 0.05, random_state: int = 0
) -> RankUncertainty | None:
    """Draw the data sets again and again; None under 10 of them.

    Ranks jump where two algorithms change places, so that the share of draws in which
    an algorithm is first is given beside the interval of its mean rank. The draws
    follow the names of the data sets: the order of rows changes nothing.
    """
    n = len(table.datasets)
    if n < ENOUGH_TO_RESAMPLE:
        return None
    rng = np.random.default_rng(seed_for(random_state, "mean ranks over data sets"))
    drawn = rng.multinomial(n, np.full(n, 1 / n), size=REPETITIONS)
    # Sums of halves are exact, so that equal mean ranks are equal.
    sums = drawn @ table.ranks[table.rows_by_name()]
    low, high = np.quantile(sums / n, [alpha / 2, 1 - alpha / 2], axis=0)
    first = sums == sums.min(axis=1, keepdims=True)
    p_first = (first / first.sum(axis=1, keepdims=True)).mean(axis=0)
    return RankUncertainty(low, high, p_first)
