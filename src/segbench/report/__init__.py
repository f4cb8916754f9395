"""Tables and the terminal: what a person sees of a run."""

from segbench.report.figures.files import Drawing
from segbench.report.files import write_files
from segbench.report.frames import best_frame, ranking_frame, scores_frame
from segbench.report.results import Results, collect_results
from segbench.report.terminal import print_results

__all__ = [
    "Drawing",
    "Results",
    "best_frame",
    "collect_results",
    "print_results",
    "ranking_frame",
    "scores_frame",
    "write_files",
]
