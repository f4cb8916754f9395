"""Lines above the names of the columns, such as a report's title."""

from __future__ import annotations

import csv
import io
from itertools import islice
from pathlib import Path

from segbench.data.reading.dialect import MARKS, is_number
from segbench.errors import DataError

_LOOKED_AT = 40
"""Rows in which the names and the first customers should stand."""

Rows = list[tuple[int, list[str]]]
"""Numbers of lines, from 1 on, with their cells; blank lines are left out."""


def check_no_titles(
    text: str, delimiter: str | None, quote: str, file: Path, skipped: int = 0
) -> None:
    """Refuse a text whose names stand below lines with hardly a cell filled.

    Parameters
    ----------
    text : str
    delimiter : str or None
        None tries all usual marks.
    quote : str
    file : Path
        For the message.
    skipped : int
        Lines that were taken off before.

    Raises
    ------
    DataError
        Naming the line with the names.
    """
    for mark in delimiter or MARKS:
        line = _line_of_names(_rows(text, mark, quote))
        if line is not None:
            raise DataError(
                f"{file} has something above its table: the names seem to stand in "
                f"line {line + skipped}; delete the lines above"
            )


def _rows(text: str, mark: str, quote: str) -> Rows:
    lines = io.StringIO(text, newline="")
    reader = csv.reader(
        lines,
        delimiter=mark,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    try:
        rows = [(reader.line_num, row) for row in islice(reader, _LOOKED_AT)]
    except csv.Error:  # a cell longer than the csv module likes
        return []
    cells = [(line, [cell.strip() for cell in row]) for line, row in rows]
    return [(line, row) for line, row in cells if len(row) > 1 or any(row)]


def _line_of_names(rows: Rows) -> int | None:
    """Find names, all filled and none a number, above numbers and below a title."""
    width = max((_n_filled(row) for _, row in rows), default=0)
    if width < 2 or 2 * _n_filled(rows[0][1]) > width:
        return None
    above = next(
        (i for i, (_, row) in enumerate(rows) if 2 * _n_filled(row) > width), 0
    )
    line, names = rows[above]
    below = [row for _, row in rows[above + 1 :] if len(row) == len(names)]
    named = _n_filled(names) == width and not any(map(is_number, names))
    columns = zip(*below, strict=True)
    held = any(
        all(is_number(c) for c in cells if c) and any(cells) for cells in columns
    )
    return line if named and held else None


def _n_filled(row: list[str]) -> int:
    return sum(map(bool, row))
