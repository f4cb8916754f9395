"""A row of totals below the customers, which is no customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from segbench.core import CleaningStep, Matrix, Role
from segbench.data.roles.declared import ColumnRole
from segbench.data.values import Column

_WORDS = frozenset(
    [
        *["total", "totals", "grand total", "subtotal", "sum", "sums", "overall"],
        *["summe", "gesamt", "gesamtsumme", "insgesamt", "zwischensumme", "∑"],
        *["somme", "total général", "totale", "somma", "suma", "total general"],
        *["totaal", "totalt", "razem", "soma", "toplam", "итого", "всего", "合計"],
        *["合计", "总计"],
    ]
)
"""What such a row is called, in lower case."""

_CLOSE = 1e-4
"""Sums of rounded numbers are equal up to this share."""

_FEWEST = 5
"""In a shorter table a number may well be the sum of the others."""


def remarks_on_totals(
    columns: Mapping[str, Column], given: Mapping[str, ColumnRole]
) -> Iterator[CleaningStep]:
    """Name a row that is called a total, or the last one where it is the sums."""
    row = _called_total(columns, given)
    why = "is called so"
    if row is None:
        numeric = [columns[n] for n, one in given.items() if one.role is Role.NUMERIC]
        row, why = _last_of_sums(numeric), "is the sum of the others"
    if row is not None:
        some = next(iter(columns.values()))
        said = f"row {some.place(row)} looks like a total, no customer: it {why}"
        first = f" (it begins with {some.shown(row)!r})" if some.shown(row) else ""
        delete = "delete that row from the file and run again"
        yield CleaningStep("", f"{said}{first}; {delete}", 1)


def _called_total(
    columns: Mapping[str, Column], given: Mapping[str, ColumnRole]
) -> int | None:
    """Find the one row with such a word; a level that several have is a category."""
    for name, column in columns.items():
        codes = column.cells.codes
        if codes is None or given[name].role is Role.NUMERIC:
            continue
        texts = column.cells.texts
        called = [i for i, text in enumerate(texts) if _plain(text) in _WORDS]
        rows = np.flatnonzero(np.isin(codes, called)).tolist()
        if len(rows) == 1:
            return int(rows[0])
    return None


def _plain(text: str) -> str:
    return text.strip(" :.*").lower() if len(text) <= 20 else ""


def _last_of_sums(numeric: list[Column]) -> int | None:
    """Find a last row that is the sum of the others in most columns of numbers."""
    if not numeric or len(numeric[0].numbers) <= _FEWEST:
        return None
    equal = [_ends_with_sum(column.numbers) for column in numeric]
    return len(numeric[0].numbers) - 1 if 2 * sum(equal) >= len(equal) else None


def _ends_with_sum(numbers: Matrix) -> bool:
    with np.errstate(over="ignore", invalid="ignore"):  # huge ones have no sum
        total, last = np.nansum(numbers[:-1]), numbers[-1]
        return bool(total != 0 and abs(last - total) <= _CLOSE * abs(total))
