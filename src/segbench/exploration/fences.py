"""Customers far out in a single column: Tukey's fences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import Matrix
from segbench.exploration.numbers import NumericTable, in_units

REACH = 1.5
"""Interquartile ranges from the quartiles to the fences (Tukey 1977)."""

MOST_EXTREME = 5
"""Customers that are named on each side; the counts say how many there are."""


@dataclass(frozen=True)
class Fences:
    """Where a column's usual values end, and who lies beyond."""

    name: str
    low: float  # in the column's unit; NaN = undefined, the reason says why
    high: float
    n_low: int  # customers below the low fence
    n_high: int  # customers above the high fence
    lowest: tuple[str, ...]  # their ids, furthest first; at most 5
    highest: tuple[str, ...]
    reason: str  # why there are no fences; "" when there are


def fence_columns(table: NumericTable) -> tuple[Fences, ...]:
    """Set fences 1.5 interquartile ranges outside the quartiles of every column.

    A yes or no has no outliers, and fences of no width would make one of everybody
    who is not like most: both have none, with the reason.
    """
    return tuple(_fences(table, i) for i in range(len(table.names)))


def _fences(table: NumericTable, column: int) -> Fences:
    name, values = table.names[column], table.scaled[:, column]
    known = np.unique(values[~np.isnan(values)], return_counts=False)
    reason = _why_none(values, len(known))
    if reason:
        return Fences(name, float("nan"), float("nan"), 0, 0, (), (), reason)
    q25, q75 = np.nanquantile(values, [0.25, 0.75])
    low, high = q25 - REACH * (q75 - q25), q75 + REACH * (q75 - q25)
    below, above = np.flatnonzero(values < low), np.flatnonzero(values > high)
    ends = in_units(np.array([low, high]), int(table.exponents[column]))
    return Fences(
        name=name,
        low=float(ends[0]),
        high=float(ends[1]),
        n_low=len(below),
        n_high=len(above),
        lowest=_furthest(table.ids, below, values[below]),
        highest=_furthest(table.ids, above, -values[above]),
        reason="",
    )


def _why_none(values: Matrix, distinct: int) -> str:
    if distinct == 0:
        return "no customer has a value"
    if distinct == 1:
        return "every known value is the same"
    if distinct == 2:
        return "two values, a yes or no, have no outliers"
    q25, q75 = np.nanquantile(values, [0.25, 0.75])
    if not q75 > q25:
        return "the middle half of the customers share one value"
    return ""


def _furthest(
    ids: tuple[str, ...], rows: NDArray[np.int64], from_below: Matrix
) -> tuple[str, ...]:
    """Ids by value, smallest first, ties by the id: no matter of the row order."""
    ranked = sorted(zip(from_below.tolist(), (ids[i] for i in rows), strict=True))
    return tuple(name for _, name in ranked[:MOST_EXTREME])
