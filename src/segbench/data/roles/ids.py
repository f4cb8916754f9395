"""Which column names the customers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from segbench.core import Role
from segbench.data.roles.declared import ColumnRole
from segbench.data.roles.segmentations import is_segmentation_name
from segbench.data.roles.typed import typed
from segbench.data.values import Column
from segbench.errors import DataError

NEARLY_ALL = 0.9
"""An id column differs in at least this share of its cells."""

FEWEST_NUMBERED = 10
"""In a shorter table, numbers that rise by one may well be a quantity."""

_CUSTOMER = (
    "customer|cust|client|member|account|user|card|buyer|shopper|guest|"
    "kunden?|mitglieds?|klanten?|cliente|clienti|klient|asiakas|kund"
)
_WORD = "id|uuid|no|nr|num|number|key|nummer|numero|número|code"
_FIRST = "id|uuid|nr|code|cod|codigo|código|numero|número"  # "num customers" counts
_ID_WORD = re.compile(
    rf"(^|[\W_]|customer|client|member|account|user|card)(id|uuid|no|nr|num|number|key)$"
    rf"|({_CUSTOMER})[\W_]*({_WORD})\W*$|^({_FIRST})[\W_]+({_CUSTOMER})$",
    re.IGNORECASE,
)
_ID_IN_CAMEL_CASE = re.compile(r"[a-z](ID|Id|No|Nr)$")
_OF_CUSTOMERS = re.compile(
    rf"^(id|uuid)$|({_CUSTOMER})[\W_]*({_WORD})\W*$|^({_FIRST})[\W_]+({_CUSTOMER})$",
    re.IGNORECASE,
)
_A_COUNT = re.compile(r"(^|[\W_])(no|num|number)$", re.IGNORECASE)


def is_id_name(name: str) -> bool:
    """Tell whether a column's name is one of an id."""
    return bool(_ID_WORD.search(name) or _ID_IN_CAMEL_CASE.search(name))


def infer_id(
    columns: Mapping[str, Column], taken: Mapping[str, ColumnRole]
) -> dict[str, ColumnRole]:
    """Find the column that names the customers; other ids are left out.

    A column that is called an id comes before one that merely counts the rows.

    Raises
    ------
    DataError
        When several rows have the number of one customer.
    """
    free = {name: column for name, column in columns.items() if name not in taken}
    declared = [name for name, one in taken.items() if one.role is Role.ID]
    called = [n for n, column in free.items() if is_id_name(n) and _differs(column)]
    rest = [] if declared else [n for n in free if n not in called]
    counting = [name for name in rest if _counts(free[name])]
    first = ColumnRole(Role.ID, "names the customers, never a feature")
    second = ColumnRole(Role.IGNORED, "a second id, left out")
    named = [*declared, *called, *counting]
    found = {n: first if n == named[0] else second for n in named if n in free}
    for name, column in free.items():
        if name not in found and is_id_name(name):
            found |= _repeating(column, named[:1])
    return found


def _repeating(column: Column, named: Sequence[str]) -> dict[str, ColumnRole]:
    """Keep an id that several rows share from becoming a feature."""
    name, n_rows = column.name, len(column.cells)
    shared = n_distinct(column) > 1 and not column.missing.all()
    if not shared or is_segmentation_name(name) or _A_COUNT.search(name):
        return {}
    if _OF_CUSTOMERS.search(name) and not any(map(_OF_CUSTOMERS.search, named)):
        raise DataError(
            f"{name!r} has {n_distinct(column):,} different values in {n_rows:,} rows, "
            "several rows per customer: take dataset=orders for an order log, or "
            f"{typed('dataset.ignore', name)} if every row is a customer"
        )
    use = typed("dataset.categorical", name)
    reason = f"called like an id that rows share, left out; to use it, add {use}"
    return {name: ColumnRole(Role.IGNORED, reason)}


def _differs(column: Column) -> bool:
    """Tell an id from a count called "number": nearly all of its values differ."""
    return n_distinct(column) >= max(2, NEARLY_ALL * len(column.cells))


def n_distinct(column: Column) -> int:
    """Number of different cells, an empty one included."""
    if column.cells.codes is not None:
        return len(column.cells.texts)
    return int(column.cells.source.nunique(dropna=False))


def _counts(column: Column) -> bool:
    """Tell whether every row's number is the one before plus one."""
    numbers = column.numbers
    if len(numbers) < FEWEST_NUMBERED:
        return False
    with np.errstate(over="ignore", invalid="ignore"):  # huge ones count nothing
        if numbers[1] - numbers[0] != 1:  # settles it for nearly every column
            return False
        return bool((np.diff(numbers) == 1).all())
