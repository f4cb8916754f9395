"""What each column is used for: declared by the user, or inferred with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from segbench.core import Role
from segbench.data.values import as_numbers, is_missing
from segbench.errors import DataError, UnknownNameError

MOST_LEVELS = 20
"""A text column with more levels than this is taken for free text."""

FEWEST_CODES = 3
MOST_CODES = 10
"""Whole numbers with no more distinct values than this may be codes of categories."""

NEARLY_ALL = 0.9
"""From this share on, what does not fit in a column is taken for a mistake."""

FEWEST_NUMBERED = 10
"""In a shorter table, numbers that rise by one may well be a quantity."""

_ID_WORD = re.compile(
    r"(^|[\W_]|customer|client|member|account|user|card)(id|uuid|no|nr|num|number|key)$",
    re.IGNORECASE,
)
_ID_IN_CAMEL_CASE = re.compile(r"[a-z](ID|Id|No|Nr)$")
_TRUTH_NAMES = frozenset(
    ["truth", "true_segment", "true_label", "segment", "segmentation", "cluster"]
)


@dataclass(frozen=True)
class DeclaredRoles:
    """Columns whose role the user has said; the others are inferred."""

    id: str | None = None
    truth: str | None = None
    numeric: tuple[str, ...] = ()
    categorical: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def items(self) -> Iterator[tuple[str, Role]]:
        """Pairs of a column and its declared role."""
        if self.id is not None:
            yield self.id, Role.ID
        if self.truth is not None:
            yield self.truth, Role.TRUTH
        for columns, role in (
            (self.numeric, Role.NUMERIC),
            (self.categorical, Role.CATEGORICAL),
            (self.ignore, Role.IGNORED),
        ):
            for column in columns:
                yield column, role


@dataclass(frozen=True)
class ColumnRole:
    """The role of a column and the reason, which the cleaning log shows."""

    role: Role
    reason: str  # "" when there is nothing to say


def assign_roles(table: pd.DataFrame, declared: DeclaredRoles) -> dict[str, ColumnRole]:
    """Give every column of a text table a role.

    Parameters
    ----------
    table : DataFrame of str
        As `read_delimited` gives it.
    declared : DeclaredRoles
        Takes precedence over what would be inferred.

    Raises
    ------
    DataError
        When a declared column does not exist or is declared twice, or when an
        almost numeric column holds text.
    """
    roles = _declared(table, declared)
    if not any(given.role is Role.ID for given in roles.values()):
        roles |= _infer_id(table, roles)
    for name in table.columns:
        if name not in roles:
            roles[name] = _infer(name, table[name])
    return {name: roles[name] for name in table.columns}


def _declared(table: pd.DataFrame, declared: DeclaredRoles) -> dict[str, ColumnRole]:
    roles: dict[str, ColumnRole] = {}
    for name, role in declared.items():
        if name not in table.columns:
            raise UnknownNameError("column", name, map(str, table.columns))
        if name in roles and roles[name].role is not role:
            raise DataError(
                f"column {name!r} is declared as {roles[name].role}, {role}"
            )
        reason = "left out as declared" if role is Role.IGNORED else ""
        roles[name] = ColumnRole(role, reason)
    return roles


def _infer_id(
    table: pd.DataFrame, taken: dict[str, ColumnRole]
) -> dict[str, ColumnRole]:
    """Find the column that names the customers; a second one is left out."""
    free = [name for name in table.columns if name not in taken]
    named = [name for name in free if _names_rows(name, table[name])]
    first = ColumnRole(Role.ID, "names the customers, never a feature")
    second = ColumnRole(Role.IGNORED, "a second id, left out")
    return {name: first if name == named[0] else second for name in named}


def _names_rows(name: str, text: pd.Series) -> bool:
    """Tell an id from a count called "number": nearly all of its values differ."""
    if text.nunique() < max(2, NEARLY_ALL * len(text)):
        return False
    if _ID_WORD.search(name) or _ID_IN_CAMEL_CASE.search(name):
        return True
    counts_rows = bool((as_numbers(text).diff().iloc[1:] == 1).all())
    return counts_rows and len(text) >= FEWEST_NUMBERED


def _infer(name: str, text: pd.Series) -> ColumnRole:
    known = text[~is_missing(text)]
    levels = known.nunique()
    if len(known) == 0:
        return ColumnRole(Role.IGNORED, "empty, left out")
    if levels == 1:
        return ColumnRole(Role.IGNORED, f"always {known.iloc[0]!r}, left out")
    if name.lower() in _TRUTH_NAMES and levels <= MOST_LEVELS:
        reason = "taken for a known segmentation: compared with, never a feature"
        return ColumnRole(Role.TRUTH, reason)
    numbers = as_numbers(known)
    if numbers.notna().all():
        return ColumnRole(Role.NUMERIC, _remark_on_codes(numbers))
    return _infer_text(name, known, numbers)


def _remark_on_codes(numbers: pd.Series) -> str:
    whole = bool(np.isfinite(numbers).all()) and bool((numbers % 1 == 0).all())
    if whole and numbers.nunique() in range(FEWEST_CODES, MOST_CODES + 1):
        return (
            f"{numbers.nunique()} distinct whole numbers taken as a quantity; "
            "if they are codes, declare dataset.categorical"
        )
    return ""


def _infer_text(name: str, known: pd.Series, numbers: pd.Series) -> ColumnRole:
    if numbers.notna().mean() >= NEARLY_ALL:
        row = int(np.flatnonzero(numbers.isna())[0])
        raise DataError(
            f"column {name!r} holds numbers but for {known.iloc[row]!r} in row "
            f"{known.index[row] + 1}; mend the cell, or declare the column in "
            "dataset.categorical or dataset.ignore"
        )
    levels = known.nunique()
    if levels > min(MOST_LEVELS, max(2, len(known) / 2)):
        reason = f"text with {levels} different values, left out"
        return ColumnRole(Role.IGNORED, reason)
    return ColumnRole(Role.CATEGORICAL, "")
