"""The ways in which a date is written, found on its shape."""

from __future__ import annotations

import re
from typing import NamedTuple

_TIME = (
    r"(?:[T ,]\s*(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_YEAR = "(?P<year>[0-9]{4}|[0-9]{2})"
_MONTH_NAME = r"(?P<name>[^\W\d_]{3,12})"
_FORMS = [
    re.compile(form + _TIME)
    for form in (
        # 2012-09-04
        r"(?P<iso>)(?P<year>[0-9]{4})(?P<mark>[-/.])(?P<month>[0-9]{1,2})"
        r"(?P=mark)(?P<day>[0-9]{1,2})",
        # 04-09-2012, 4/9/12, 4. 9. 2012
        r"(?P<day>[0-9]{1,2})(?P<mark>[-/.])\s?(?P<month>[0-9]{1,2})(?P=mark)\s?"
        + _YEAR,
        # 4-Sep-12, 4. September 2012
        rf"(?P<day>[0-9]{{1,2}})[-/. ]+{_MONTH_NAME}\.?[-/., ]*{_YEAR}",
        # Sep 4, 2012
        rf"{_MONTH_NAME}\.?\s(?P<day>[0-9]{{1,2}}),?\s{_YEAR}",
    )
]
_COMPACT = re.compile(
    "(?P<iso>)(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})" + _TIME
)
_MONTHS = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "mär": 3,
    "mrz": 3,
    "apr": 4,
    "may": 5,
    "mai": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "oct": 10,
    "okt": 10,
    "nov": 11,
    "dec": 12,
    "dez": 12,
}

Place = tuple[int, int]
"""Where a number begins and ends in a text; (0, 0) = it is not there."""


class DateForm(NamedTuple):
    """Where the numbers of a date stand; a month in letters is known already."""

    year: Place
    month: Place
    day: Place
    hour: Place
    minute: Place
    second: Place
    named_month: int  # 0 where the month is a number
    half: str  # "a" or "p" on a clock of twelve hours, else ""
    open: bool  # day and month may have to change places
    dotted: bool


def date_form(shape: str, *, compact: bool) -> DateForm | None:
    """Take a shape apart; None when it is no date's. ``compact``: eight digits are."""
    forms = [_COMPACT, *_FORMS] if compact else _FORMS
    for form in forms:
        found = form.fullmatch(shape)
        if found is not None:
            return _form(found)
    return None


def _form(found: re.Match[str]) -> DateForm | None:
    part = found.groupdict()
    name = part.get("name")
    named = _MONTHS.get(name[:3].lower(), 0) if name else 0
    if name and not named:
        return None
    places = {
        key: found.span(key) if part.get(key) else (0, 0)
        for key in ("year", "month", "day", "hour", "minute", "second")
    }
    return DateForm(
        **places,
        named_month=named,
        half=(part["half"] or "")[:1].lower(),
        open="iso" not in part and not name,
        dotted=part.get("mark") == ".",
    )
