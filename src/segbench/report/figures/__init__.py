"""Figures of results; matplotlib is imported when one is drawn."""

from segbench.report.figures.choice_of_k import CriterionCurve, choice_of_k_figure
from segbench.report.figures.critical_difference import critical_difference_diagram

__all__ = ["CriterionCurve", "choice_of_k_figure", "critical_difference_diagram"]
