"""A measure as a record: what it computes, which way is good, where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from segbench.scoring.given import Given, Values

SHIPPED = "segbench"
"""Origin of the measures that come with segbench."""


class Direction(IntEnum):
    """Which way a measure is good."""

    LARGE = 1
    SMALL = -1
    NEITHER = 0  # shown, never ranked


@dataclass(frozen=True)
class Measure:
    """A measure of labelings in a space."""

    name: str
    function: Callable[[Given], Values]
    direction: Direction
    low: float  # smallest value there can be
    high: float  # largest value there can be
    needs_truth: bool
    undefined: str  # when a labeling with two segments still has no value
    reference: str
    origin: str = SHIPPED  # who brought it: segbench, a distribution, a module
