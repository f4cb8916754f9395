"""What a cell of text means: a number, a missing value, or just text."""

from __future__ import annotations

import numpy as np
import pandas as pd

MISSING_MARKS = frozenset(
    ["", "?", "na", "n/a", "nan", "null", "none", "#n/a", "#value!", "#div/0!"]
)
"""Texts that stand for a missing value, in lower case; never in an id column."""


def as_text(column: pd.Series) -> pd.Series:
    """Turn any column into text without blanks around it; missing becomes ``""``."""
    cells = [_cell_text(value) for value in column.astype(object)]
    return pd.Series(cells, index=column.index, dtype=object)


def _cell_text(value: object) -> str:
    missing = pd.api.types.is_scalar(value) and bool(pd.isna(value))  # type: ignore[call-overload]
    return "" if missing else str(value).strip()


def is_missing(text: pd.Series) -> pd.Series:
    """Tell which cells of a text column are missing, shape (n_customers,) of bool."""
    return text.str.lower().isin(MISSING_MARKS)


def as_numbers(text: pd.Series) -> pd.Series:
    """Parse a text column; what is no number becomes NaN, shape (n_customers,)."""
    return pd.to_numeric(text, errors="coerce").astype(np.float64)
