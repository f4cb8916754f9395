"""What candidates get for each measure, and for it on each resample."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segbench.core import Matrix, Scored
from segbench.ranking.rule import Method, RankingRule
from segbench.ranking.values import STABILITY, oriented
from segbench.scoring.calibration import above_chance, calibrated_stability
from segbench.scoring.stability import mean_over_resamples

Cube = NDArray[np.float64]
"""Candidates by resamples by measures."""

SAME_TO_DIGITS = 10
"""Values equal to this many significant digits are the same: the rest is rounding."""


def values_of(one: Scored, measures: Sequence[str], rule: RankingRule) -> Matrix:
    """Return a candidate's value of each measure before candidates are compared.

    Returns
    -------
    ndarray of shape (measures,)
        Large is good; NaN where there is none. Calibrated where the rule says so:
        standard deviations above random partitions, or above null data.
    """
    return np.array([_value(one, name, rule) for name in measures])


def _value(one: Scored, measure: str, rule: RankingRule) -> float:
    calibrated = rule.method is Method.CALIBRATED
    if measure == STABILITY:
        if calibrated:
            return float(calibrated_stability(one))
        return (
            float(mean_over_resamples(one.stability.ari)) if one.stability else np.nan
        )
    value = float(oriented(one.scores, one.labeling.coverage, measure, rule.noise))
    return _above_chance(one, measure, value) if calibrated else value


def _above_chance(one: Scored, measure: str, value: float) -> float:
    chance = one.calibration.chance.get(measure) if one.calibration else None
    return above_chance(value, chance)


def resampled_values(
    one: Scored, measures: Sequence[str], rule: RankingRule, n_resamples: int
) -> Matrix:
    """Return a candidate's values on each resample, shape (resamples, measures).

    A score that was not computed on the resamples keeps its value on all customers.
    """
    whole = values_of(one, measures, rule)
    columns = [
        _on_resamples(one, name, rule, np.full(n_resamples, value))
        for name, value in zip(measures, whole, strict=True)
    ]
    return np.column_stack(columns)


def _on_resamples(
    one: Scored, measure: str, rule: RankingRule, whole: Matrix
) -> Matrix:
    calibrated = rule.method is Method.CALIBRATED
    if measure == STABILITY:
        assert one.stability is not None  # only what was resampled is ranked by it
        values = one.stability.ari
        values = calibrated_stability(one, values) if calibrated else values
    else:
        coverage = one.resampled.get("coverage", np.nan)
        values = oriented(one.resampled, coverage, measure, rule.noise)
        if calibrated:
            values = np.array(
                [_above_chance(one, measure, v) for v in np.ravel(values)]
            )
    if np.shape(values) != np.shape(whole):
        return whole
    return np.where(np.isnan(values), whole, values)


def to_points(values: Cube, rule: RankingRule) -> Cube:
    """Make values of several measures addable; candidates are on the first axis.

    Calibrated values are standard deviations already. Raw ones become the share of
    the other candidates that a candidate beats, ties counted half.
    """
    from scipy.stats import rankdata

    values = rounded(values)
    if rule.method is Method.CALIBRATED:
        return values
    n = len(values)
    if n == 1:
        return np.ones_like(values)
    share: Cube = (rankdata(values, axis=0) - 1) / (n - 1)
    return share


def rounded(values: Cube) -> Cube:
    """Drop the digits that differ by the order of additions alone."""
    with np.errstate(divide="ignore", invalid="ignore"):
        magnitude = np.floor(np.log10(np.abs(values)))
    scale = 10.0 ** (SAME_TO_DIGITS - np.where(np.isfinite(magnitude), magnitude, 0))
    short: Cube = np.round(values * scale) / scale
    return short
