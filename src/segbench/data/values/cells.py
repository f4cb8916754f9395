"""The cells of a column as they came: native numbers or dates, or distinct texts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segbench.core import Matrix

EXACT = 2.0**53
"""From here on not every whole number has its own float."""


@dataclass(frozen=True)
class Cells:
    """A column of n cells in the one form that is cheap for it."""

    source: pd.Series  # as given
    numbers: Matrix | None = None  # shape (n,), native numbers; NaN = missing
    dates: pd.Series | None = None  # native dates, without a time zone
    texts: tuple[str, ...] = ()  # the distinct texts, blanks around them cut
    codes: NDArray[np.int64] | None = None  # shape (n,), places in ``texts``
    leveled: bool = False  # truth values and categories: never a quantity

    def __len__(self) -> int:
        return len(self.source)


def cells_of(column: pd.Series) -> Cells:
    """Take a column apart without turning native numbers or dates into text."""
    kind = column.dtype
    if isinstance(kind, pd.CategoricalDtype):
        return _levels(column)
    if pd.api.types.is_datetime64_any_dtype(kind) or _is_arrow_date(column):
        return Cells(column, dates=_dates(column))
    if pd.api.types.is_timedelta64_dtype(kind):
        return Cells(column, numbers=column.dt.total_seconds().to_numpy() / 86400)
    numbers = _numbers(column)
    if numbers is not None:
        return Cells(column, numbers=numbers)
    codes, texts = pd.factorize(as_text(column).to_numpy(dtype=object))
    leveled = pd.api.types.is_bool_dtype(kind)
    return Cells(
        column, texts=tuple(texts), codes=codes.astype(np.int64), leveled=leveled
    )


def _levels(column: pd.Series) -> Cells:
    """Read the categories once; two may be equal when blanks around them are cut."""
    names = as_text(pd.Series(column.cat.categories))
    folded, texts = pd.factorize(np.append(names.to_numpy(dtype=object), ""))
    codes = folded[column.cat.codes.to_numpy(dtype=np.int64)]  # -1 is the "" at the end
    return Cells(column, texts=tuple(texts), codes=codes.astype(np.int64), leveled=True)


def _is_arrow_date(column: pd.Series) -> bool:
    dtype = column.dtype
    return isinstance(dtype, pd.ArrowDtype) and dtype.kind == "M"


def _dates(column: pd.Series) -> pd.Series:
    """Keep what the clock on the wall said, without its time zone."""
    dates = pd.Series(pd.to_datetime(column), index=column.index)
    if isinstance(dates.dtype, pd.ArrowDtype):
        dates = pd.Series(dates.to_numpy(dtype="datetime64[ns]"), index=column.index)
    if dates.dt.tz is not None:
        dates = dates.dt.tz_localize(None)
    return dates


def _numbers(column: pd.Series) -> Matrix | None:
    """Native numbers as floats, shape (n,); None when the column is none."""
    kind = column.dtype
    if pd.api.types.is_bool_dtype(kind) or pd.api.types.is_complex_dtype(kind):
        return None
    if pd.api.types.is_numeric_dtype(kind) or _is_arrow_decimal(kind):
        if isinstance(kind, np.dtype):
            return column.to_numpy(dtype=np.float64)
        return column.to_numpy(dtype=np.float64, na_value=np.nan)
    if kind.kind == "O" and pd.api.types.infer_dtype(column, skipna=True) in {
        "integer",
        "floating",
        "mixed-integer-float",
        "decimal",
        "integer-na",
    }:
        try:
            known = column.where(column.notna(), np.nan)
            return known.to_numpy(dtype=np.float64)
        except (OverflowError, TypeError, ValueError):  # 400 digits: as text
            return None
    return None


def _is_arrow_decimal(kind: object) -> bool:
    return isinstance(kind, pd.ArrowDtype) and str(kind).startswith("decimal")


def as_text(column: pd.Series) -> pd.Series:
    """Turn any column into text without blanks around it; missing becomes ``""``.

    Whole numbers are written without a point, so that an id read as ``17850.0`` is
    ``17850``.
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        levels = _levels(column)
        placed = np.array(levels.texts, dtype=object)[levels.codes]
        return pd.Series(placed, index=column.index, dtype=object)
    values = column.astype(object).to_numpy()
    missing = pd.isna(column).to_numpy(dtype=bool)
    texts = [
        "" if gone else cell.strip() if isinstance(cell, str) else _written(cell)
        for cell, gone in zip(values, missing, strict=True)
    ]
    return pd.Series(texts, index=column.index, dtype=object)


def _written(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) <= EXACT:
        return str(int(cell))
    return str(cell).strip()
