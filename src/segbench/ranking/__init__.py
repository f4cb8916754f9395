"""Order the candidates of a space: gates first, then ranks, ties shown."""

from segbench.ranking.gates import Gates, gate
from segbench.ranking.order import (
    CLEAR_FROM,
    CONTENDER_FROM,
    RankedRow,
    Ranking,
    best_of,
    rank_space,
)
from segbench.ranking.rule import RANKED_MEASURES, Method, NoisePolicy, RankingRule

__all__ = [
    "CLEAR_FROM",
    "CONTENDER_FROM",
    "RANKED_MEASURES",
    "Gates",
    "Method",
    "NoisePolicy",
    "RankedRow",
    "Ranking",
    "RankingRule",
    "best_of",
    "gate",
    "rank_space",
]
