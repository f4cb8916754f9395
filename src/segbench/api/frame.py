"""A data frame as a data set, or one sentence on what came instead."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from segbench.core import CleaningPlan, Dataset
from segbench.data import DeclaredRoles, build_dataset, clean
from segbench.data.frames import as_pandas, fresh_levels, index_as_columns
from segbench.data.roles import is_id_name
from segbench.errors import DataError


def dataset_of(
    frame: Any,
    function: str,
    name: str,
    roles: DeclaredRoles | None,
    cleaning: CleaningPlan | None = None,
) -> Dataset:
    """Build the data set of a frame that somebody gave to a function.

    Parameters
    ----------
    frame : DataFrame
        Of pandas, polars (lazy ones are collected) or Arrow, or anything that Arrow
        can read or that has ``to_pandas``. A named index of pandas is a column.
    function : str
        The function it was given to, for the message.
    name : str
        The data set's name in tables.
    roles : DeclaredRoles or None
        Columns whose role is known; the others are inferred.
    cleaning : CleaningPlan or None
        What to do with gaps, outliers and copies; None is the default plan.

    Raises
    ------
    DataError
        When it is no data frame; the sentence names the function.
    """
    pandas = as_pandas(frame, function)
    if isinstance(pandas.columns, pd.MultiIndex):
        raise DataError(
            f"{function} takes one line of column names, not {pandas.columns.nlevels}; "
            "join them first, such as frame.columns = frame.columns.map('_'.join)"
        )
    built = build_dataset(*_with_index(pandas, name, roles))
    return clean(built, cleaning or CleaningPlan())


def _with_index(
    frame: pd.DataFrame, name: str, roles: DeclaredRoles | None
) -> tuple[pd.DataFrame, str, DeclaredRoles | None]:
    """Make a column of every level of the index that has a name of its own.

    One that names the customers is their id, unless a column is called one.
    """
    called = {str(column).strip() for column in frame.columns}
    names = [level for level in frame.index.names if level is not None]
    if not fresh_levels(frame):
        return frame, name, roles
    table = index_as_columns(frame)
    roles = roles or DeclaredRoles()
    if len(names) == 1 and _names_customers(frame, called, roles):
        roles = replace(roles, id=str(names[0]).strip())
    return table, name, roles


def _names_customers(
    frame: pd.DataFrame, called: set[str], roles: DeclaredRoles
) -> bool:
    index = frame.index
    own = str(index.name).strip()
    said = {column for column, _ in roles.items()}
    if roles.id is not None or own in said or not index.is_unique:
        return False
    texts = pd.api.types.infer_dtype(index, skipna=False) == "string"
    return is_id_name(own) or (texts and not any(map(is_id_name, called)))
