"""Which customers are outliers, and the columns that make them stand out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import Matrix
from segbench.exploration.numbers import NumericTable
from segbench.exploration.robust import Distances
from segbench.exploration.wording import quoted, shown

MOST_LISTED = 50
"""Outliers that are named; the count says how many there are."""

MOST_COLUMNS = 3
MOST_OF_IT = 0.8
"""Columns are named until they make up this share of the distance."""


@dataclass(frozen=True)
class OutlyingCustomer:
    """An outlier and what is unusual about it."""

    id: str
    distance: float  # in the measure of the method; larger is farther
    columns: tuple[str, ...]  # that make it stand out, strongest first; at most 3
    values: tuple[float, ...]  # of these columns, in their own units
    sides: tuple[str, ...]  # "high" or "low", against the median

    @property
    def text(self) -> str:
        """What stands out, in words."""
        found = zip(self.columns, self.values, self.sides, strict=True)
        return ", ".join(
            f"{quoted(name)} {shown(value)} ({side})" for name, value, side in found
        )


def name_outliers(
    table: NumericTable, found: Distances, points: Matrix, rows: NDArray[np.int64]
) -> tuple[OutlyingCustomer, ...]:
    """Describe the farthest customers among these rows of a table."""
    distances = found.values[rows].tolist()
    ranked = sorted(
        zip(distances, rows.tolist(), strict=True),
        key=lambda one: (-one[0], table.ids[one[1]]),
    )
    return tuple(
        _describe(table, found, points, row) for _, row in ranked[:MOST_LISTED]
    )


def _describe(
    table: NumericTable, found: Distances, points: Matrix, row: int
) -> OutlyingCustomer:
    parts = np.where(np.isnan(table.scaled[row]), 0.0, found.contributions[row])
    columns = _largest(parts)
    values = [np.ldexp(table.scaled[row, i], int(table.exponents[i])) for i in columns]
    return OutlyingCustomer(
        id=table.ids[row],
        distance=float(found.values[row]),
        columns=tuple(table.names[i] for i in columns),
        values=tuple(float(value) for value in values),
        sides=tuple("high" if points[row, i] > 0 else "low" for i in columns),
    )


def _largest(parts: Matrix) -> list[int]:
    """Columns by their part, as many as make up most of it all."""
    ranked = np.argsort(-parts, kind="stable")[:MOST_COLUMNS]
    ranked = ranked[parts[ranked] > 0]
    before = np.cumsum(parts[ranked]) - parts[ranked]
    total = float(np.maximum(parts, 0).sum())
    return [int(i) for i in ranked[before < MOST_OF_IT * total]]
