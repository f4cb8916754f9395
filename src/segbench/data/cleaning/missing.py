"""Missing numbers and categories."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from segbench.cleaning_plan import NEIGHBOURS, CleaningPlan
from segbench.core import CleaningStep, Role
from segbench.data.build import MISSING_LEVEL
from segbench.data.cleaning.table import Table, by_column

FILLED = {
    "median": "missing values filled with the median where it is a feature",
    "most_frequent": (
        "missing values filled with the most frequent one where it is a feature"
    ),
    "knn": (
        f"missing values filled with the mean of the {NEIGHBOURS} most similar "
        "customers where it is a feature"
    ),
    "indicator": (
        "missing values filled with the median where it is a feature, and marked in a "
        "column of their own"
    ),
}
"""What happens to missing numbers of customers who stay; spaces do it."""

A_LEVEL = f"missing values made a level, {MISSING_LEVEL}"


def leave_out_missing(table: Table, plan: CleaningPlan) -> Table:
    """Leave out customers with a missing value where the plan says so."""
    counted = [Role.NUMERIC] if plan.missing == "drop" else []
    counted += [Role.CATEGORICAL] if plan.missing_levels == "drop" else []
    columns = [name for name in table.frame.columns if table.roles[name] in counted]
    absent = _absent(table, columns)
    rows = absent[absent.any(axis=1)]
    reasons = {
        int(row): f"missing {', '.join(absent.columns[flags])}"
        for row, flags in zip(rows.index, rows.to_numpy(), strict=True)
    }
    where = by_column(absent)
    return table.without(reasons, f"customers left out for a missing value ({where})")


def fill_levels(table: Table, plan: CleaningPlan) -> Table:
    """Put the most frequent category where one is missing, if the plan says so.

    A column that holds no category at all stays as it is.
    """
    if plan.missing_levels != "most_frequent":
        return table
    frame, steps = table.frame.copy(), []
    for name in table.columns(Role.CATEGORICAL):
        absent = frame[name] == MISSING_LEVEL
        known = frame.loc[~absent, name]
        if absent.any() and len(known):
            level = known.mode().iloc[0]  # of several the first by name
            frame[name] = frame[name].mask(absent, level)
            action = f"missing values filled with the most frequent level, {level}"
            steps.append(CleaningStep(name, action, int(absent.sum())))
    return replace(table, frame=frame).logged(*steps)


def without_filling(table: Table) -> Table:
    """Take from the log what building said of fillings: the plan may say otherwise."""
    fillings = {*FILLED.values(), A_LEVEL}
    kept = tuple(step for step in table.log if step.action not in fillings)
    return replace(table, log=kept)


def tell_filling(table: Table, plan: CleaningPlan) -> Table:
    """Say what becomes of the missing values of customers who stay."""
    absent = _absent(table, list(table.frame.columns)).sum()
    return table.logged(
        *(
            CleaningStep(str(name), _filling(table.roles[str(name)], plan), int(count))
            for name, count in absent.items()
            if count
        )
    )


def _filling(role: Role, plan: CleaningPlan) -> str:
    return A_LEVEL if role is Role.CATEGORICAL else FILLED[plan.missing]


def _absent(table: Table, columns: list[str]) -> pd.DataFrame:
    """Tell which cells are missing, shape (n_customers, n_columns)."""
    frame = table.frame[columns]
    return frame.isna() | (frame == MISSING_LEVEL)
