"""Column headers and amounts as a person would write them: ``income 87 k$``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

LONGEST_UNIT = 8
"""What stands in brackets and is longer than this, or has blanks, is no unit."""

_BRACKETS = re.compile(r"^(?P<title>.*\S)\s*[(\[](?P<inside>[^()\[\]]+)[)\]]$")
_RANGE = re.compile(r"^[<>]?=?-?[\d.,]+\s*(-|–|\.\.\.?|to|/)\s*-?[\d.,]+$")  # noqa: RUF001 a dash as people type it
_IN_THOUSANDS = re.compile(r"^[kKmM](?=\W|[A-Z]{3}$)")
_SYMBOLS = frozenset("$€£¥")
_STEPS = ((1e9, "bn"), (1e6, "M"), (1e3, "k"))

PLAIN_BELOW = 9_999.5
"""Amounts below are written in full: years, and most counts."""


@dataclass(frozen=True)
class Header:
    """A column's name in two parts."""

    title: str
    unit: str  # "" when the header names none


def split_header(column: str) -> Header:
    """Take the unit, or a mere range of values, off the end of a header.

    ``Annual Income (k$)`` has the unit ``k$``, ``Spending Score (1-100)`` has none;
    brackets that hold anything else stay part of the title.
    """
    found = _BRACKETS.match(column.strip())
    if found is None:
        return Header(column.strip(), "")
    inside = found["inside"].strip()
    if _RANGE.match(inside):
        return Header(found["title"], "")
    if not inside or " " in inside or len(inside) > LONGEST_UNIT:
        return Header(column.strip(), "")
    return Header(found["title"], inside)


def headers_of(columns: Iterable[str]) -> dict[str, Header]:
    """Split all headers; where two would share a title, both stay whole."""
    split = {column: split_header(column) for column in columns}
    shared = Counter(header.title for header in split.values())
    return {
        column: header if shared[header.title] == 1 else Header(column.strip(), "")
        for column, header in split.items()
    }


def amount(value: float, unit: str = "") -> str:
    """Write a number short enough for a name: ``0.33``, ``55 k$``, ``1.2 M``."""
    if np.isnan(value):
        return "unknown"
    if _IN_THOUSANDS.match(unit):
        return f"{_plain(value)} {unit}"
    for step, letter in _STEPS:
        if abs(value) >= PLAIN_BELOW and abs(value) >= 0.9995 * step:
            glue = "" if unit in _SYMBOLS else " "
            return f"{_plain(value / step)} {letter}{glue}{unit}".rstrip()
    return f"{_plain(value)} {unit}".rstrip()


def percent(share: float) -> str:
    """Write a share in [0, 1] as a whole per cent."""
    return "unknown" if np.isnan(share) else f"{100 * share:.0f} %"


def _plain(value: float) -> str:
    """Whole from 10 on, two digits that count below."""
    if abs(value) >= 9.95:
        return f"{value:.0f}"
    return f"{float(f'{value:.2g}') + 0.0:g}"  # + 0.0 makes -0 a plain zero
