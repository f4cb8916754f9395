"""A data frame of any library as one of pandas."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pandas as pd

from segbench.errors import DataError


def as_pandas(frame: Any, function: str) -> pd.DataFrame:
    """Turn a data frame into one of pandas.

    Parameters
    ----------
    frame : DataFrame
        Of pandas, polars (lazy ones are collected) or Arrow, or anything that Arrow
        can read or that has ``to_pandas``.
    function : str
        The function it was given to, for the message.

    Raises
    ------
    DataError
        When it is no data frame; the sentence names the function.
    """
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


def fresh_levels(frame: pd.DataFrame) -> list[Any]:
    """Name the levels of an index that have a name which no column has."""
    called = {str(column).strip() for column in frame.columns}
    names = [level for level in frame.index.names if level is not None]
    return [level for level in names if str(level).strip() not in called]


def index_as_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """Make a column of every level of the index that has a name of its own."""
    fresh = fresh_levels(frame)
    if not fresh:
        return frame
    index = frame.index.to_frame(index=False)
    return pd.concat([index[fresh], frame.reset_index(drop=True)], axis=1)
