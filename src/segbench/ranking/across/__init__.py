"""Compare algorithms over several data sets: no test where there are too few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from segbench.errors import ConfigError
from segbench.ranking.across.bayes import PairProbabilities, bayes_over_pairs
from segbench.ranking.across.cliques import Clique, order_by_rank, rank_cliques
from segbench.ranking.across.comparison import DatasetComparison
from segbench.ranking.across.effects import (
    PairEffect,
    RankUncertainty,
    Shift,
    pair_effects,
    rank_uncertainty,
)
from segbench.ranking.across.frames import pair_frame, rank_frame
from segbench.ranking.across.rank_tests import (
    Friedman,
    PairTest,
    RankTests,
    rank_tests,
)
from segbench.ranking.across.table import ScoreTable, score_table
from segbench.ranking.across.words import in_words

__all__ = [
    "Clique",
    "DatasetComparison",
    "Friedman",
    "PairEffect",
    "PairProbabilities",
    "PairTest",
    "RankTests",
    "RankUncertainty",
    "ScoreTable",
    "Shift",
    "bayes_over_pairs",
    "compare_over_datasets",
    "in_words",
    "pair_frame",
    "rank_frame",
]


def compare_over_datasets(
    scores: Any,
    *,
    algorithms: Sequence[str],
    datasets: Sequence[str],
    alpha: float = 0.05,
    random_state: int = 0,
) -> DatasetComparison:
    """Compare algorithms by their ranks on several data sets.

    Parameters
    ----------
    scores : array-like, shape (n_datasets, n_algorithms)
        Larger is better; only order and sign have to be comparable across data sets.
        Repetitions of a data set are averaged before. NaN, an algorithm that failed,
        gets the last rank of the data set, shared by all that failed there, and is
        counted.
    algorithms, datasets : sequence of str
        Names, each unique.
    alpha : float
        Level of tests and intervals, (0, 1).
    random_state : int
        Seed of the draws of data sets.

    Returns
    -------
    DatasetComparison
        Descriptive, without any test or p-value, under 6 data sets.

    Raises
    ------
    UserError
        Scores and names do not fit, or `alpha` is no level.

    References
    ----------
    Demsar 2006, JMLR 7, 1-30
    Benavoli, Corani & Mangili 2016, JMLR 17(5), 1-10
    """
    if not 0 < alpha < 1:
        raise ConfigError(f"alpha is a number between 0 and 1, not {alpha!r}")
    table = score_table(scores, algorithms, datasets)
    tests = rank_tests(table, alpha)
    return DatasetComparison(
        table=table,
        alpha=alpha,
        order=order_by_rank(table),
        tests=tests,
        cliques=rank_cliques(table, tests),
        effects=pair_effects(table, alpha),
        uncertainty=rank_uncertainty(table, alpha, random_state),
    )
