"""A data frame as a data set, or one sentence on what came instead."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

import pandas as pd

from segbench.core import CleaningPlan, Dataset
from segbench.data import DeclaredRoles, build_dataset, clean
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
    pandas = _as_pandas(frame, function)
    if isinstance(pandas.columns, pd.MultiIndex):
        raise DataError(
            f"{function} takes one line of column names, not {pandas.columns.nlevels}; "
            "join them first, such as frame.columns = frame.columns.map('_'.join)"
        )
    built = build_dataset(*_with_index(pandas, name, roles))
    return clean(built, cleaning or CleaningPlan())


def _as_pandas(frame: Any, function: str) -> pd.DataFrame:
    if isinstance(frame, pd.DataFrame):
        return frame
    kind = type(frame).__name__
    refusal = f"{function} takes a pandas DataFrame of customers, not {kind}"
    if isinstance(frame, pd.Series):
        raise DataError(refusal)
    try:
        made = _converted(frame)
    except ImportError as error:
        raise DataError(
            f"{function} needs pyarrow to read a {kind}: install it, or give a pandas "
            "DataFrame"
        ) from error
    except (TypeError, ValueError) as error:  # a single column, a stream of no table
        raise DataError(refusal) from error
    if not isinstance(made, pd.DataFrame):
        raise DataError(refusal)
    return made


def _converted(frame: Any) -> Any:
    """Turn a frame of another library into one of pandas; whole numbers stay exact."""
    polars = sys.modules.get("polars")  # nobody has such a frame without it
    if polars is not None and isinstance(frame, polars.LazyFrame):
        frame = frame.collect()
    if hasattr(frame, "__arrow_c_stream__"):
        arrow = import_module("pyarrow")
        return arrow.table(frame).to_pandas(types_mapper=_exact(arrow.types))
    return frame.to_pandas() if hasattr(frame, "to_pandas") else None


def _exact(types: Any) -> Callable[[Any], pd.ArrowDtype | None]:
    """Whole numbers with holes stay whole; pandas would make floats of them."""

    def dtype(kind: Any) -> pd.ArrowDtype | None:
        exact = types.is_integer(kind) or types.is_boolean(kind)
        return pd.ArrowDtype(kind) if exact else None

    return dtype


def _with_index(
    frame: pd.DataFrame, name: str, roles: DeclaredRoles | None
) -> tuple[pd.DataFrame, str, DeclaredRoles | None]:
    """Make a column of every level of the index that has a name of its own.

    One that names the customers is their id, unless a column is called one.
    """
    called = {str(column).strip() for column in frame.columns}
    names = [level for level in frame.index.names if level is not None]
    fresh = [level for level in names if str(level).strip() not in called]
    if not fresh:
        return frame, name, roles
    index = frame.index.to_frame(index=False)
    table = pd.concat([index[fresh], frame.reset_index(drop=True)], axis=1)
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
