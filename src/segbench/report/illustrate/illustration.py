"""A figure with its place in a report and its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Place(StrEnum):
    """The chapter of a report that a figure belongs to."""

    SHORT = "short"  # the first screen
    CUSTOMERS = "customers"
    RANKING = "ranking"
    K = "number-of-segments"
    SEGMENTS = "segments"
    STABILITY = "stability"
    SENSITIVITY = "sensitivity"


@dataclass(frozen=True, eq=False)
class Illustration:
    """A figure that a report shows, yet to be drawn: perhaps in another process."""

    name: str  # of its files
    place: Place
    caption: str  # what it says
    description: str  # what is to be seen, for who cannot see it
    draw: Callable[[], Figure]
