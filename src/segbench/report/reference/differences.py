"""Stored tables beside those of today, cell by cell."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from segbench.report.reference.tolerance import distance, tolerance_of

KEYS = (
    *("dataset", "features", "scaler", "other_features", "other_scaler"),
    *("algo", "params", "other_algo", "segment", "variable", "id", "other"),
)
"""Columns that name a row, in the tables that have them."""

Row = dict[str, str]


@dataclass(frozen=True)
class Difference:
    """A cell that is further from what it was than it may be."""

    table: str
    row: str  # what names it
    column: str
    stored: str
    now: str
    tolerance: str


@dataclass(frozen=True)
class ColumnCheck:
    """A column of a table: how it was compared, and what came of it."""

    table: str
    column: str
    cells: int  # that both tables have
    differing: int  # cells that are not the same text
    largest: float  # difference of two numbers; 0 where there is none
    tolerance: str
    beyond: int  # cells beyond the tolerance


@dataclass(frozen=True)
class Compared:
    """One table, compared."""

    columns: tuple[ColumnCheck, ...]
    differences: tuple[Difference, ...]


def compare_tables(name: str, stored: str, now: str) -> Compared:
    """Compare two tables as CSV text; rows find each other by what names them.

    Parameters
    ----------
    name : str
        File name of the table.
    stored, now : str
        Text as it was, as it is.
    """
    (old_names, old), (new_names, new) = _read(stored), _read(now)
    gone = [*_only(old, new, name, "a row"), *_only(new, old, name, "a row", new=True)]
    heads = [
        Difference(name, "(all)", one, "there", "missing", "exact")
        for one in old_names
        if one not in new_names
    ] + [
        Difference(name, "(all)", one, "missing", "there", "exact")
        for one in new_names
        if one not in old_names
    ]
    checks, beyond = [], []
    common = [key for key in old if key in new]
    for column in [one for one in old_names if one in new_names]:
        pairs = [(key, old[key][column], new[key][column]) for key in common]
        check, found = _column(name, column, pairs)
        checks.append(check)
        beyond += found
    return Compared(tuple(checks), (*heads, *gone, *beyond))


def _column(
    table: str, column: str, pairs: Sequence[tuple[str, str, str]]
) -> tuple[ColumnCheck, list[Difference]]:
    allowed = tolerance_of(column, [stored for _, stored, _ in pairs])
    gaps = [distance(stored, now) for _, stored, now in pairs if stored != now]
    found = [
        Difference(table, key, column, stored, now, allowed.text)
        for key, stored, now in pairs
        if not allowed.holds(stored, now)
    ]
    check = ColumnCheck(
        table,
        column,
        cells=len(pairs),
        differing=len(gaps),
        largest=max((one for one in gaps if not math.isnan(one)), default=0.0),
        tolerance=allowed.text,
        beyond=len(found),
    )
    return check, found


def _read(text: str) -> tuple[list[str], dict[str, Row]]:
    """Read a table; rows by what names them, twins by their turn."""
    reader = csv.DictReader(io.StringIO(text))
    names = list(reader.fieldnames or [])
    keys = [one for one in KEYS if one in names] or names[:1]
    rows: dict[str, Row] = {}
    seen: Counter[str] = Counter()
    for row in reader:
        key = " / ".join(row[one] for one in keys if row[one])
        seen[key] += 1
        rows[key if seen[key] == 1 else f"{key} ({seen[key]})"] = row
    return names, rows


def _only(
    these: dict[str, Row],
    those: dict[str, Row],
    table: str,
    what: str,
    new: bool = False,
) -> list[Difference]:
    said = ("missing", "there") if new else ("there", "missing")
    return [
        Difference(table, key, f"({what})", *said, "exact")
        for key in these
        if key not in those
    ]
