"""Build a `Dataset` from a table: roles, types, ids, and a log of every step."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import pandas as pd

from segbench.core import NOISE, CleaningStep, Dataset, Labels, Role
from segbench.data.roles import ColumnRole, DeclaredRoles, assign_roles
from segbench.data.values import as_numbers, as_text, is_missing
from segbench.errors import DataError

FEWEST_CUSTOMERS = 3
"""Two segments need more than two customers."""

MISSING_LEVEL = "(missing)"
"""The level of a missing category."""


def build_dataset(
    table: pd.DataFrame,
    name: str,
    declared: DeclaredRoles | None = None,
    *,
    steps: Sequence[CleaningStep] = (),
    simulated: bool = False,
) -> Dataset:
    """Describe a customer table.

    Parameters
    ----------
    table : DataFrame
        One row a customer, of any types; names are turned into text.
    name : str
        The data set's name in tables.
    declared : DeclaredRoles
        Columns whose role is known; the others are inferred.
    steps : sequence of CleaningStep
        What was done to the table before.
    simulated : bool
        Whether the customers are made up.

    Raises
    ------
    DataError
        In one sentence, when the table cannot be used.
    """
    text = _as_text_table(table)
    _check_enough(text, name)
    given = assign_roles(text, declared or DeclaredRoles())
    roles = {column: given[column].role for column in given}
    text, repeated = _drop_repeated_rows(text, roles)
    _check_enough(text, name)
    frame = _typed(text, roles)
    log = [*steps, *repeated, *_role_steps(given), *_missing_steps(text, roles)]
    return Dataset(
        name=name,
        frame=frame,
        roles=roles,
        ids=_ids(text, roles),
        truth=_truth(text, roles),
        log=tuple(log),
        fingerprint=_fingerprint(frame, roles),
        simulated=simulated,
    )


def _as_text_table(table: pd.DataFrame) -> pd.DataFrame:
    columns = {str(name).strip(): as_text(table[name]) for name in table.columns}
    if len(columns) < table.shape[1]:
        raise DataError("two columns have the same name; rename one of them")
    return pd.DataFrame(columns).reset_index(drop=True)


def _check_enough(text: pd.DataFrame, name: str) -> None:
    if len(text) < FEWEST_CUSTOMERS:
        message = f"{name} has {len(text)} customer{'s' if len(text) != 1 else ''}"
        raise DataError(f"{message}; a comparison needs at least {FEWEST_CUSTOMERS}")


def _drop_repeated_rows(
    text: pd.DataFrame, roles: dict[str, Role]
) -> tuple[pd.DataFrame, list[CleaningStep]]:
    """Drop copies of a customer; without an id, equal rows are different people."""
    if Role.ID not in roles.values():
        return text, []
    copies = text.duplicated()
    if not copies.any():
        return text, []
    step = CleaningStep("", "dropped exact copies of a row", int(copies.sum()))
    return text[~copies].reset_index(drop=True), [step]


def _typed(text: pd.DataFrame, roles: dict[str, Role]) -> pd.DataFrame:
    """Parse the columns that may become features."""
    columns = {}
    for name, role in roles.items():
        if role is Role.NUMERIC:
            columns[name] = _numeric(name, text[name])
        elif role is Role.CATEGORICAL:
            columns[name] = text[name].mask(is_missing(text[name]), MISSING_LEVEL)
    if not columns:
        found = ", ".join(f"{name!r} is {role}" for name, role in roles.items())
        raise DataError(
            f"no column can be a feature: {found}; numbers that differ are needed"
        )
    return pd.DataFrame(columns)


def _numeric(name: str, text: pd.Series) -> pd.Series:
    missing = is_missing(text)
    numbers = as_numbers(text.mask(missing, "nan"))
    wrong = np.flatnonzero(numbers.isna() & ~missing)
    if len(wrong):
        row = int(wrong[0])
        message = f"column {name!r} should hold numbers, but row {row + 1} holds"
        raise DataError(f"{message} {text.iloc[row]!r}")
    infinite = np.flatnonzero(np.isinf(numbers))
    if len(infinite):
        row = int(infinite[0])
        message = f"column {name!r} is infinite in row {row + 1}"
        raise DataError(f"{message} ({text.iloc[row]!r}); mend or empty the cell")
    return numbers


def _ids(text: pd.DataFrame, roles: dict[str, Role]) -> tuple[str, ...]:
    named = [column for column, role in roles.items() if role is Role.ID]
    if not named:
        return tuple(str(i + 1) for i in range(len(text)))
    ids = text[named[0]]
    if ids.eq("").any():
        row = int(np.flatnonzero(ids.eq(""))[0])
        message = f"the id column {named[0]!r} is empty in row {row + 1}"
        raise DataError(f"{message}; fill it, or leave it out with dataset.ignore")
    if ids.duplicated().any():
        twice = ids[ids.duplicated()].iloc[0]
        message = f"the id {twice!r} stands for more than one customer in {named[0]!r}"
        raise DataError(f"{message}; mend it, or leave it out with dataset.ignore")
    return tuple(ids)


def _truth(text: pd.DataFrame, roles: dict[str, Role]) -> Labels | None:
    named = [column for column, role in roles.items() if role is Role.TRUTH]
    if not named:
        return None
    known = text[named[0]].mask(is_missing(text[named[0]]))
    codes = pd.factorize(known, sort=True, use_na_sentinel=True)[0]
    return np.where(codes < 0, NOISE, codes).astype(np.int64)


def _role_steps(given: dict[str, ColumnRole]) -> list[CleaningStep]:
    return [
        CleaningStep(name, column.reason, 1)
        for name, column in given.items()
        if column.reason
    ]


def _missing_steps(text: pd.DataFrame, roles: dict[str, Role]) -> list[CleaningStep]:
    filled = {
        Role.NUMERIC: "missing values filled with the median where it is a feature",
        Role.CATEGORICAL: f"missing values made a level, {MISSING_LEVEL}",
        Role.TRUTH: "customers without a known segment, left out of the comparison",
    }
    counts = {
        name: int(is_missing(text[name]).sum())
        for name, role in roles.items()
        if role in filled
    }
    return [
        CleaningStep(name, filled[roles[name]], count)
        for name, count in counts.items()
        if count
    ]


def _fingerprint(frame: pd.DataFrame, roles: dict[str, Role]) -> str:
    """Hash what a run depends on: the columns, their roles and their values."""
    digest = hashlib.sha256(repr([(n, str(r)) for n, r in roles.items()]).encode())
    for name in frame.columns:
        column = frame[name]
        digest.update(repr((name, len(column))).encode())
        if column.dtype == np.float64:
            digest.update(np.ascontiguousarray(column.to_numpy()).tobytes())
        else:
            digest.update("\x1f".join(column).encode())
    return digest.hexdigest()
