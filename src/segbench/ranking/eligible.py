"""Which candidates are ranked, and what they are ranked by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from segbench.core import Matrix, Scored
from segbench.ranking.gates import gate
from segbench.ranking.points import (
    Cube,
    resampled_values,
    rounded,
    to_points,
    values_of,
)
from segbench.ranking.rule import Method, RankingRule
from segbench.ranking.values import STABILITY


@dataclass(frozen=True)
class Judged:
    """The candidates that are ranked, and what they are ranked by."""

    candidates: tuple[Scored, ...]
    points: Matrix  # shape (candidates, measures)
    resampled: Cube | None  # shape (candidates, resamples, measures)
    weights: Matrix  # shape (measures,), of sum 1

    @property
    def scores(self) -> Matrix:
        """Weighted sums of the points, shape (candidates,)."""
        return rounded(self.points @ self.weights)


def measures_to_rank(
    candidates: Sequence[Scored], rule: RankingRule
) -> tuple[str, ...]:
    """Leave out what nobody has: stability without resamples, or not calibrated."""
    weighted = [name for name, weight in rule.weights.items() if weight > 0]
    if any(_can_rank_stability(one, rule) for one in candidates):
        return tuple(weighted)
    return tuple(name for name in weighted if name != STABILITY)


def _can_rank_stability(one: Scored, rule: RankingRule) -> bool:
    if one.stability is None or rule.method is Method.RANKS:
        return one.stability is not None
    return one.calibration is not None and one.calibration.stability.size > 0


def why_not(one: Scored, measures: Sequence[str], rule: RankingRule) -> str:
    """Say why a candidate is not ranked; "" when it is."""
    gated = gate(one.labeling, rule.gates)
    if gated:
        return gated
    if not measures:
        return (
            "nothing to rank by: only stability has a weight, and it was not measured"
        )
    raw = values_of(one, measures, replace(rule, method=Method.RANKS))
    for name, value in zip(measures, raw, strict=True):
        if np.isnan(value):
            stability = one.stability.reason if one.stability else "not resampled"
            because = stability if name == STABILITY else one.reasons.get(name, "")
            return f"{name} is undefined: {because}"
    for name, value in zip(measures, values_of(one, measures, rule), strict=True):
        if np.isnan(value):
            return f"{name} is not calibrated: {_why_uncalibrated(one, name)}"
    return ""


def _why_uncalibrated(one: Scored, measure: str) -> str:
    if measure == STABILITY:
        return "the setting finds no segments in customers without structure"
    return f"no random partitions into {one.labeling.k_found} segments to compare with"


def judge(
    eligible: Sequence[Scored], measures: Sequence[str], rule: RankingRule
) -> Judged:
    """Collect the points of the candidates that are ranked."""
    weights = np.array([rule.weights[name] for name in measures])
    values = np.array([values_of(one, measures, rule) for one in eligible])
    return Judged(
        tuple(eligible),
        to_points(values.reshape(len(eligible), len(measures)), rule),
        _resampled_points(eligible, measures, rule),
        weights / max(weights.sum(), 1e-300),
    )


def _resampled_points(
    eligible: Sequence[Scored], measures: Sequence[str], rule: RankingRule
) -> Cube | None:
    """Points on every resample; None where somebody was not resampled."""
    drawn = {one.stability.resamples if one.stability else 0 for one in eligible}
    if len(drawn) != 1 or not min(drawn):
        return None
    (n,) = drawn
    values = [resampled_values(one, measures, rule, n) for one in eligible]
    return to_points(np.array(values), rule)
