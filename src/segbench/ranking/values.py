"""What a score counts for: the price of noise is in it, and large is good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from segbench.ranking.rule import NoisePolicy
from segbench.scoring import MEASURES
from segbench.scoring.measures import Direction

STABILITY = "stability"

SMALLEST = 1e-3
"""A Davies-Bouldin below this counts as this: segments without any spread have 0, and
its logarithm would outweigh everything else."""

_VARIANT = {
    NoisePolicy.COMPLETE: "_completed",
    NoisePolicy.CLUSTER: "_as_cluster",
}
"""Ending of the score that a policy takes instead of that of the assigned customers."""


def oriented(
    scores: Mapping[str, Any], coverage: Any, measure: str, policy: NoisePolicy
) -> Any:
    """Turn a score, or an array of scores, so that more is better.

    Parameters
    ----------
    scores : mapping of str to float or ndarray
        By measure.
    coverage : float or ndarray
        Share of customers in a segment.
    measure : str
        A measure with a direction; of those where small is good, -log is taken.
    policy : NoisePolicy
        What unassigned customers cost.
    """
    value = np.asarray(scores.get(measure + _VARIANT.get(policy, ""), np.nan))
    counted = np.asarray(coverage if policy is NoisePolicy.PENALIZE else 1.0)
    if MEASURES[measure].direction is Direction.LARGE:
        return value * counted
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.log(np.maximum(value, SMALLEST) / counted)
