"""The Python interface: the engine of the command line on a data frame."""

from segbench.api.compare import compare
from segbench.api.comparison import Comparison

__all__ = ["Comparison", "compare"]
