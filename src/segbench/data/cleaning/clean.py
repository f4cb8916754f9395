"""Clean a data set by a plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from segbench.core import NOISE, CleaningPlan, Dataset, Labels, LeftOut
from segbench.data.build import FEWEST_CUSTOMERS
from segbench.data.cleaning.duplicates import drop_duplicates
from segbench.data.cleaning.missing import (
    fill_levels,
    leave_out_missing,
    tell_filling,
    without_filling,
)
from segbench.data.cleaning.near_constant import drop_near_constant
from segbench.data.cleaning.outliers import treat_outliers
from segbench.data.cleaning.table import Table, table_of
from segbench.data.fingerprint import content_fingerprint
from segbench.errors import DataError

STEPS = (
    drop_duplicates,  # first, while everything is still as it came
    drop_near_constant,  # before a gap in such a column costs a customer
    leave_out_missing,
    fill_levels,
    treat_outliers,  # last: fences of the customers who stay
)


def clean(dataset: Dataset, plan: CleaningPlan) -> Dataset:
    """Do what a plan says with a data set as it was built.

    Nothing is dropped for good: customers who are left out are in `Dataset.left_out`
    with the reason, and every step is counted in the log, in the order in which it was
    done. Missing numbers that are to be filled stay missing here; spaces fill them, on
    every resample anew.

    Parameters
    ----------
    dataset : Dataset
        As `build_dataset` gives it.
    plan : CleaningPlan
        The default plan changes nothing.

    Raises
    ------
    DataError
        When too few customers or no column would be left, or when the data set has
        been cleaned by another plan before.
    """
    if plan == dataset.cleaning:
        return dataset
    if dataset.cleaning != CleaningPlan():
        message = f"{dataset.name} has been cleaned by another plan"
        raise DataError(f"{message}; clean the data set as it was read")
    table = without_filling(table_of(dataset))
    for step in STEPS:
        table = step(table, plan)
        _check_enough(table, dataset.name)
    return _cleaned(dataset, tell_filling(table, plan), plan)


def _check_enough(table: Table, name: str) -> None:
    left = len(table.frame)
    if left < FEWEST_CUSTOMERS:
        message = f"cleaning leaves {left} of {len(table.ids)} customers of {name}"
        why = f"{table.log[-1].action}; at least {FEWEST_CUSTOMERS} are needed"
        raise DataError(f"{message}: {why}, choose a plan that keeps more")


def _cleaned(dataset: Dataset, table: Table, plan: CleaningPlan) -> Dataset:
    kept = table.frame.index.to_numpy()
    frame = table.frame.reset_index(drop=True)
    return replace(
        dataset,
        frame=frame,
        roles=table.roles,
        ids=tuple(table.ids[i] for i in kept),
        truth=None if table.truth is None else _recoded(table.truth, kept),
        log=table.log,
        fingerprint=content_fingerprint(frame, table.roles, plan),
        cleaning=plan,
        left_out=_left_out(dataset, table),
    )


def _left_out(dataset: Dataset, table: Table) -> LeftOut:
    if not table.reasons:
        return LeftOut()
    positions = sorted(table.reasons)
    rows = dataset.frame[list(table.frame.columns)].iloc[positions]
    return LeftOut(
        ids=tuple(table.ids[i] for i in positions),
        reasons=tuple(table.reasons[i] for i in positions),
        positions=tuple(positions),
        frame=rows.reset_index(drop=True),
    )


def _recoded(truth: Labels, kept: NDArray[np.int64]) -> Labels:
    """Known segments of those who stay, coded from 0 on without gaps."""
    left = truth[kept]
    known = np.unique(left[left != NOISE])
    return np.where(left == NOISE, NOISE, np.searchsorted(known, left)).astype(np.int64)
