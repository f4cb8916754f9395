"""Wilcoxon's signed-rank test, exact also with ties and zeros."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm, rankdata

from segbench.core import Matrix

EXACT_UP_TO = 200
"""Differences up to which the distribution is computed; the normal one beyond."""


@dataclass(frozen=True)
class SignedRank:
    """Result of a test that differences are symmetric around zero."""

    statistic: float  # V, the sum of the ranks of the positive differences
    total: float  # the largest V there could be; half of it is expected
    n_used: int  # differences other than zero
    p: float  # two-sided, (0, 1]


def signed_rank_test(differences: Matrix) -> SignedRank:
    """Test differences by the permutation distribution of their signs.

    Absolute differences are ranked, ties by their average rank and zeros too; then
    the zeros leave and the signs of the others are permuted with their ranks as they
    are (Pratt's way). Without ties and zeros this is the classical exact test.

    Parameters
    ----------
    differences : array, shape (n,)
        Infinite ones share the largest rank.

    Returns
    -------
    SignedRank
        With p = 1 when all differences are zero.

    References
    ----------
    Wilcoxon 1945, doi:10.2307/3001968
    Pratt 1959, doi:10.1080/01621459.1959.10501526
    """
    kept = differences != 0
    ranks = rankdata(np.abs(differences))[kept]
    statistic = float(ranks[differences[kept] > 0].sum())
    total = float(ranks.sum())
    extreme = max(statistic, total - statistic)
    tail = _tail(ranks, extreme) if len(ranks) else 1.0
    return SignedRank(statistic, total, len(ranks), min(1.0, 2 * tail))


def _tail(ranks: Matrix, extreme: float) -> float:
    """Probability of a sum of randomly signed ranks that is as large or larger."""
    if len(ranks) > EXACT_UP_TO:
        spread = np.sqrt((ranks**2).sum()) / 2
        return float(norm.sf((extreme - ranks.sum() / 2) / spread))
    # Average ranks are multiples of a half: twice a rank is whole.
    doubled = np.rint(2 * ranks).astype(int)
    return float(sums_of_subsets(doubled)[round(2 * extreme) :].sum())


def sums_of_subsets(weights: Iterable[int]) -> Matrix:
    """Distribution of the sum of weights of which each counts with probability 1/2.

    Parameters
    ----------
    weights : iterable of int
        Whole numbers of at least 1.

    Returns
    -------
    array, shape (sum of weights + 1,)
        Probability of every sum. Halves are exact in binary, so that the values are
        exact as long as 2**n fits a float's digits.
    """
    chances = np.ones(1)
    for weight in weights:
        without = np.pad(chances, (0, int(weight)))
        without[int(weight) :] += chances
        chances = without / 2
    return chances
