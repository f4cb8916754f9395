"""Distances between customers described by numbers and by categories."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segbench.core import Matrix
from segbench.errors import UnknownNameError

if TYPE_CHECKING:
    import pandas as pd

Comparison = tuple[Matrix, NDArray[np.bool_]]
"""Differences in [0, 1] in one column, and which of them count, both shape (n, n)."""


def gower_distances(
    table: pd.DataFrame | Mapping[str, ArrayLike],
    *,
    weights: Mapping[str, float] | None = None,
    asymmetric: Collection[str] = (),
) -> Matrix:
    """Weighted mean of the differences in all columns.

    Columns of numbers differ by ``|x - y| / range``, all others (text, categories,
    booleans) by 0 or 1. A column where either customer is missing does not count. With
    equal weights a category outweighs a number, whose differences are seldom near 1.

    Parameters
    ----------
    table : DataFrame, or mapping of names to columns of n customers
    weights : mapping of column names to numbers, optional
        Not negative; 1 for columns that are not named.
    asymmetric : collection of str, default ()
        Columns of 0 and 1 where having something in common counts and lacking it
        together does not: two zeros are left out as if they were missing.

    Returns
    -------
    ndarray of float64, shape (n, n)
        In [0, 1], symmetric, 0 on the diagonal; NaN for two customers without a column
        that counts.

    References
    ----------
    Gower 1971, A general coefficient of similarity and some of its properties,
    doi:10.2307/2528823
    """
    frame = _frame(table)
    weight_of = _weights(list(frame.columns), weights or {}, asymmetric)
    n = len(frame)
    distance, counted = np.zeros((n, n)), np.zeros((n, n))
    for name, weight in weight_of.items():
        difference, counts = _compare(frame[name], name in asymmetric)
        distance += np.where(counts, weight * difference, 0.0)
        counted += weight * counts
    with np.errstate(invalid="ignore"):  # 0 / 0 is undefined: NaN is right
        distance /= counted
    np.fill_diagonal(distance, 0.0)
    return distance


def _frame(table: pd.DataFrame | Mapping[str, ArrayLike]) -> pd.DataFrame:
    import pandas as pd

    # an array has one type for all columns: numbers would be taken for categories
    if not isinstance(table, pd.DataFrame | Mapping):
        raise TypeError(
            "expected a DataFrame or a mapping of names to columns for Gower's "
            f"distance, got {type(table).__name__}"
        )
    frame = pd.DataFrame(table).infer_objects()
    if frame.empty or not frame.columns.is_unique:
        raise ValueError(
            "expected at least one customer and columns of different names, got "
            f"{len(frame)} customers and columns {list(frame.columns)}"
        )
    return frame


def _weights(
    columns: list[str], weights: Mapping[str, float], asymmetric: Collection[str]
) -> dict[str, float]:
    """Give every column its weight."""
    for name in (*weights, *asymmetric):
        if name not in columns:
            raise UnknownNameError("column", str(name), map(str, columns))
    given = {name: float(weights.get(name, 1.0)) for name in columns}
    values = np.array(list(given.values()))
    if not np.isfinite(values).all() or values.min() < 0 or values.max() == 0:
        raise ValueError(
            f"weights must be finite, not negative and not all 0, received {given}"
        )
    return given


def _compare(column: pd.Series, is_asymmetric: bool) -> Comparison:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    if column.dtype.kind in "mMc":  # neither text nor what has a range here
        raise ValueError(
            f"column {column.name!r} must hold numbers or categories, received "
            f"dtype {column.dtype}"
        )
    if is_asymmetric:
        return _compare_presence(column)
    if is_numeric_dtype(column) and not is_bool_dtype(column):
        return _compare_numbers(column)
    return _compare_categories(column)


def _compare_numbers(column: pd.Series) -> Comparison:
    values = column.to_numpy(dtype=np.float64, na_value=np.nan)
    known = ~np.isnan(values)
    span = float(np.ptp(values[known])) if known.any() else 0.0
    if not np.isfinite(span):
        raise ValueError(f"column {column.name!r} must hold finite numbers")
    difference = np.abs(values[:, None] - values[None, :])
    if span > 0:  # in a constant column everybody is the same
        difference /= span
    return difference, known[:, None] & known[None, :]


def _compare_categories(column: pd.Series) -> Comparison:
    import pandas as pd

    codes, _ = pd.factorize(column)
    known = codes >= 0  # missing is -1
    difference = (codes[:, None] != codes[None, :]).astype(np.float64)
    return difference, known[:, None] & known[None, :]


def _compare_presence(column: pd.Series) -> Comparison:
    if not column.dropna().isin([0, 1]).all():
        raise ValueError(f"asymmetric column {column.name!r} must hold 0 and 1 only")
    difference, known = _compare_categories(column)
    present = column.isin([1]).to_numpy()
    return difference, known & (present[:, None] | present[None, :])
