"""Which column names the customers."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from segbench.core import Role
from segbench.data.roles.declared import ColumnRole
from segbench.data.values import Column

NEARLY_ALL = 0.9
"""An id column differs in at least this share of its cells."""

FEWEST_NUMBERED = 10
"""In a shorter table, numbers that rise by one may well be a quantity."""

_ID_WORD = re.compile(
    r"(^|[\W_]|customer|client|member|account|user|card)(id|uuid|no|nr|num|number|key)$",
    re.IGNORECASE,
)
_ID_IN_CAMEL_CASE = re.compile(r"[a-z](ID|Id|No|Nr)$")


def is_id_name(name: str) -> bool:
    """Tell whether a column's name is one of an id."""
    return bool(_ID_WORD.search(name) or _ID_IN_CAMEL_CASE.search(name))


def infer_id(
    columns: Mapping[str, Column], taken: Mapping[str, ColumnRole]
) -> dict[str, ColumnRole]:
    """Find the column that names the customers; a second one is left out.

    A column that is called an id comes before one that merely counts the rows.
    """
    free = {name: column for name, column in columns.items() if name not in taken}
    called = [n for n, column in free.items() if is_id_name(n) and _differs(column)]
    counting = [n for n, column in free.items() if n not in called and _counts(column)]
    first = ColumnRole(Role.ID, "names the customers, never a feature")
    second = ColumnRole(Role.IGNORED, "a second id, left out")
    named = [*called, *counting]
    return {name: first if name == named[0] else second for name in named}


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
