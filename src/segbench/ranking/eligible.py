"""Which candidates are ranked, and what they are ranked by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from segbench.core import Matrix, Scored
from segbench.ranking.certainty import Spread
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
from segbench.scoring.calibration import z_error
from segbench.scoring.measure_functions import NEEDS_EUCLIDEAN
from segbench.scoring.stability import left_out_ratio


@dataclass(frozen=True)
class Judged:
    """The candidates that are ranked, and what they are ranked by."""

    candidates: tuple[Scored, ...]
    measures: tuple[str, ...]
    rule: RankingRule

    @cached_property
    def weights(self) -> Matrix:
        """Weights of sum 1, shape (measures,)."""
        weights = np.array([self.rule.weights[name] for name in self.measures])
        return weights / weights.sum() if len(weights) else weights

    @cached_property
    def points(self) -> Matrix:
        """Points by measure, shape (candidates, measures)."""
        values = [values_of(one, self.measures, self.rule) for one in self.candidates]
        shape = len(self.candidates), len(self.measures)
        return to_points(np.array(values).reshape(shape), self.rule)

    @cached_property
    def scores(self) -> Matrix:
        """Weighted sums of the points, shape (candidates,)."""
        return rounded(self.points @ self.weights)

    @property
    def best(self) -> int:
        """Position of the first."""
        return int(np.argmax(self.scores))

    @cached_property
    def resampled(self) -> Cube | None:
        """Points on every resample; None where somebody was not resampled."""
        drawn = {x.stability.resamples if x.stability else 0 for x in self.candidates}
        if len(drawn) != 1 or not min(drawn):
            return None
        (n,) = drawn
        values = [
            resampled_values(one, self.measures, self.rule, n)
            for one in self.candidates
        ]
        return to_points(np.array(values), self.rule)

    @property
    def spread(self) -> Spread:
        """What the scores vary by, beside the resamples."""
        first = self.candidates[0]
        left_out = float("nan")
        if first.stability is not None and first.labeling.labels is not None:
            n_customers = len(first.labeling.labels)
            left_out = left_out_ratio(n_customers, first.stability.scheme)
        return Spread(left_out, self._by_null_data())

    def _by_null_data(self) -> Matrix:
        """Variance of the scores that is due to few null data sets."""
        nothing = np.zeros(len(self.candidates))
        is_calibrated = self.rule.method is Method.CALIBRATED
        if not is_calibrated or STABILITY not in self.measures:
            return nothing
        place = self.measures.index(STABILITY)
        draws = [
            0 if one.calibration is None else len(one.calibration.stability)
            for one in self.candidates
        ]
        errors = [
            z_error(z, n) for z, n in zip(self.points[:, place], draws, strict=True)
        ]
        variance: Matrix = (self.weights[place] * np.array(errors)) ** 2
        return variance


def measures_to_rank(
    candidates: Sequence[Scored], rule: RankingRule
) -> tuple[str, ...]:
    """Leave out what nobody has: stability without resamples, or not calibrated.

    Nor has anybody what needs Euclidean distances where there are others. The weights
    of the rest keep their proportions.
    """
    weighted = [
        name
        for name, weight in rule.weights.items()
        if weight > 0
        and not any(one.reasons.get(name) == NEEDS_EUCLIDEAN for one in candidates)
    ]
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
    if one.calibration is None:
        return "only the best settings of each algorithm, by raw values, are"
    if measure == STABILITY:
        return "the setting finds no segments in customers without structure"
    return f"no random partitions into {one.labeling.k_found} segments to compare with"


def judge(candidates: Sequence[Scored], rule: RankingRule) -> Judged:
    """Take the candidates that can be ranked."""
    measures = measures_to_rank(candidates, rule)
    eligible = [one for one in candidates if not why_not(one, measures, rule)]
    return Judged(tuple(eligible), measures, rule)
