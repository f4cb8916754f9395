"""Build a `Dataset` from a table: roles, types, ids, and a log of every step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from segbench.core import NOISE, CleaningStep, Dataset, Labels, Matrix, Role
from segbench.data.fingerprint import content_fingerprint
from segbench.data.reading.limits import check_names, check_texts, check_width
from segbench.data.roles import ColumnRole, DeclaredRoles, assign_roles
from segbench.data.roles.shape import remarks_on_shape
from segbench.data.roles.totals import remarks_on_totals
from segbench.data.rows import remark_on_equal, without_blank, without_copies
from segbench.data.values import Column, ValueRules, as_text, interpret_table
from segbench.data.values.cells import EXACT
from segbench.errors import DataError

FEWEST_CUSTOMERS = 3
"""Two segments need more than two customers."""

MISSING_LEVEL = "(missing)"
"""The level of a missing category."""

_FILLED = {
    Role.NUMERIC: "missing values filled with the median where it is a feature",
    Role.CATEGORICAL: f"missing values made a level, {MISSING_LEVEL}",
    Role.TRUTH: "customers without a known segment, left out of the comparison",
}


def build_dataset(  # noqa: PLR0913 keywords with defaults, one question each
    table: pd.DataFrame,
    name: str,
    declared: DeclaredRoles | None = None,
    *,
    rules: ValueRules | None = None,
    steps: Sequence[CleaningStep] = (),
    simulated: bool = False,
) -> Dataset:
    """Describe a customer table.

    Parameters
    ----------
    table : DataFrame
        One row a customer, of any types; names are turned into text. Rows without
        anything in them are left out; the others keep their numbers.
    name : str
        The data set's name in tables.
    declared : DeclaredRoles
        Columns whose role is known; the others are inferred.
    rules : ValueRules
        How cells of text are to be read; what it leaves open is found out.
    steps : sequence of CleaningStep
        What was done to the table before.
    simulated : bool
        Whether the customers are made up.

    Raises
    ------
    DataError
        In one sentence, when the table cannot be used.
    """
    check_width(table.shape[1], name)
    table, blank = without_blank(_with_text_names(table))
    _check_enough(len(table), name)
    rules = rules or ValueRules()
    columns = _columns(table, rules)
    given = assign_roles(columns, declared or DeclaredRoles())
    roles = {column: given[column].role for column in given}
    kept, repeated = without_copies(table, _id_column(roles))
    if len(kept) < len(table):
        _check_enough(len(kept), name)
        table, columns = kept, _columns(kept, rules)
    frame = _typed(columns, roles)
    said = [*remarks_on_totals(columns, given), *_said_of_columns(columns, given)]
    equal = [] if _id_column(roles) else remark_on_equal(frame)
    log = [*steps, *blank, *repeated, *equal, *said]
    return Dataset(
        name=name,
        frame=frame,
        roles=roles,
        ids=_ids(table, roles),
        truth=_truth(columns, roles),
        log=tuple(log),
        fingerprint=content_fingerprint(frame, roles),
        simulated=simulated,
    )


def _with_text_names(table: pd.DataFrame) -> pd.DataFrame:
    names = [str(name).strip() for name in table.columns]
    if len(set(names)) < len(names):
        raise DataError("two columns have the same name; rename one of them")
    check_names(names)
    return table.set_axis(names, axis=1).reset_index(drop=True)


def _columns(table: pd.DataFrame, rules: ValueRules) -> dict[str, Column]:
    return interpret_table({name: table[name] for name in table.columns}, rules)


def _check_enough(n_customers: int, name: str) -> None:
    if n_customers < FEWEST_CUSTOMERS:
        message = f"{name} has {n_customers} customer{'s' if n_customers != 1 else ''}"
        raise DataError(f"{message}; a comparison needs at least {FEWEST_CUSTOMERS}")


def _id_column(roles: Mapping[str, Role]) -> str | None:
    return next((name for name, role in roles.items() if role is Role.ID), None)


def _typed(columns: Mapping[str, Column], roles: Mapping[str, Role]) -> pd.DataFrame:
    """Take the columns that may become features."""
    typed: dict[str, Any] = {}
    for name, role in roles.items():
        if role is Role.NUMERIC:
            typed[name] = _numeric(columns[name])
        elif role is Role.CATEGORICAL:
            texts = columns[name].text().mask(columns[name].missing, MISSING_LEVEL)
            check_texts(texts.to_list(), f"column {name!r}")
            typed[name] = texts
    if not typed:
        found = ", ".join(f"{name!r} is {role}" for name, role in roles.items())
        raise DataError(
            f"no column can be a feature: {found}; numbers that differ are needed"
        )
    return pd.DataFrame(typed)


def _numeric(column: Column) -> Matrix:
    infinite = np.flatnonzero(np.isinf(column.numbers))
    if len(infinite):
        row = int(infinite[0])
        message = f"column {column.name!r} is infinite in row {column.place(row)}"
        raise DataError(f"{message} ({column.shown(row)!r}); mend or empty the cell")
    return column.numbers


def _ids(table: pd.DataFrame, roles: Mapping[str, Role]) -> tuple[str, ...]:
    named = _id_column(roles)
    if named is None:
        return tuple(map(str, table.index + 1))
    _check_exact(named, table[named])
    ids = as_text(table[named])
    leave = "leave it out with dataset.ignore"
    if ids.eq("").any():
        row = int(table.index[np.flatnonzero(ids.eq(""))[0]])
        message = f"the id column {named!r} is empty in row {row + 1}"
        raise DataError(f"{message}; fill it, or {leave}")
    if ids.duplicated().any():
        twice = ids[ids.duplicated()].iloc[0]
        message = f"the id {twice!r} stands for more than one customer in {named!r}"
        orders = "take dataset=orders for an order log"
        raise DataError(f"{message}; {orders}, mend the id, or {leave}")
    check_texts(ids.to_list(), f"the id column {named!r}")
    return tuple(ids)


def _check_exact(name: str, column: pd.Series) -> None:
    """Refuse long ids that were read as decimal numbers: their last digits are gone."""
    if (
        column.dtype.kind == "f"
        and column.abs().between(EXACT, np.finfo(float).max).any()
    ):
        raise DataError(
            f"the ids in {name!r} were read as decimal numbers and have lost their "
            "last digits; read that column as text"
        )


def _truth(columns: Mapping[str, Column], roles: Mapping[str, Role]) -> Labels | None:
    named = next((name for name, role in roles.items() if role is Role.TRUTH), None)
    if named is None:
        return None
    known = columns[named].text().mask(columns[named].missing)
    codes = pd.factorize(known, sort=True, use_na_sentinel=True)[0]
    return np.where(codes < 0, NOISE, codes).astype(np.int64)


def _said_of_columns(
    columns: Mapping[str, Column], given: Mapping[str, ColumnRole]
) -> Iterator[CleaningStep]:
    for name, found in given.items():
        if found.reason:
            yield CleaningStep(name, found.reason, 1)
    for name, found in given.items():
        column = columns[name]
        if found.role is Role.NUMERIC:
            yield from (CleaningStep(name, *remark) for remark in column.remarks)
        yield from remarks_on_shape(column, found.role)
    for name, found in given.items():
        missing = int(columns[name].missing.sum())
        if missing and found.role in _FILLED:
            yield CleaningStep(name, _FILLED[found.role], missing)
