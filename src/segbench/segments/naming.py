"""Names of segments, made of numbers in their own units and never of motives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from segbench.segments.headers import amount, percent
from segbench.segments.markers import Deviation
from segbench.segments.variables import Kind

DIFFERENT_FROM = 0.5
"""Standard deviations from which on a variable may stand in a name ..."""

MOST_PARTS = 3
"""... with at most so many of them."""

AVERAGE_PARTS = 2
"""Variables that name a segment which is like all customers."""


def name_segments(deviations: Sequence[Sequence[Deviation]]) -> list[str]:
    """Name every segment by the variables in which it differs most.

    Marker variables and those half a standard deviation off, at most three, those
    with the largest standardised difference. No two names are equal.

    Parameters
    ----------
    deviations : sequence of sequences of Deviation
        By segment, by variable. Variables that made the segments name them; where
        none did, all may.
    """
    names = [_name(one, segment) for segment, one in enumerate(deviations)]
    times = Counter(names)
    return [
        name if times[name] == 1 else f"{name} (segment {segment})"
        for segment, name in enumerate(names)
    ]


def _name(deviations: Sequence[Deviation], segment: int) -> str:
    used = [one for one in deviations if one.variable.used] or list(deviations)
    known = [one for one in used if not np.isnan(one.difference)]
    ordered = _one_level_a_column(sorted(known, key=_strength))
    telling = [one for one in ordered if _tells(one)][:MOST_PARTS]
    chosen = telling or ordered[:AVERAGE_PARTS]
    if not chosen:
        return f"segment {segment}"
    chosen = [one for one in used if one in chosen]  # in the order of the table
    parts = ", ".join(_part(one) for one in chosen)
    return f"{parts}: {', '.join(_word(one) for one in chosen)}"


def _strength(one: Deviation) -> tuple[float, bool]:
    """Order by distance; of two levels that mirror each other, the frequent first."""
    return -round(abs(one.difference), 9), one.difference < 0


def _one_level_a_column(ordered: Sequence[Deviation]) -> list[Deviation]:
    first: dict[str, Deviation] = {}
    for one in ordered:
        first.setdefault(one.variable.column, one)
    return list(first.values())


def _tells(one: Deviation) -> bool:
    return one.is_marker or abs(one.difference) >= DIFFERENT_FROM


def _part(one: Deviation) -> str:
    header = one.variable.header
    if one.variable.kind is Kind.METRIC:
        return f"{header.title} {amount(one.mean, header.unit)}"
    return f"{one.variable.title} {percent(one.mean)}"


def _word(one: Deviation) -> str:
    if not _tells(one):
        return "average"
    return "high" if one.difference > 0 else "low"
