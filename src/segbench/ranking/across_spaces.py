"""Spaces of the same customers in one order: by calibrated values alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from segbench.core import Matrix, Scored
from segbench.ranking.order import RankedRow, Ranking
from segbench.ranking.rule import RankingRule
from segbench.ranking.values import STABILITY, oriented
from segbench.scoring.calibration import above_nulls, calibrated_stability


@dataclass(frozen=True)
class Calibrated:
    """How far above customers without structure a labeling is, in its space."""

    z: dict[str, float]  # by measure; NaN where there is no calibration
    p_value: float  # of the silhouette
    score: float  # weighted sum of z; NaN where one is missing


@dataclass(frozen=True)
class SpaceWinner:
    """The first candidate of a space with its calibrated values."""

    ranking: Ranking
    row: RankedRow | None  # None where nothing is ranked
    calibrated: Calibrated
    rank: int | None  # among the spaces of the same customers; None = no score


def calibrated(one: Scored, rule: RankingRule, measures: Sequence[str]) -> Calibrated:
    """Compare a labeling with the same setting on data without structure.

    Parameters
    ----------
    one : Scored
        The labeling.
    rule : RankingRule
        Weights and noise policy.
    measures : sequence of str
        What the ranking of its space was made of.

    References
    ----------
    Hennig & Lin 2015, doi:10.1007/s11222-015-9566-5
    """
    z, p_value = {}, float("nan")
    for name in measures:
        if name == STABILITY:
            z[name] = float(calibrated_stability(one))
        else:
            z[name], p = _above_nulls(one, name, rule)
            p_value = p if name == "silhouette" else p_value
    weights = np.array([rule.weights[name] for name in z])
    score = float(np.array(list(z.values())) @ weights / weights.sum()) if z else np.nan
    return Calibrated(z, p_value, score)


def _above_nulls(one: Scored, measure: str, rule: RankingRule) -> tuple[float, float]:
    if one.calibration is None or not one.calibration.nulls:
        return float("nan"), float("nan")
    value = float(oriented(one.scores, one.labeling.coverage, measure, rule.noise))
    nulls = one.calibration.nulls
    null_values: Matrix = oriented(nulls, nulls["coverage"], measure, rule.noise)
    return above_nulls(value, null_values)


def across_spaces(
    rankings: Sequence[Ranking], rule: RankingRule
) -> tuple[SpaceWinner, ...]:
    """Order the first candidates of the spaces, data set by data set.

    Returns
    -------
    tuple of SpaceWinner
        In the order of the rankings.
    """
    found = [
        calibrated(one.ranked[0].scored, rule, one.measures)
        if one.ranked
        else Calibrated({}, float("nan"), float("nan"))
        for one in rankings
    ]
    return tuple(
        SpaceWinner(
            ranking,
            ranking.ranked[0] if ranking.ranked else None,
            own,
            _rank(own.score, _rivals(ranking, rankings, found)),
        )
        for ranking, own in zip(rankings, found, strict=True)
    )


def _rivals(
    ranking: Ranking, rankings: Sequence[Ranking], found: Sequence[Calibrated]
) -> list[float]:
    """Scores of all spaces of the same customers."""
    customers = ranking.space.fingerprint
    return [
        one.score
        for other, one in zip(rankings, found, strict=True)
        if other.space.fingerprint == customers
    ]


def _rank(score: float, rivals: Sequence[float]) -> int | None:
    if np.isnan(score):
        return None
    return 1 + sum(1 for rival in rivals if rival > score)
