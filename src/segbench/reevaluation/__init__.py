"""Whether old segments hold on new customers, and which new segment is which old."""

from segbench.reevaluation.evaluate import Reevaluation, Side, reevaluate
from segbench.reevaluation.findings import (
    Finding,
    Kind,
    Question,
    findings_frame,
    judge,
)
from segbench.reevaluation.matching import color_numbers, match_segments, renamed
from segbench.reevaluation.recluster import Recluster
from segbench.reevaluation.transitions import Transition, transitions

__all__ = [
    "Finding",
    "Kind",
    "Question",
    "Recluster",
    "Reevaluation",
    "Side",
    "Transition",
    "color_numbers",
    "findings_frame",
    "judge",
    "match_segments",
    "reevaluate",
    "renamed",
    "transitions",
]
