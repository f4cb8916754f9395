"""Who is in the segments, and how well each one holds."""

from segbench.segments.table import segment_rows

__all__ = ["segment_rows"]
