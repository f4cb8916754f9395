"""Distinct texts as years, months and days, and those as points in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segbench.data.values.date_forms import DateForm, Place, date_form
from segbench.data.values.shapes import Shapes

_LAST_OF_2000 = 68
"""Two digits up to here are of the 2000s, as POSIX has it; others of the 1900s."""

_FIRST_YEAR, _LAST_YEAR = 1700, 2250
"""What pandas can hold to the nanosecond, in round years."""

Whole = NDArray[np.int64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Calendar:
    """The numbers of dates, each of shape (n_texts,); 0 where a text is no date."""

    year: Whole
    first: Whole  # the day where ``open``, else the month
    second: Whole  # the month where ``open``, else the day
    seconds: Whole  # since midnight; -1 = no time of a day
    open: Truths
    dotted: Truths

    def days_and_months(self, *, day_first: bool) -> tuple[Whole, Whole]:
        """Days and months once it is said which part is the day."""
        is_day = self.open & day_first
        day = np.where(is_day, self.first, self.second)
        return day, np.where(is_day, self.second, self.first)

    def stamps(self, *, day_first: bool) -> pd.DatetimeIndex:
        """Points in time; NaT where there is no such day."""
        day, month = self.days_and_months(day_first=day_first)
        fits = (month >= 1) & (month <= 12) & (day >= 1) & (self.seconds >= 0)
        fits &= (self.year >= _FIRST_YEAR) & (self.year <= _LAST_YEAR)
        months = np.where(fits, (self.year - 1970) * 12 + month - 1, 0)
        begins = months.astype("datetime64[M]")
        days = begins.astype("datetime64[D]") + np.where(fits, day - 1, 0)
        fits &= days.astype("datetime64[M]") == begins  # no 30 February
        stamps = days.astype("datetime64[s]") + np.where(fits, self.seconds, 0)
        return pd.DatetimeIndex(np.where(fits, stamps, np.datetime64("NaT", "s")))


def calendar_of(shapes: Shapes, *, compact: bool) -> Calendar:
    """Read distinct texts as dates, shape by shape."""
    texts = shapes.texts
    fields = np.zeros((4, len(texts)), dtype=np.int64)
    fields[3] = -1
    is_open, dotted = np.zeros((2, len(texts)), dtype=bool)
    forms = [date_form(shape, compact=compact) for shape in shapes.shapes]
    for rows, form in _groups(shapes, forms):
        part = [shapes.texts[row] for row in rows]
        fields[:, rows] = _read(part, form)
        is_open[rows], dotted[rows] = form.open, form.dotted
    year, first, second, seconds = fields
    return Calendar(year, first, second, seconds, is_open, dotted)


def _groups(
    shapes: Shapes, forms: Sequence[DateForm | None]
) -> list[tuple[Whole, DateForm]]:
    order = np.argsort(shapes.codes, kind="stable")
    ends = np.cumsum(shapes.counts)
    pieces = np.split(order, ends[:-1]) if len(ends) else []
    return [
        (rows, form)
        for rows, form in zip(pieces, forms, strict=True)
        if form is not None
    ]


def _read(texts: Sequence[str], form: DateForm) -> Whole:
    """Numbers of the texts of one shape, shape (4, n_texts)."""
    year = _numbers(texts, form.year)
    if form.year[1] - form.year[0] == 2:
        year += np.where(year <= _LAST_OF_2000, 2000, 1900)
    month = _numbers(texts, form.month) + form.named_month
    day = _numbers(texts, form.day)
    parts = (day, month) if form.open else (month, day)
    return np.stack([year, *parts, _seconds(texts, form)])


def _seconds(texts: Sequence[str], form: DateForm) -> Whole:
    hour = _numbers(texts, form.hour)
    if form.half:
        hour = hour % 12 + (12 if form.half == "p" else 0)
    minute, second = _numbers(texts, form.minute), _numbers(texts, form.second)
    fits = (hour < 24) & (minute < 60) & (second < 60)
    return np.where(fits, hour * 3600 + minute * 60 + second, -1)


def _numbers(texts: Sequence[str], place: Place) -> Whole:
    start, end = place
    if start == end:
        return np.zeros(len(texts), dtype=np.int64)
    return np.array([int(text[start:end]) for text in texts], dtype=np.int64)
