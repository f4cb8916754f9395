"""The weighted mean rank of the candidates of one space, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import rankdata

from segbench.core import Matrix, Scored, SpaceKey
from segbench.ranking.gates import gate
from segbench.ranking.rule import NoisePolicy, RankingRule
from segbench.scoring import MEASURES, summarise
from segbench.scoring.measures import Direction

WEIGHT_DRAWS = 10_000
"""Weight vectors drawn for the rank acceptability."""

CLEAR_FROM = 0.5
"""A first place that fewer weightings than this agree on is called a tie."""

CONTENDER_FROM = 0.1
"""Without a clear first, candidates first under this share of weightings contend."""

SAME_TO_DIGITS = 10
"""Values equal to this many significant digits are the same: the rest is rounding."""

STABILITY = "stability"


@dataclass(frozen=True)
class RankedRow:
    """A candidate with its place."""

    scored: Scored
    rank: int | None  # 1 = best, equal scores share; None = not ranked
    score: float  # share of the other candidates beaten, weighted, [0, 1]
    p_first: float  # share of weightings under which it is first, [0, 1]
    tied: bool  # shares its rank, or contends for a first place that is not clear
    reason: str  # why it is not ranked, or a remark


@dataclass(frozen=True)
class Ranking:
    """The candidates of one space, ranked ones first and best first."""

    space: SpaceKey
    rows: tuple[RankedRow, ...]
    measures: tuple[str, ...]  # what the ranks were taken of

    @property
    def ranked(self) -> tuple[RankedRow, ...]:
        """The candidates that have a rank."""
        return tuple(row for row in self.rows if row.rank is not None)


def rank_space(
    space: SpaceKey, candidates: Sequence[Scored], rule: RankingRule
) -> Ranking:
    """Rank the candidates of one space.

    A candidate's score is the weighted mean, over the ranked measures, of the share
    of the other candidates that it beats, ties counted half. The weights are then
    varied over all possible ones to see whether the first place depends on them (rank
    acceptability; Lahdelma & Salminen 2001, doi:10.1287/opre.49.3.444.11220).

    Parameters
    ----------
    space : SpaceKey
        Names the space.
    candidates : sequence of Scored
        Every setting that was run, failed ones included.
    rule : RankingRule
        Weights, noise policy and gates.
    """
    measures = _measures_to_rank(candidates, rule)
    judged = sorted(
        ((one, _oriented(one, measures, rule)) for one in candidates),
        key=lambda pair: _name_order(pair[0]),
    )
    reasons = [
        _why_not(one, dict(zip(measures, v, strict=True)), rule) for one, v in judged
    ]
    eligible = [pair for pair, why in zip(judged, reasons, strict=True) if not why]
    ranked = _place(
        [one for one, _ in eligible], [v for _, v in eligible], measures, rule
    )
    unranked = [
        RankedRow(one, None, float("nan"), float("nan"), False, _with_note(one, why))
        for (one, _), why in zip(judged, reasons, strict=True)
        if why
    ]
    return Ranking(space, (*ranked, *unranked), measures)


def _measures_to_rank(
    candidates: Sequence[Scored], rule: RankingRule
) -> tuple[str, ...]:
    """Leave stability out when no resamples were drawn."""
    resampled = any(one.stability is not None for one in candidates)
    weighted = [name for name, weight in rule.weights.items() if weight > 0]
    return tuple(name for name in weighted if name != STABILITY or resampled)


def _oriented(one: Scored, measures: Sequence[str], rule: RankingRule) -> list[float]:
    """Values to rank: the price of noise is in them, and large is good."""
    penalized = rule.noise is NoisePolicy.PENALIZE
    coverage = one.labeling.coverage if penalized else 1.0
    values = []
    for name in measures:
        if name == STABILITY:
            values.append(summarise(one.stability).mean if one.stability else np.nan)
        elif MEASURES[name].direction is Direction.LARGE:
            values.append(one.scores[name] * coverage)
        else:
            values.append(-one.scores[name] / coverage if coverage else np.nan)
    return values


def _why_not(one: Scored, values: Mapping[str, float], rule: RankingRule) -> str:
    """Say why a candidate is not ranked; "" when it is."""
    gated = gate(one.labeling, rule.gates)
    if gated:
        return gated
    if not values:
        return "nothing to rank by: only stability has a weight, and B is 0"
    for name, value in values.items():
        if np.isnan(value):
            stability = one.stability.reason if one.stability else "not resampled"
            because = stability if name == STABILITY else one.reasons.get(name, "")
            return f"{name} is undefined: {because}"
    return ""


def _with_note(one: Scored, why: str) -> str:
    """Keep what the labeling itself has to say beside the reason of no rank."""
    note = one.labeling.reason
    return why if not note or note == why else f"{note}; {why}"


def _place(
    candidates: Sequence[Scored],
    values: Sequence[Sequence[float]],
    measures: Sequence[str],
    rule: RankingRule,
) -> list[RankedRow]:
    if not candidates:
        return []
    beaten = _share_beaten(_rounded(np.array(values)))
    weights = np.array([rule.weights[name] for name in measures])
    scores = _rounded(beaten @ (weights / weights.sum()))
    ranks = rankdata(-scores, method="min").astype(int)
    first = _p_first(beaten)
    contends = (
        first >= CONTENDER_FROM if first[ranks == 1].max() < CLEAR_FROM else False
    )
    tied = (np.bincount(ranks)[ranks] > 1) | contends
    rows = [
        RankedRow(one, int(rank), float(s), float(p), bool(t), one.labeling.reason)
        for one, rank, s, p, t in zip(
            candidates, ranks, scores, first, tied, strict=True
        )
    ]
    return sorted(rows, key=lambda row: row.rank or 0)


def _share_beaten(values: Matrix) -> Matrix:
    """Share of the other candidates that each one beats, by measure."""
    n = len(values)
    if n == 1:
        return np.ones_like(values)
    share: Matrix = (rankdata(values, axis=0) - 1) / (n - 1)
    return share


def _p_first(beaten: Matrix) -> Matrix:
    """Share of all weightings under which each candidate is first or equal first."""
    weights = np.random.default_rng(0).dirichlet(
        np.ones(beaten.shape[1]), size=WEIGHT_DRAWS
    )
    scores = _rounded(weights @ beaten.T)
    share: Matrix = (scores == scores.max(axis=1, keepdims=True)).mean(axis=0)
    return share


def _rounded(values: Matrix) -> Matrix:
    """Drop the digits that differ by the order of additions alone."""
    with np.errstate(divide="ignore", invalid="ignore"):
        magnitude = np.floor(np.log10(np.abs(values)))
    scale = 10.0 ** (SAME_TO_DIGITS - np.where(np.isfinite(magnitude), magnitude, 0))
    rounded: Matrix = np.round(values * scale) / scale
    return rounded


def _name_order(one: Scored) -> tuple[Any, ...]:
    """Order of candidates that are equal otherwise: fewest segments asked for first."""
    setting = one.labeling.setting
    return (one.labeling.k_asked or 0, setting.algo, setting.key)
