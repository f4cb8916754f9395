"""The Python interface: the engine of the command line on a data frame."""

from segbench.api.best import Best
from segbench.api.comparison import Comparison
from segbench.api.engine import compare
from segbench.api.holding import Holding
from segbench.api.look import explore, profile
from segbench.api.segmenter import Segmenter

__all__ = [
    "Best",
    "Comparison",
    "Holding",
    "Segmenter",
    "compare",
    "explore",
    "profile",
]
