"""One column out of the values of a program: numbers keep their digits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

_EXACT = 2**53  # float64 holds every whole number up to here


def native_column(values: Sequence[Any]) -> pd.Series:
    """Make a column of values that may be missing (None or NaN).

    Whole numbers beside missing ones become float64 as usual, but stay whole numbers
    where that would change their digits, as with a long customer id.
    """
    kinds = {type(value) for value in values}
    whole = int in kinds and any(
        isinstance(value, int) and abs(value) > _EXACT for value in values
    )
    if whole and len(kinds) > 1:
        missing = (None if _is_missing(value) else value for value in values)
        return pd.Series(list(missing), dtype=object)
    return pd.Series(list(values), dtype=None if values else object)


def _is_missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))
