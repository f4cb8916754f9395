"""Every measure of every labeling of a space, all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from segbench.core import Labeling, Labels, Matrix, Status
from segbench.scoring.measures import MEASURES, Given, Measure


@dataclass(frozen=True)
class Score:
    """The values of one labeling."""

    values: Mapping[str, float]  # by measure; NaN = undefined
    reasons: Mapping[str, str]  # why a value is NaN, by measure


def score_labelings(
    matrix: Matrix, labelings: Sequence[Labeling], truth: Labels | None
) -> list[Score]:
    """Score the labelings of one space.

    Parameters
    ----------
    matrix : Matrix
        The space, shape (n_customers, n_features).
    labelings : sequence of Labeling
        Degenerate and failed ones get NaN and their status as the reason: this is
        the one place where that is decided.
    truth : Labels or None
        Known segments, shape (n_customers,), -1 = unknown.

    Returns
    -------
    list of Score
        In the order of the labelings.
    """
    chosen = [m for m in MEASURES.values() if truth is not None or not m.needs_truth]
    scorable = [x.labels for x in labelings if x.status is Status.OK]
    stack = np.array([labels for labels in scorable if labels is not None])
    given = Given(matrix, stack, truth)
    columns = _columns(given, chosen) if len(stack) else {}
    row = iter(range(len(stack)))
    return [
        _scored(columns, next(row))
        if labeling.status is Status.OK
        else _undefined(labeling, chosen)
        for labeling in labelings
    ]


def _columns(given: Given, chosen: Sequence[Measure]) -> dict[str, Matrix]:
    """Values by measure; an estimate's interval stands beside it."""
    columns = {}
    for measure in chosen:
        found = measure.function(given)
        columns[measure.name] = found.values
        if found.low is not None and found.high is not None:
            columns[f"{measure.name}_low"] = found.low
            columns[f"{measure.name}_high"] = found.high
    return columns


def _scored(columns: Mapping[str, Matrix], row: int) -> Score:
    values = {name: float(column[row]) for name, column in columns.items()}
    reasons = {
        name: MEASURES[name].undefined or "undefined"
        for name, value in values.items()
        if name in MEASURES and np.isnan(value)
    }
    return Score(values, reasons)


def _undefined(labeling: Labeling, chosen: Sequence[Measure]) -> Score:
    return Score(
        {measure.name: float("nan") for measure in chosen},
        {measure.name: labeling.reason for measure in chosen},
    )
