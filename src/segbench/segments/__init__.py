"""Who is in the segments, and how well each one holds."""

from segbench.segments.portrait import NoiseGroup, Portrait, Profile
from segbench.segments.profile import profile_segments
from segbench.segments.table import SegmentTable, segment_rows
from segbench.segments.variables import Variable, variables_of

__all__ = [
    "NoiseGroup",
    "Portrait",
    "Profile",
    "SegmentTable",
    "Variable",
    "profile_segments",
    "segment_rows",
    "variables_of",
]
