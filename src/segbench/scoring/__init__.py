"""Scores of labelings: measures within a space, agreement, stability."""

from segbench.scoring.agreement import compare_labels
from segbench.scoring.measures import (
    MEASURES,
    Measure,
    available_measures,
    register_measure,
)
from segbench.scoring.score import Score, score_labelings
from segbench.scoring.stability import default_resamples, draw_resamples, summarise

__all__ = [
    "MEASURES",
    "Measure",
    "Score",
    "available_measures",
    "compare_labels",
    "default_resamples",
    "draw_resamples",
    "register_measure",
    "score_labelings",
    "summarise",
]
