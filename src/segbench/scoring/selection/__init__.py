"""The number of segments: statistics of many k, one family of votes a file."""

from segbench.scoring.selection.clustering import ClusterMany
from segbench.scoring.selection.elbow import knee
from segbench.scoring.selection.gap import (
    Gap,
    gap_statistic,
    global_se_max,
    tibs2001_se_max,
)
from segbench.scoring.selection.instability import (
    Instability,
    draw_pairs,
    instability,
)
from segbench.scoring.selection.prediction_strength import (
    CUTOFF,
    PredictionStrength,
    draw_permutations,
    prediction_strength,
)

__all__ = [
    "CUTOFF",
    "ClusterMany",
    "Gap",
    "Instability",
    "PredictionStrength",
    "draw_pairs",
    "draw_permutations",
    "gap_statistic",
    "global_se_max",
    "instability",
    "knee",
    "prediction_strength",
    "tibs2001_se_max",
]
