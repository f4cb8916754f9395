"""From any file that holds a table to a frame, with everything guessed said."""

from segbench.data.reading.options import ReadOptions
from segbench.data.reading.table import read_table

__all__ = ["ReadOptions", "read_table"]
