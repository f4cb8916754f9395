"""One column with its meaning, and the whole table's, read together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segbench.core import Matrix
from segbench.data.values.cells import Cells, as_text, cells_of
from segbench.data.values.contradictions import contradiction
from segbench.data.values.dates import (
    HOW_TO_SAY,
    DateTexts,
    look_like_dates,
    read_dates,
    span,
)
from segbench.data.values.numbers import (
    Evidence,
    Texts,
    decimal_of_column,
    decimal_of_table,
    undress,
)
from segbench.data.values.remarks import (
    Chosen,
    Remark,
    leading_zeros,
    remarks_on_native,
    remarks_on_text,
)
from segbench.data.values.rules import ValueRules
from segbench.data.values.shapes import Shapes, shapes_of

NEARLY_ALL = 0.9
"""From this share on, what does not fit in a column is taken for a mistake."""

_DATE_NAME = re.compile(r"(^|[\W_]|[a-z])(date|day|datum|dt)([\W_]|$)", re.IGNORECASE)


class Kind(StrEnum):
    """What the cells of a column are, whatever the column will be used for."""

    EMPTY = "empty"
    NUMBERS = "numbers"
    ALMOST = "almost"  # numbers but for a few texts
    CODES = "codes"  # digits with leading zeros, such as postcodes
    DATES = "dates"
    LEVELS = "levels"  # truth values, or categories in the frame
    TEXT = "text"


@dataclass(frozen=True)
class Column:
    """A column of n cells with their meaning."""

    name: str
    kind: Kind
    cells: Cells
    missing: NDArray[np.bool_]  # shape (n,)
    numbers: Matrix  # shape (n,); NaN = missing, or no number
    remarks: tuple[Remark, ...] = ()  # on the numbers; in words, with counts
    problem: str = ""  # why nobody should take it for numbers, and what to do
    dates: str = ""  # from when to when, or why they cannot be read; "" = no dates
    known: tuple[str, ...] = field(default=(), repr=False)  # distinct texts

    def text(self) -> pd.Series:
        """The cells as text, on row numbers; missing is ``""`` or as it was written."""
        codes = self.cells.codes
        if codes is None:
            return as_text(self.cells.source).reset_index(drop=True)
        return pd.Series(np.array(self.cells.texts, dtype=object)[codes], dtype=object)

    def place(self, row: int) -> int:
        """The number of a row in the table as it came, from 1 on."""
        return int(self.cells.source.index[row]) + 1

    def shown(self, row: int) -> str:
        """One cell as it came, short enough for a message."""
        cells = self.cells
        codes = cells.codes
        cell = cells.source.iloc[row] if codes is None else cells.texts[codes[row]]
        text = str(cell)
        return text if len(text) <= 40 else text[:37] + "..."


class _Draft(NamedTuple):
    """A column of which only the outside is known."""

    cells: Cells
    known: tuple[str, ...]
    is_known: NDArray[np.bool_]  # of the distinct texts
    texts: Texts | None  # None for native numbers and dates

    @property
    def evidence(self) -> Evidence:
        """What its texts say about the decimal mark, where they are numbers."""
        found = Evidence() if self.texts is None else self.texts.evidence
        return found if found.texts >= NEARLY_ALL * len(self.known) else Evidence()


def interpret_table(
    columns: Mapping[str, pd.Series], rules: ValueRules
) -> dict[str, Column]:
    """Read all columns; those with evidence settle the decimal mark for the others."""
    drafts = {name: _draft(column, rules) for name, column in columns.items()}
    hint = decimal_of_table(draft.evidence for draft in drafts.values())
    return {name: _finish(name, drafts[name], rules, hint) for name in drafts}


def interpret(name: str, column: pd.Series, rules: ValueRules | None = None) -> Column:
    """Read one column alone.

    Parameters
    ----------
    name : str
        Used in remarks, and to know that ``20100112`` may be a date.
    column : Series
        Of any type, shape (n_customers,).
    rules : ValueRules
        What the user has said about cells.
    """
    return interpret_table({name: column}, rules or ValueRules())[name]


def _draft(column: pd.Series, rules: ValueRules) -> _Draft:
    cells = cells_of(column)
    if cells.codes is None:
        return _Draft(cells, (), np.zeros(0, dtype=bool), None)
    marks = rules.marks
    is_known = np.array([text.lower() not in marks for text in cells.texts], dtype=bool)
    known = tuple(
        text for text, kept in zip(cells.texts, is_known, strict=True) if kept
    )
    return _Draft(cells, known, is_known, undress(known))


def _finish(name: str, draft: _Draft, rules: ValueRules, hint: str | None) -> Column:
    cells = draft.cells
    if cells.dates is not None:
        return _of_dates(name, cells)
    if cells.numbers is not None:
        return _of_numbers(name, cells, rules)
    return _of_text(name, draft, rules, hint)


def _of_dates(name: str, cells: Cells) -> Column:
    assert cells.dates is not None  # asked before
    missing = cells.dates.isna().to_numpy(dtype=bool)
    kind = Kind.EMPTY if missing.all() else Kind.DATES
    said = "" if missing.all() else span(cells.dates)
    numbers = np.full(len(cells), np.nan)
    return Column(name, kind, cells, missing, numbers, dates=said)


def _of_numbers(name: str, cells: Cells, rules: ValueRules) -> Column:
    numbers = cells.numbers
    assert numbers is not None  # asked before
    if rules.numbers:
        numbers = np.where(np.isin(numbers, rules.numbers), np.nan, numbers)
    missing = np.isnan(numbers)
    kind = Kind.EMPTY if missing.all() else Kind.NUMBERS
    said = ""
    if kind is Kind.NUMBERS and _DATE_NAME.search(name):
        said = _compact_dates(numbers[~missing], rules)
    return Column(
        name,
        Kind.DATES if said else kind,
        cells,
        missing,
        numbers,
        remarks_on_native(cells, numbers),
        dates=said,
    )


def _compact_dates(numbers: Matrix, rules: ValueRules) -> str:
    if not ((numbers >= 1e7) & (numbers < 1e8) & (numbers % 1 == 0)).all():
        return ""
    texts = [str(int(number)) for number in np.unique(numbers)]
    dates = read_dates(shapes_of(texts), rules, compact=True)
    return "" if dates.dates.isna().any() else dates.remark


def _of_text(name: str, draft: _Draft, rules: ValueRules, hint: str | None) -> Column:
    cells, texts = draft.cells, draft.texts
    assert texts is not None  # a column of text has both
    assert cells.codes is not None
    decimal = rules.decimal or decimal_of_column(draft.evidence, hint)
    problem = contradiction(texts, draft.evidence, rules, hint)
    values = np.full(len(cells.texts), np.nan)
    values[draft.is_known] = texts.values(decimal)
    by_mark = np.isin(values, rules.numbers)
    values[by_mark] = np.nan
    missing = (~draft.is_known | by_mark)[cells.codes]
    numbers = values[cells.codes]
    said = _dates(texts.shapes, rules, compact=bool(_DATE_NAME.search(name)))
    kind = _kind(draft, numbers[~missing], is_date=bool(said))
    chosen = Chosen(decimal, rules.decimal is not None, hint)
    return Column(
        name,
        kind,
        cells,
        missing,
        numbers,
        remarks_on_text(cells, texts, numbers, chosen),
        problem,
        said if kind is Kind.DATES else "",
        draft.known,
    )


def _kind(draft: _Draft, numbers: Matrix, *, is_date: bool) -> Kind:
    """What nearly all of the known cells are."""
    if len(numbers) == 0:
        return Kind.EMPTY
    if draft.cells.leveled:
        return Kind.LEVELS
    if leading_zeros(draft.known):
        return Kind.CODES
    if is_date:
        return Kind.DATES
    share = float(np.mean(~np.isnan(numbers)))
    if share == 1.0:
        return Kind.NUMBERS
    # One word for a gap may fill many cells and be one of hundreds of texts.
    almost = share >= NEARLY_ALL or draft.evidence.texts > 0
    return Kind.ALMOST if almost else Kind.TEXT


def _dates(shapes: Shapes, rules: ValueRules, *, compact: bool) -> str:
    if not look_like_dates(shapes, compact=compact):
        return ""
    found: DateTexts = read_dates(shapes, rules, compact=compact)
    share = float(np.mean(found.dates.notna()))
    if share < NEARLY_ALL:
        return ""
    if found.ambiguous:
        return f"dates that may be day first or month first ({HOW_TO_SAY})"
    return found.remark
