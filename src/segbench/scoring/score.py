"""Every measure of every labeling of a space, all at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from segbench.core import Labeling, Labels, Matrix, Metric, Status
from segbench.scoring.given import Given, Values
from segbench.scoring.measures import MEASURES, Measure


@dataclass(frozen=True)
class Score:
    """The values of one labeling."""

    values: Mapping[str, float]  # by measure; NaN = undefined
    reasons: Mapping[str, str]  # why a value is NaN, by measure


def score_labelings(  # noqa: PLR0913 the metric is by name only
    matrix: Matrix,
    labelings: Sequence[Labeling],
    truth: Labels | None,
    density: Sequence[bool] | None = None,
    measures: Collection[str] = MEASURES,
    *,
    metric: Metric = Metric.EUCLIDEAN,
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
    density : sequence of bool or None
        One per labeling: whether its algorithm finds segments by density and assigns
        noise, which density-based validity is for. None: no algorithm does.
    measures : collection of str
        What is computed; those that need known segments only where there are some.
    metric : Metric
        Of the space. Measures that need centres or squares are undefined where it is
        not Euclidean.

    Returns
    -------
    list of Score
        In the order of the labelings.
    """
    chosen = [
        m
        for m in MEASURES.values()
        if m.name in measures and (truth is not None or not m.needs_truth)
    ]
    by_density = [False] * len(labelings) if density is None else density
    scorable = [
        (x.labels, is_by_density)
        for x, is_by_density in zip(labelings, by_density, strict=True)
        if x.status is Status.OK and x.labels is not None
    ]
    stack = np.array([labels for labels, _ in scorable])
    marks = np.array([mark for _, mark in scorable])
    given = Given(matrix, stack, truth, marks, metric)
    columns = _columns(given, chosen) if scorable else {}
    row = iter(range(len(scorable)))
    return [
        _scored(columns, next(row))
        if labeling.status is Status.OK
        else _undefined(labeling, chosen)
        for labeling in labelings
    ]


def _columns(given: Given, chosen: Sequence[Measure]) -> dict[str, Values]:
    """Values by measure; an estimate's interval stands beside it."""
    columns = {}
    for measure in chosen:
        found = measure.function(given)
        columns[measure.name] = found
        if found.low is not None and found.high is not None:
            columns[f"{measure.name}_low"] = Values(found.low)
            columns[f"{measure.name}_high"] = Values(found.high)
    return columns


def _scored(columns: Mapping[str, Values], row: int) -> Score:
    values = {name: float(found.values[row]) for name, found in columns.items()}
    reasons = {
        name: columns[name].reasons[row]
        if columns[name].reasons
        else MEASURES[name].undefined or "undefined"
        for name, value in values.items()
        if name in MEASURES and np.isnan(value)
    }
    return Score(values, reasons)


def _undefined(labeling: Labeling, chosen: Sequence[Measure]) -> Score:
    return Score(
        {measure.name: float("nan") for measure in chosen},
        {measure.name: labeling.reason for measure in chosen},
    )
