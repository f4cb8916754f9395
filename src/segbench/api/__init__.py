"""The Python interface: the engine of the command line on a data frame."""

from segbench.api.comparison import Comparison
from segbench.api.engine import compare
from segbench.api.look import explore, profile

__all__ = ["Comparison", "compare", "explore", "profile"]
