"""The order of the candidates of one space, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segbench.core import Matrix, Scored, Setting, SpaceKey
from segbench.ranking.certainty import (
    like_the_first,
    over_resamples,
    over_small_changes,
    over_weights,
)
from segbench.ranking.eligible import Judged, judge, why_not
from segbench.ranking.rule import NoisePolicy, RankingRule
from segbench.scoring.agreement import agreement_of

CLEAR_FROM = 0.5
"""A first place that fewer weightings than this agree on is called a tie."""

BASELINE = "kmeans"
"""The algorithm that others have to beat, with other segments, to be chosen."""

SAME_FROM = 0.9
"""Adjusted Rand index from which on two segmentations are the same in practice."""

CONTENDER_FROM = 0.1
"""Without a clear first, candidates first under this share of weightings contend."""


@dataclass(frozen=True)
class RankedRow:
    """A candidate with its place."""

    scored: Scored
    rank: int | None  # 1 = best, equal scores share; None = not ranked
    score: float  # weighted sum of the points
    points: Mapping[str, float]  # by measure: calibrated, or share of others beaten
    p_first: float  # share of weightings under which it is first, [0, 1]
    p_first_resampled: float  # share of resamples in which it is first; NaN = none
    rank_low: float  # 5 % quantile of the ranks over the resamples
    rank_high: float  # 95 % quantile
    tied: bool  # cannot be told from the first
    reason: str  # why it is not ranked, or a remark


@dataclass(frozen=True)
class Ranking:
    """The candidates of one space, ranked ones first and best first."""

    space: SpaceKey
    rows: tuple[RankedRow, ...]
    measures: tuple[str, ...]  # what the scores were made of
    rule: RankingRule
    overturned_by: tuple[Setting, ...] = ()  # first after a small change of a weight
    other_winners: Mapping[NoisePolicy, Setting] = field(default_factory=dict)

    @property
    def ranked(self) -> tuple[RankedRow, ...]:
        """The candidates that have a rank."""
        return tuple(row for row in self.rows if row.rank is not None)

    @cached_property
    def chosen(self) -> RankedRow | None:
        """The candidate to use; None where nothing is ranked.

        It is the first, unless the baseline has as many segments and is tied with
        it, or finds the same customers together: then the simpler one is taken.
        """
        if not self.ranked:
            return None
        first = self.ranked[0]
        return next((row for row in self.ranked if _will_do(row, first)), first)


def rank_space(
    space: SpaceKey, candidates: Sequence[Scored], rule: RankingRule
) -> Ranking:
    """Rank the candidates of one space.

    A candidate's score is the weighted sum of its points: of calibrated values, or of
    the shares of the other candidates it beats.

    Parameters
    ----------
    space : SpaceKey
        Names the space.
    candidates : sequence of Scored
        Every setting that was run, failed ones included.
    rule : RankingRule
        Method, weights, noise policy and gates.
    """
    ordered = sorted(candidates, key=_name_order)
    judged = judge(ordered, rule)
    rows = _place(judged) if judged.candidates else []
    reasons = [why_not(one, judged.measures, rule) for one in ordered]
    unranked = [
        _unranked(one, why) for one, why in zip(ordered, reasons, strict=True) if why
    ]
    return Ranking(
        space,
        (*rows, *unranked),
        judged.measures,
        rule,
        overturned_by=_overturned_by(judged),
        other_winners=_other_winners(ordered, judged),
    )


def best_of(
    candidates: Sequence[Scored], rule: RankingRule, count: int
) -> list[Scored]:
    """Return the first candidates of a ranking, best first, and nothing about them."""
    judged = judge(sorted(candidates, key=_name_order), rule)
    best = np.argsort(-judged.scores, kind="stable")[:count]
    return [judged.candidates[i] for i in best]


def _place(judged: Judged) -> list[RankedRow]:
    from scipy.stats import rankdata

    scores = judged.scores
    ranks = rankdata(-scores, method="min").astype(int)
    first = over_weights(judged.points)
    tied = _tied(judged, ranks, first)
    nothing = np.full(len(scores), np.nan)
    again = (nothing, nothing, nothing)
    if judged.resampled is not None:
        found = over_resamples(judged.resampled, judged.weights)
        again = (found.p_first, found.low, found.high)
    rows = [
        RankedRow(
            scored=one,
            rank=int(ranks[i]),
            score=float(scores[i]),
            points=_named(judged, i),
            p_first=float(first[i]),
            p_first_resampled=float(again[0][i]),
            rank_low=float(again[1][i]),
            rank_high=float(again[2][i]),
            tied=bool(tied[i]),
            reason=one.labeling.reason,
        )
        for i, one in enumerate(judged.candidates)
    ]
    return sorted(rows, key=lambda row: row.rank or 0)


def _named(judged: Judged, i: int) -> dict[str, float]:
    """Points of a candidate by measure."""
    points = map(float, judged.points[i])
    return dict(zip(judged.measures, points, strict=True))


def _tied(judged: Judged, ranks: NDArray[np.int64], first: Matrix) -> NDArray[np.bool_]:
    """Tell who cannot be told from the first; nobody when only the first itself."""
    alike = like_the_first(
        judged.scores, judged.resampled, judged.weights, judged.spread
    )
    alike |= _same_labels(judged.candidates, judged.best) | (ranks == 1)
    if len(first) > 1 and first[ranks == 1].max() < CLEAR_FROM:
        others = np.where(ranks == 1, 0.0, first)
        alike |= (first >= CONTENDER_FROM) | (others == others.max())
    return alike if alike.sum() > 1 else np.zeros_like(alike)


def _same_labels(candidates: Sequence[Scored], best: int) -> NDArray[np.bool_]:
    labels = [np.asarray(one.labeling.labels) for one in candidates]
    return np.array([np.array_equal(one, labels[best]) for one in labels])


def _unranked(one: Scored, why: str) -> RankedRow:
    """Keep what the labeling itself has to say beside the reason of no rank."""
    note = one.labeling.reason
    reason = why if not note or note == why else f"{note}; {why}"
    nan = float("nan")
    return RankedRow(one, None, nan, {}, nan, nan, nan, nan, False, reason)


def _overturned_by(judged: Judged) -> tuple[Setting, ...]:
    """Settings of another segmentation that a small change of a weight puts first."""
    if not judged.candidates:
        return ()
    first = over_small_changes(judged.points, judged.weights)
    other = first & ~_same_labels(judged.candidates, judged.best)
    return tuple(judged.candidates[i].labeling.setting for i in np.flatnonzero(other))


def _other_winners(
    candidates: Sequence[Scored], judged: Judged
) -> dict[NoisePolicy, Setting]:
    """Settings that are first under another noise policy, with other segments."""
    winners = {}
    for policy in NoisePolicy:
        if policy is judged.rule.noise or not judged.candidates:
            continue
        other = judge(candidates, replace(judged.rule, noise=policy))
        if other.candidates:
            own, first = judged.candidates[judged.best], other.candidates[other.best]
            if not _same_labels([own, first], 0)[1]:
                winners[policy] = first.labeling.setting
    return winners


def _will_do(row: RankedRow, first: RankedRow) -> bool:
    """Tell whether a row is the baseline's and as good as the first."""
    labeling, other = row.scored.labeling, first.scored.labeling
    if labeling.setting.algo != BASELINE or labeling.k_found != other.k_found:
        return False
    same = agreement_of(np.asarray(labeling.labels), np.asarray(other.labels))
    return row.tied or same >= SAME_FROM


def _name_order(one: Scored) -> tuple[Any, ...]:
    """Order of candidates that are equal otherwise: fewest segments asked for first."""
    setting = one.labeling.setting
    return (one.labeling.k_asked or 0, setting.algo, setting.key)
