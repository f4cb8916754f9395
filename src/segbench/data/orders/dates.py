"""How a column of dates is written, and the SQL that reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from segbench.data.orders import sql
from segbench.data.orders.counted import NEARLY_ALL, count_of, is_spreadsheet, moment
from segbench.data.orders.source import DateOrder
from segbench.errors import DataError

_ISO = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ].*)?")
_COMPACT = re.compile(r"(19|20)\d{6}(\.0)?")
_PARTS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})([ T].*)?")
_NAMED = re.compile(r"(\d{1,2}[ -])?([A-Za-z]{3,9})[ -](\d{1,2}, )?\d{4}([ T].*)?")
_TIMES = (
    (re.compile(r""), ""),
    (re.compile(r"\d{1,2}:\d{2}"), "%H:%M"),
    (re.compile(r"\d{1,2}:\d{2}:\d{2}"), "%H:%M:%S"),
    (re.compile(r"\d{1,2}:\d{2}:\d{2}\.\d+"), "%H:%M:%S.%f"),
    (re.compile(r"\d{1,2}:\d{2} ?[AaPp][Mm]"), "%I:%M %p"),
    (re.compile(r"\d{1,2}:\d{2}:\d{2} ?[AaPp][Mm]"), "%I:%M:%S %p"),
)
_MOST_MONTHS = 12


@dataclass(frozen=True)
class DateReading:
    """How the cells of a column become points in time."""

    expression: str  # SQL that gives a TIMESTAMP, NULL where it cannot
    said: str  # in a person's words; "" where nothing was decided


def looks_like_dates(cells: Sequence[str]) -> bool:
    """Tell whether nearly all cells are written as dates."""
    known = [cell for cell in cells if cell]
    dated = sum(_form(cell) is not None for cell in known)
    return bool(known) and dated >= NEARLY_ALL * len(known)


def is_iso(cells: Sequence[str]) -> bool:
    """Tell whether all cells are dates as of ISO 8601, year first."""
    return all(_ISO.fullmatch(cell) for cell in cells)


def read_typed(column: str) -> DateReading:
    """Take a column that the file says is made of dates."""
    return DateReading(f"CAST({sql.name(column)} AS TIMESTAMP)", "")


def read_text(
    column: str,
    cells: Sequence[str],
    given: DateOrder | None,
    largest: Callable[[], tuple[int, int]],
    *,
    declared: bool = False,
) -> DateReading:
    """Decide how a column of text, or of numbers, is read.

    Parameters
    ----------
    column : str
        Its name.
    cells : sequence of str
        Some of its cells.
    given : DateOrder or None
        Which of day and month comes first, where that is known.
    largest : callable
        Gives the largest first and second part of the whole column, at some cost.
    declared : bool
        Whether a person says that these are dates.

    Raises
    ------
    DataError
        When these are no dates, or when day and month cannot be told apart.
    """
    known = list(dict.fromkeys(cell for cell in cells if cell))
    count = count_of(known, declared=declared)
    if count is not None:
        return DateReading(moment(column, count), count.said)
    if not looks_like_dates(cells):
        raise DataError(_no_dates(column, known))
    text = f"trim(CAST({sql.name(column)} AS VARCHAR))"
    forms = sorted({form for cell in known if (form := _form(cell))})
    if not any("%?" in form for form in forms):
        return DateReading(_expression(text, forms), "")
    order = given or _order(column, known, largest)
    first, second = ("%d", "%m") if order is DateOrder.DAY_FIRST else ("%m", "%d")
    forms = [form.replace("%?", first, 1).replace("%?", second, 1) for form in forms]
    words = "day" if order is DateOrder.DAY_FIRST else "month"
    why = "as declared" if given else "a part above 12 says so"
    return DateReading(_expression(text, forms), f"dates read {words} first: {why}")


def _no_dates(column: str, cells: Sequence[str]) -> str:
    wrong = next((cell for cell in cells if _form(cell) is None), "nothing")
    message = f"column {column!r} should hold dates, but holds {wrong!r}"
    if is_spreadsheet(cells):
        message = f"{message}; if these are days of a spreadsheet, declare it"
        return f"{message}: dataset.columns.date={column}"
    return f"{message}; name another: dataset.columns.date=COLUMN"


def largest_parts(column: str, source: str) -> str:
    """Write the query for the largest first and second part of a column of dates."""
    text = f"CAST({sql.name(column)} AS VARCHAR)"
    part = r"'^\s*(\d{1,2})[/.-](\d{1,2})[/.-]'"
    parts = {
        alias: f"max(TRY_CAST(regexp_extract({text}, {part}, {i}) AS INTEGER))"
        for i, alias in ((1, "first"), (2, "second"))
    }
    return sql.select(parts, source)


def _form(cell: str) -> str | None:
    """Tell the format of a cell; day and month in either order are ``%?``."""
    if _ISO.fullmatch(cell):
        return "iso"
    if _COMPACT.fullmatch(cell):
        return "%Y%m%d"
    parts = _PARTS.fullmatch(cell)
    if parts:
        year = "%Y" if len(parts[4]) == len("2024") else "%y"
        day = parts[2].join(["%?", "%?", year])
        return _with_time(day, parts[5])
    named = _NAMED.fullmatch(cell)
    if named and (named[1] or named[3]):
        month = "%b" if len(named[2]) == len("Jan") else "%B"
        mark = named[1][-1] if named[1] else " "
        day = f"%d{mark}{month}{mark}%Y" if named[1] else f"{month} %d, %Y"
        return _with_time(day, named[4])
    return None


def _with_time(day: str, time: str | None) -> str | None:
    if not time:
        return day
    for pattern, form in _TIMES[1:]:
        if pattern.fullmatch(time[1:]):
            return f"{day}{time[0]}{form}"
    return None


def _expression(text: str, forms: Sequence[str]) -> str:
    """Try ISO 8601 by a cast, which is quick, and what is left by formats.

    The text has to be an expression: DuckDB 2.0 hands a bare column's TRY_CAST on to
    the reader of CSV, which then raises instead of giving NULL.
    """
    written = [form for form in forms if form != "iso"]
    tries = [f"TRY_CAST({text} AS TIMESTAMP)"] if "iso" in forms else []
    if written:
        listing = ", ".join(sql.text(form) for form in written)
        source = f"regexp_replace({text}, '\\.0$', '')" if "%Y%m%d" in written else text
        tries.append(f"try_strptime({source}, [{listing}])")
    return tries[0] if len(tries) == 1 else f"coalesce({', '.join(tries)})"


def _order(
    column: str, cells: Sequence[str], largest: Callable[[], tuple[int, int]]
) -> DateOrder:
    """Tell whether day or month comes first; a sample of the column may be enough."""
    parts = [match for cell in cells if (match := _PARTS.fullmatch(cell))]
    highest = max(int(one[1]) for one in parts), max(int(one[3]) for one in parts)
    if max(highest) <= _MOST_MONTHS:
        highest = largest()
    day_first, month_first = (part > _MOST_MONTHS for part in highest)
    if day_first != month_first:
        return DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST
    found = "both orders occur" if day_first else "every part is 12 or less"
    message = f"day and month of {column!r}, such as {cells[0]!r}, cannot be told apart"
    raise DataError(
        f"{message}, {found}; say dataset.dates=day_first or dataset.dates=month_first"
    )
