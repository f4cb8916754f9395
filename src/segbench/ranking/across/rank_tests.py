"""Whether algorithms differ over data sets, and which pairs of them do."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import f as f_distribution
from scipy.stats import friedmanchisquare, studentized_range

from segbench.core import Matrix
from segbench.ranking.across.signed_rank import SignedRank, signed_rank_test
from segbench.ranking.across.table import ScoreTable
from segbench.scoring.tables import holm

ENOUGH_TO_TEST = 6
"""Under six data sets no signed-rank test can reach p = 0.05: there is no test."""

COMPLETE = 1 - 1e-12
"""Kendall's W from which all data sets rank alike, but for rounding."""


@dataclass(frozen=True)
class Friedman:
    """Test that all algorithms have one distribution of ranks."""

    chi2: float  # corrected for ties
    df: int
    p: float  # of chi2, asymptotic
    f: float  # Iman and Davenport's F; infinite when all data sets rank alike
    df1: int
    df2: int
    f_p: float  # of F; the one that decides
    kendall_w: float  # agreement of the data sets about the ranks, [0, 1]


@dataclass(frozen=True)
class PairTest:
    """Exact signed-rank test of two algorithms."""

    first: str
    second: str
    signed_rank: SignedRank  # positive differences: the first is better
    p: float  # two-sided, as it is
    p_holm: float  # corrected for all pairs
    differ: bool  # p_holm is at most alpha

    @property
    def favours(self) -> str | None:
        """The algorithm that the larger sum of ranks speaks for; None = neither."""
        twice, total = 2 * self.signed_rank.statistic, self.signed_rank.total
        if twice == total:
            return None
        return self.first if twice > total else self.second


@dataclass(frozen=True)
class RankTests:
    """All tests of a table; absent ones are None or empty, never a number."""

    descriptive: bool  # too few data sets: nothing was tested
    friedman: Friedman | None  # None when descriptive, or of two algorithms
    rejected: bool | None  # the algorithms are not all alike; None when descriptive
    nemenyi_cd: float | None  # critical difference of mean ranks
    nemenyi_p: Matrix | None  # shape (n_algorithms,) * 2; None unless rejected
    pairs: tuple[PairTest, ...]  # empty unless rejected
    pairs_in_reach: bool | None  # could any pair's corrected p reach alpha at all?


def rank_tests(table: ScoreTable, alpha: float = 0.05) -> RankTests:
    """Test all algorithms at once and, if they differ, every pair of them.

    Iman and Davenport's F decides whether pairs are tested. Of two algorithms the
    only pair is the whole question, and is tested at once. The pairs are not judged
    by Nemenyi's test, whose verdict on two algorithms depends on the others; it is
    given for readers who expect it.

    Parameters
    ----------
    table : ScoreTable
    alpha : float
        Level, (0, 1).

    References
    ----------
    Demsar 2006, JMLR 7, 1-30
    Garcia & Herrera 2008, JMLR 9, 2677-2694
    Benavoli, Corani & Mangili 2016, JMLR 17(5), 1-10
    """
    n_datasets, n_algorithms = table.ranks.shape
    if n_datasets < ENOUGH_TO_TEST:
        return RankTests(True, None, None, None, None, (), None)
    cd = nemenyi_critical_difference(n_algorithms, n_datasets, alpha)
    n_pairs = math.comb(n_algorithms, 2)
    in_reach = n_pairs * 2.0 ** (1 - n_datasets) <= alpha
    if n_algorithms == 2:
        pairs = pair_tests(table, alpha)
        return RankTests(False, None, pairs[0].differ, cd, None, pairs, in_reach)
    friedman = friedman_test(table.ranks)
    if friedman.f_p > alpha:
        return RankTests(False, friedman, False, cd, None, (), in_reach)
    nemenyi = nemenyi_p_values(table.mean_ranks, n_datasets)
    pairs = pair_tests(table, alpha)
    return RankTests(False, friedman, True, cd, nemenyi, pairs, in_reach)


def friedman_test(ranks: Matrix) -> Friedman:
    """Test ranks of three or more algorithms; Iman and Davenport's F with it.

    Parameters
    ----------
    ranks : array, shape (n_datasets, n_algorithms)

    Notes
    -----
    When all data sets rank alike, F is infinite, and its p is the share of rankings
    by chance that do so, 1 / K!**(N - 1).

    References
    ----------
    Friedman 1937, doi:10.1080/01621459.1937.10503522
    Iman & Davenport 1980, doi:10.1080/03610928008827904
    Kendall & Babington Smith 1939, doi:10.1214/aoms/1177732186
    """
    n, k = ranks.shape
    df1, df2 = k - 1, (k - 1) * (n - 1)
    if (np.ptp(ranks, axis=1) == 0).all():
        return Friedman(0.0, df1, 1.0, 0.0, df1, df2, 1.0, 0.0)
    chi2, p = map(float, friedmanchisquare(*ranks.T))
    agreement = chi2 / (n * df1)
    if agreement >= COMPLETE:
        chance = math.exp(-(n - 1) * math.lgamma(k + 1))
        return Friedman(chi2, df1, p, math.inf, df1, df2, chance, 1.0)
    f = (n - 1) * agreement / (1 - agreement)
    f_p = float(f_distribution.sf(f, df1, df2))
    return Friedman(chi2, df1, p, f, df1, df2, f_p, agreement)


def nemenyi_critical_difference(
    n_algorithms: int, n_datasets: int, alpha: float = 0.05
) -> float:
    """Difference of mean ranks from which Nemenyi's test tells two algorithms apart.

    References
    ----------
    Nemenyi 1963, Distribution-free multiple comparisons (thesis, Princeton)
    Demsar 2006, JMLR 7, 1-30
    """
    q = float(studentized_range.ppf(1 - alpha, n_algorithms, np.inf))
    return q / math.sqrt(2) * _rank_error(n_algorithms, n_datasets)


def nemenyi_p_values(mean_ranks: Matrix, n_datasets: int) -> Matrix:
    """P-values of Nemenyi's test, shape (n_algorithms, n_algorithms), 1 with itself."""
    k = len(mean_ranks)
    apart = np.abs(mean_ranks[:, None] - mean_ranks) / _rank_error(k, n_datasets)
    upper = np.triu_indices(k, 1)
    p = np.ones((k, k))
    p[upper] = studentized_range.sf(math.sqrt(2) * apart[upper], k, np.inf)
    return np.minimum(p, p.T)


def _rank_error(n_algorithms: int, n_datasets: int) -> float:
    """Standard deviation of a difference of two mean ranks by chance."""
    return math.sqrt(n_algorithms * (n_algorithms + 1) / (6 * n_datasets))


def pair_tests(table: ScoreTable, alpha: float = 0.05) -> tuple[PairTest, ...]:
    """Test every two algorithms by exact signed ranks, corrected by Holm's method.

    An algorithm that failed is worse by more than any amount: such a data set has the
    largest rank. Where both failed they are equal.
    """
    pairs = list(table.pairs)
    found = [signed_rank_test(table.differences(i, j)) for i, j in pairs]
    corrected = holm(np.array([one.p for one in found]))
    return tuple(
        PairTest(
            first=table.algorithms[i],
            second=table.algorithms[j],
            signed_rank=one,
            p=one.p,
            p_holm=float(p_holm),
            differ=bool(p_holm <= alpha),
        )
        for (i, j), one, p_holm in zip(pairs, found, corrected, strict=True)
    )
