"""What a table says of a labeling's calibration."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from segbench.core import Scored, Status
from segbench.ranking import Method, Ranking
from segbench.ranking.across_spaces import calibrated
from segbench.ranking.points import values_of
from segbench.scoring.stability import mean_over_resamples

OWN = "itself"
YARDSTICK = "kmeans"


def calibration_cells(scored: Scored, ranking: Ranking) -> dict[str, Any]:
    """Return the calibrated values of a labeling by column; empty without any."""
    if scored.labeling.status is not Status.OK or scored.calibration is None:
        return {}
    rule = ranking.rule
    names = list(rule.weights)
    chance = values_of(scored, names, replace(rule, method=Method.CALIBRATED))
    nulls = calibrated(scored, rule, ranking.measures)
    null_stability = scored.calibration.stability
    return {
        **{f"z_{name}": float(z) for name, z in zip(names, chance, strict=True)},
        **{f"null_{name}": z for name, z in nulls.z.items() if name != "stability"},
        "null_p_value": nulls.p_value,
        "null_score": nulls.score,
        "null_stability": float(mean_over_resamples(null_stability))
        if null_stability.size
        else np.nan,
        "calibrated_by": OWN if scored.calibration.own else YARDSTICK,
    }
