"""What a page is made of, before it is HTML: nothing here is markup."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from segbench.report.text import DIGITS, EMPTY

TOO_LARGE = 1e15
"""Numbers from here on are written as powers of ten."""

LONG = 18
"""Letters from which on a cell needs room."""


@dataclass(frozen=True)
class Cell:
    """One cell of a table."""

    text: str
    sort: str  # what it is ordered by: a number in full, or the text
    number: bool


@dataclass(frozen=True)
class Grid:
    """A table that can be sorted and filtered."""

    name: str  # for the address of the table in the page
    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    filtered: bool = False  # whether it has a field to filter it

    @property
    def kinds(self) -> tuple[str, ...]:
        """What the columns hold: numbers, words, or sentences."""
        columns = list(zip(*self.rows, strict=True)) or [()] * len(self.headings)
        return tuple(_kind(column) for column in columns)


def _kind(column: Sequence[Cell]) -> str:
    if any(cell.number for cell in column):
        return "number"
    longest = max((len(cell.text) for cell in column), default=0)
    return "sentence" if longest > LONG else "word"


@dataclass(frozen=True)
class Picture:
    """A figure as an image that needs no other file."""

    name: str
    source: str  # data: address
    description: str  # for who cannot see it
    caption: str
    wide: bool  # much wider than high: it takes the whole width


@dataclass(frozen=True)
class Chapter:
    """A part of the page under a heading of its own."""

    name: str  # for its address
    title: str
    lines: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    pictures: tuple[Picture, ...] = ()


def grid(
    name: str, caption: str, frame: pd.DataFrame, *, filtered: bool = False
) -> Grid:
    """Lay a data frame out as a table."""
    rows = tuple(
        tuple(cell(value) for value in row)
        for row in frame.itertuples(index=False, name=None)
    )
    headings = tuple(str(column).replace("_", " ") for column in frame.columns)
    return Grid(name, caption, headings, rows, filtered)


def cell(value: Any) -> Cell:
    """Write a value for reading, and keep what it is sorted by."""
    if value is None or pd.isna(value):
        return Cell(EMPTY, "", number=False)
    if isinstance(value, bool | np.bool_):
        return Cell("yes" if value else "no", str(int(value)), number=False)
    if isinstance(value, int | float | np.number):
        number = float(value)
        return Cell(short_number(number), f"{number:.{DIGITS}g}", number=True)
    return Cell(str(value), str(value), number=False)


def short_number(value: float) -> str:
    """Write a number with three digits that count, thousands in groups."""
    size = abs(value)
    if not math.isfinite(value) or size >= TOO_LARGE:
        return EMPTY if math.isnan(value) else f"{value:.3g}"
    if value == int(value) or size >= 1000:
        return f"{value:,.0f}"
    if size < 0.001:
        return f"{value:.2g}"
    decimals = 2 - math.floor(math.log10(size))
    return f"{value:.{max(0, min(decimals, 3))}f}"


def lines_of(*groups: Sequence[str]) -> tuple[str, ...]:
    """Put sentences together, the empty ones left out."""
    return tuple(line for group in groups for line in group if line)
