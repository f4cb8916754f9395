"""A data frame as a data set, or one sentence on what came instead."""

from __future__ import annotations

from typing import Any

import pandas as pd

from segbench.core import Dataset
from segbench.data import DeclaredRoles, build_dataset
from segbench.errors import DataError


def dataset_of(
    frame: Any, function: str, name: str, roles: DeclaredRoles | None
) -> Dataset:
    """Build the data set of a frame that somebody gave to a function.

    Raises
    ------
    DataError
        When it is no data frame; the sentence names the function.
    """
    if not isinstance(frame, pd.DataFrame):
        kind = type(frame).__name__
        raise DataError(f"{function} takes a pandas DataFrame of customers, not {kind}")
    return build_dataset(frame, name, roles)
