"""Numbers far out in their column."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from segbench.cleaning_plan import REACH, CleaningPlan
from segbench.core import CleaningStep, Matrix, Role
from segbench.data.cleaning.table import Table, by_column

MANY = 0.05
"""From this share of customers on, outliers are rather a long tail."""

_SHRUNK = 10
"""Powers of two that huge values are divided by, so that no difference overflows."""

Limits = dict[str, tuple[float, float]]


def treat_outliers(table: Table, plan: CleaningPlan) -> Table:
    """Move numbers beyond the outer fences there, or leave their customers out."""
    if plan.outliers == "keep":
        return table
    limits = {
        name: found
        for name in table.columns(Role.NUMERIC)
        if (found := outer_fences(table.frame[name].to_numpy())) is not None
    }
    if plan.outliers == "clip":
        return _clip(table, limits)
    return _leave_out(table, limits)


def outer_fences(values: Matrix) -> tuple[float, float] | None:
    """Set limits three interquartile ranges outside the quartiles.

    Values beyond them are "far out" (Tukey 1977, Exploratory Data Analysis); of
    normally distributed values about 2 in a million are. Of Tukey's inner fences, at
    1.5 interquartile ranges, every second normal sample of 100 has a value beyond
    (Hoaglin, Iglewicz and Tukey 1986, doi:10.1080/01621459.1986.10478363).

    Parameters
    ----------
    values : ndarray of shape (n_customers,)
        NaN = missing.

    Returns
    -------
    tuple of float or None
        Low and high limit; None where the middle half has no width, or the column has
        two values only: a yes or no has no outliers.
    """
    known = np.ldexp(values[~np.isnan(values)], -_SHRUNK)
    if len(np.unique(known)) <= 2:
        return None
    q25, q75 = np.quantile(known, [0.25, 0.75])
    if not q75 > q25:
        return None
    reach = REACH * (q75 - q25)
    with np.errstate(over="ignore"):  # a fence beyond the largest number is none
        low, high = np.ldexp(np.array([q25 - reach, q75 + reach]), _SHRUNK)
    return float(low), float(high)


def _clip(table: Table, limits: Limits) -> Table:
    frame, steps = table.frame.copy(), []
    for name, (low, high) in limits.items():
        count = int(_beyond(frame[name], low, high).sum())
        if count:
            frame[name] = frame[name].clip(low, high)
            action = f"values outside {low:.6g} to {high:.6g} moved to that limit"
            steps.append(CleaningStep(name, action, count))
    return replace(table, frame=frame).logged(*steps)


def _leave_out(table: Table, limits: Limits) -> Table:
    flags = pd.DataFrame(
        {name: _beyond(table.frame[name], *ends) for name, ends in limits.items()},
        index=table.frame.index,
    )
    rows = flags[flags.any(axis=1)]
    reasons = {
        int(row): f"outlier: {_values(table, int(row), list(flags.columns[one]))}"
        for row, one in zip(rows.index, rows.to_numpy(), strict=True)
    }
    action = (
        f"customers left out for a value more than {REACH:g} interquartile ranges "
        f"outside the quartiles ({by_column(flags)})"
    )
    if len(rows) > MANY * len(flags):
        action += f"; {len(rows) / len(flags):.0%} are a long tail rather than mistakes"
    return table.without(reasons, action)


def _beyond(values: pd.Series, low: float, high: float) -> pd.Series:
    return (values < low) | (values > high)


def _values(table: Table, row: int, columns: list[str]) -> str:
    values = table.frame.loc[row, columns].astype(np.float64)
    return ", ".join(f"{name} {value:.6g}" for name, value in values.items())
