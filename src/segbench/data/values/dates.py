"""Dates in a column: day first or month first is decided on the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from segbench.data.values.calendar import Calendar, calendar_of
from segbench.data.values.cells import Cells, as_text, cells_of
from segbench.data.values.date_forms import date_form
from segbench.data.values.rules import ValueRules
from segbench.data.values.shapes import Shapes, shapes_of
from segbench.errors import DataError

SAMPLE = 50
"""So many distinct texts tell whether the others are worth a look."""

HOW_TO_SAY = "set dataset.dates=day_first or dataset.dates=month_first"


@dataclass(frozen=True)
class Dates:
    """A column of dates."""

    stamps: pd.Series  # of datetime64, on the index of the column; NaT = missing
    day_first: bool | None  # None where the way of writing leaves no choice
    remark: str  # from when to when, and how they were read


@dataclass(frozen=True)
class DateTexts:
    """Distinct texts read as dates as far as they are some."""

    dates: pd.DatetimeIndex  # one a text; NaT = no date
    day_first: bool | None
    ambiguous: bool  # fits day first and month first, and nothing decides

    @property
    def remark(self) -> str:
        """From when to when, and which part is the day."""
        how = {True: " (day first)", False: " (month first)", None: ""}
        return span(pd.Series(self.dates)) + how[self.day_first]


def span(dates: pd.Series) -> str:
    """Say the first and the last day."""
    return f"dates from {dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d}"


def parse_dates(column: pd.Series, rules: ValueRules | None = None) -> Dates:
    """Read a column that has to hold dates.

    Parameters
    ----------
    column : Series
        Text such as ``2012-09-04``, ``04-09-2012``, ``4-Sep-12``, ``12/1/2010 8:26``,
        ``20100112`` or ``4.9.2012``, or native dates. Its name is used in messages.
    rules : ValueRules
        ``dates`` says which part is the day where the cells leave it open.

    Raises
    ------
    DataError
        When a cell holds no date, or when nothing tells the day from the month.
    """
    rules = rules or ValueRules()
    cells = cells_of(column)
    if cells.dates is not None:
        return Dates(cells.dates, None, span(cells.dates))
    if cells.codes is None:  # whole numbers such as 20100112
        cells = cells_of(as_text(column))
    known = [text for text in cells.texts if text.lower() not in rules.marks]
    found = read_dates(shapes_of(known), rules, compact=True)
    _check(column, cells, known, found)
    by_text = dict(zip(known, found.dates, strict=True))
    values = pd.DatetimeIndex([by_text.get(text, pd.NaT) for text in cells.texts])
    assert cells.codes is not None  # text always has codes
    placed = pd.Series(values.take(cells.codes), index=column.index, name=column.name)
    return Dates(placed, found.day_first, found.remark)


def _check(
    column: pd.Series, cells: Cells, known: Sequence[str], found: DateTexts
) -> None:
    if not known:
        raise DataError(f"column {column.name!r} has no dates: all its cells are empty")
    if found.ambiguous:
        raise DataError(
            f"column {column.name!r} holds dates such as {known[0][:40]!r} that may be "
            f"day first or month first; {HOW_TO_SAY}"
        )
    wrong = np.flatnonzero(found.dates.isna())
    if len(wrong):
        text = known[int(wrong[0])]
        row = int(np.flatnonzero(np.array(cells.texts, object)[cells.codes] == text)[0])
        raise DataError(
            f"column {column.name!r} should hold dates, but row {row + 1} holds "
            f"{text[:40]!r}; mend or empty the cell, or {HOW_TO_SAY}"
        )


def read_dates(shapes: Shapes, rules: ValueRules, *, compact: bool) -> DateTexts:
    """Read distinct texts as dates; ``compact`` allows ``20100112``."""
    calendar = calendar_of(shapes, compact=compact)
    day_first, ambiguous = _order(calendar, rules)
    stamps = calendar.stamps(day_first=day_first is not False)
    return DateTexts(stamps, day_first, ambiguous)


def look_like_dates(shapes: Shapes, *, compact: bool = False) -> bool:
    """Tell from a few texts whether reading all of them as dates is worth the time."""
    some = [shapes.shapes[code] for code in shapes.codes[:SAMPLE]]
    found = sum(date_form(shape, compact=compact) is not None for shape in some)
    return bool(some) and found * 2 >= len(some)


def _order(calendar: Calendar, rules: ValueRules) -> tuple[bool | None, bool]:
    """Day first or not, and whether that is a guess nobody should take."""
    first, second = calendar.first[calendar.open], calendar.second[calendar.open]
    if not len(first):
        return None, False
    if rules.dates is not None:
        return rules.dates == "day_first", False
    day_stands_first = int((first > 12).sum())  # as no month can
    day_stands_second = int((second > 12).sum())
    if day_stands_first != day_stands_second:
        return day_stands_first > day_stands_second, False
    if calendar.dotted[calendar.open].all():  # written so with the day first only
        return True, False
    return True, bool((first != second).any())
