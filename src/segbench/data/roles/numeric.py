"""Columns that should be numbers throughout, and the words that stand in their way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from segbench.data.roles.typed import typed
from segbench.data.values import Column, Kind
from segbench.errors import DataError

MOST_WORDS = 8
"""So many words are listed; more are no marks of a gap."""


def words_among_numbers(columns: Iterable[Column]) -> list[str]:
    """List the different words in columns of numbers, which may stand for nothing."""
    words: dict[str, None] = {}
    for column in columns:
        if column.kind not in {Kind.ALMOST, Kind.TEXT} or column.cells.codes is None:
            continue
        if column.kind is Kind.TEXT and np.isnan(column.numbers).all():
            continue
        for row in np.unique(column.cells.codes[_wrong(column)]):
            text = column.cells.texts[row]
            if not any(map(str.isdigit, text)):  # else a number that was mistyped
                words[text] = None
    return list(words)


def check_numbers(
    column: Column, words: Sequence[str] = (), *, declared: bool = False
) -> None:
    """Refuse a column of numbers that is none throughout, in one sentence.

    Raises
    ------
    DataError
        Naming the first cell in the way, and what to do.
    """
    if column.problem:
        raise DataError(
            f"column {column.name!r} {column.problem}, or leave the column out with "
            "dataset.ignore"
        )
    wrong = _wrong(column)
    if not wrong.any():
        return
    row = int(wrong.argmax())
    cell, place = column.shown(row), column.place(row)
    marks = ""
    if 0 < len(words) <= MOST_WORDS:
        stand = "it stands" if len(words) == 1 else "all of these stand"
        marks = f"add {typed('dataset.missing_marks', *words)} if {stand} for no value"
    if declared:
        message = f"column {column.name!r} should hold numbers, but row {place} holds"
        raise DataError(f"{message} {cell!r}; mend the cell, or {marks or 'empty it'}")
    mend = f"mend the cell, {marks}" if marks else "mend or empty the cell"
    message = f"column {column.name!r} holds numbers but for {cell!r} in row {place}"
    declare = "or declare the column in dataset.categorical or dataset.ignore"
    raise DataError(f"{message}; {mend}, {declare}")


def _wrong(column: Column) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.isnan(column.numbers) & ~column.missing
