"""Scores of labelings: measures within a space, agreement, stability."""

from segbench.scoring.agreement import compare_labels
from segbench.scoring.measures import MEASURES, Measure
from segbench.scoring.score import Score, score_labelings
from segbench.scoring.stability import default_resamples, draw_resamples, summarise

__all__ = [
    "MEASURES",
    "Measure",
    "Score",
    "compare_labels",
    "default_resamples",
    "draw_resamples",
    "score_labelings",
    "summarise",
]
