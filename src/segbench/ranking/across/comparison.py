"""Everything that scores of algorithms on several data sets say."""

from __future__ import annotations

from dataclasses import dataclass

from segbench.core import Matrix
from segbench.ranking.across.cliques import Clique
from segbench.ranking.across.effects import PairEffect, RankUncertainty
from segbench.ranking.across.rank_tests import RankTests
from segbench.ranking.across.table import ScoreTable


@dataclass(frozen=True)
class DatasetComparison:
    """Algorithms compared over data sets."""

    table: ScoreTable
    alpha: float  # level of tests and intervals
    order: tuple[int, ...]  # columns from the best mean rank to the worst
    tests: RankTests
    cliques: tuple[Clique, ...]  # empty without a test
    effects: tuple[PairEffect, ...]  # of every pair
    uncertainty: RankUncertainty | None  # None under 10 data sets

    @property
    def descriptive(self) -> bool:
        """There are too few data sets for any test."""
        return self.tests.descriptive

    @property
    def mean_ranks(self) -> Matrix:
        """Average rank per algorithm, shape (n_algorithms,), 1 = always best."""
        return self.table.mean_ranks

    @property
    def names_by_rank(self) -> tuple[str, ...]:
        """Algorithms from the best mean rank to the worst."""
        return tuple(self.table.algorithms[i] for i in self.order)
