"""Dates that are counted since a day: Unix time, and days of a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from segbench.data.orders import sql

NEARLY_ALL = 0.99
"""Share of cells that have to be dates."""

_SECONDS_1990, _SECONDS_2040 = 631_152_000, 2_208_988_800
_DAYS_1990, _DAYS_2040 = 32_874, 51_136


@dataclass(frozen=True)
class Count:
    """A way to count time."""

    said: str
    form: re.Pattern[str]
    low: float  # 1990-01-01
    high: float  # 2040-01-01
    moment: str  # SQL that makes a TIMESTAMP of a number ``n``


SECONDS = Count(
    "dates read as seconds since 1970 (Unix time, UTC)",
    re.compile(r"\d{9,10}(\.\d+)?"),
    _SECONDS_1990,
    _SECONDS_2040,
    "epoch_ms(CAST({n} * 1000 AS BIGINT))",
)
MILLISECONDS = Count(
    "dates read as milliseconds since 1970 (Unix time, UTC)",
    re.compile(r"\d{12,13}(\.0+)?"),
    _SECONDS_1990 * 1000,
    _SECONDS_2040 * 1000,
    "epoch_ms(CAST({n} AS BIGINT))",
)
SPREADSHEET = Count(
    "dates read as days of a spreadsheet (1 is 1900-01-01)",
    re.compile(r"\d{5}(\.\d+)?"),
    _DAYS_1990,
    _DAYS_2040,
    "TIMESTAMP '1899-12-30' + to_seconds(CAST(round({n} * 86400) AS BIGINT))",
)


def count_of(cells: Sequence[str], *, declared: bool) -> Count | None:
    """Tell how the dates of a column are counted; None where they are not.

    Days of a spreadsheet are taken from a declared column only: too many numbers have
    five digits.
    """
    for count in (SECONDS, MILLISECONDS, *([SPREADSHEET] if declared else [])):
        fits = sum(_fits(cell, count) for cell in cells)
        if cells and fits >= NEARLY_ALL * len(cells):
            return count
    return None


def is_spreadsheet(cells: Sequence[str]) -> bool:
    """Tell whether cells may be days of a spreadsheet."""
    return count_of(cells, declared=True) is SPREADSHEET


def moment(column: str, count: Count) -> str:
    """Write the SQL that gives the moments of a column, NULL out of the range."""
    text = f"trim(CAST({sql.name(column)} AS VARCHAR))"
    n = f"TRY_CAST({text} AS DOUBLE)"
    made = count.moment.format(n=n)
    return f"CASE WHEN {n} BETWEEN {count.low} AND {count.high} THEN {made} END"


def _fits(cell: str, count: Count) -> bool:
    fits = count.form.fullmatch(cell) is not None
    return fits and count.low <= float(cell) < count.high
