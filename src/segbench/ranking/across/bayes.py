"""Probabilities that an algorithm is better, practically equal or worse."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segbench.checks import number
from segbench.core import Matrix
from segbench.ranking.across.rank_tests import ENOUGH_TO_TEST
from segbench.ranking.across.table import ScoreTable
from segbench.seeds import seed_for

PRIOR_STRENGTH = 0.5
"""Weight of the prior's one data set, on which the algorithms are equal."""

DRAWS = 20_000
"""Draws from the posterior: a probability's standard error is at most 0.004."""


@dataclass(frozen=True)
class PairProbabilities:
    """Posterior probabilities of two algorithms; they add up to 1."""

    first: str
    second: str
    rope: float  # differences up to it are practically none
    p_first: float  # the first is better by more than the rope
    p_equivalent: float
    p_second: float


def bayes_over_pairs(
    table: ScoreTable, *, rope: float, random_state: int = 0
) -> tuple[PairProbabilities, ...]:
    """Compare every two algorithms by the Bayesian signed-rank test.

    Parameters
    ----------
    table : ScoreTable
    rope : float
        Half width of the region of practical equivalence, in units of the score, at
        least 0. It has to be chosen before the scores are seen: 0.01 for a
        silhouette, 0.05 for an adjusted Rand index.
    random_state : int
        Weights follow the names of the data sets and are the same for all pairs: the
        order of rows and columns changes nothing.

    Returns
    -------
    tuple of PairProbabilities
        Empty under 6 data sets, where the prior would speak.
    """
    width = number("rope", rope, low=0)
    n = len(table.datasets)
    if n < ENOUGH_TO_TEST:
        return ()
    weights = posterior_weights(n, random_state)
    rows = table.rows_by_name()
    return tuple(
        PairProbabilities(
            table.algorithms[i],
            table.algorithms[j],
            width,
            *signed_rank_posterior(table.differences(i, j)[rows], width, weights),
        )
        for i, j in table.pairs
    )


def posterior_weights(n: int, random_state: int = 0) -> Matrix:
    """Draw weights of the prior's data set and n real ones, shape (DRAWS, n + 1)."""
    rng = np.random.default_rng(seed_for(random_state, "bayesian signed rank"))
    return rng.dirichlet([PRIOR_STRENGTH, *[1.0] * n], size=DRAWS)


def signed_rank_posterior(
    differences: Matrix, rope: float, weights: Matrix
) -> tuple[float, float, float]:
    """Probabilities of better, equivalent and worse.

    In every draw the averages of all pairs of differences are spread over the three
    regions by their weights, and the region with most weight wins; equal ones share.

    Parameters
    ----------
    differences : array, shape (n,)
        Infinite where one algorithm failed; two that oppose each other cancel out.
    rope : float
    weights : array, shape (draws, n + 1)
        Of the prior's difference of zero, then of the others.

    References
    ----------
    Benavoli, Corani, Demsar & Zaffalon 2017, JMLR 18(77), 1-36
    Benavoli, Mangili, Corani, Zaffalon & Ruggeri 2014, ICML, PMLR 32(2), 1026-1034
    """
    values = np.concatenate([[0.0], differences])
    with np.errstate(invalid="ignore"):
        sums = np.nan_to_num(values[:, None] + values, posinf=np.inf, neginf=-np.inf)
    better = _weight_of(sums > 2 * rope, weights)
    worse = _weight_of(sums < -2 * rope, weights)
    regions = np.stack([better, 1 - better - worse, worse], axis=1)
    # Weights that are equal on paper differ in their last bits.
    winners = regions >= regions.max(axis=1, keepdims=True) - 1e-12
    shares = (winners / winners.sum(axis=1, keepdims=True)).mean(axis=0)
    return float(shares[0]), float(shares[1]), float(shares[2])


def _weight_of(pairs: Matrix, weights: Matrix) -> Matrix:
    """Weight of the pairs of data sets that are in a region, shape (draws,)."""
    return np.asarray(((weights @ pairs.astype(float)) * weights).sum(axis=1))
