"""Comparable units for distances: skewed columns in logarithms, medians at 0."""

from __future__ import annotations

import numpy as np

from segbench.core import Matrix
from segbench.exploration.columns import ColumnSummary
from segbench.exploration.numbers import NumericTable
from segbench.exploration.transforms import LOG

NORMAL_IQR = 1.3489795003921634
"""Interquartile range of a normal distribution with standard deviation 1."""

FARTHEST = 1e6
"""Units from the median at which values are cut, so that no square overflows."""


def comparable(
    table: NumericTable, summaries: tuple[ColumnSummary, ...]
) -> tuple[Matrix, tuple[str, ...]]:
    """Bring columns that vary to median 0 and spread 1.

    Parameters
    ----------
    table : NumericTable
        Columns that vary.
    summaries : tuple of ColumnSummary
        Of these columns and others; they say which one calls for a logarithm.

    Returns
    -------
    ndarray of shape (n_customers, n_columns)
        Missing values at the median.
    tuple of str
        The columns that were taken in logarithms.
    """
    called_for = {
        one.name
        for one in summaries
        if one.quantities is not None and one.quantities.transform == LOG
    }
    columns = []
    for i, name in enumerate(table.names):
        values = table.scaled[:, i]
        if name in called_for:
            values = np.log1p(table.values(i))
        columns.append(_robust_units(values))
    in_logs = tuple(name for name in table.names if name in called_for)
    return np.column_stack(columns), in_logs


def _robust_units(values: Matrix) -> Matrix:
    q25, median, q75 = np.nanquantile(values, [0.25, 0.5, 0.75])
    spread = (q75 - q25) / NORMAL_IQR if q75 > q25 else np.nanstd(values)
    offsets = np.where(np.isnan(values), 0.0, values - median)
    with np.errstate(over="ignore"):
        units: Matrix = np.clip(offsets / spread, -FARTHEST, FARTHEST)
    return units
