"""Every measure of every labeling of a space, all at once."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from segbench.core import Labeling, Labels, Matrix, Metric, Status
from segbench.scoring.given import Given, Values
from segbench.scoring.measure import SHIPPED
from segbench.scoring.measures import Measure, available_measures

_logger = logging.getLogger("segbench")

TOGETHER = 12
"""Labelings of very many customers that are scored in one pass."""


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
    measures: Collection[str] | None = None,
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
    measures : collection of str or None
        What is computed; those that need known segments only where there are some.
        None: everything there is, registered measures too.
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
        for m in available_measures().values()
        if (measures is None or m.name in measures)
        and (truth is not None or not m.needs_truth)
    ]
    by_density = [False] * len(labelings) if density is None else density
    scorable = [
        (x.labels, is_by_density)
        for x, is_by_density in zip(labelings, by_density, strict=True)
        if x.status is Status.OK and x.labels is not None
    ]
    whole = Given(matrix, np.empty((0, len(matrix)), np.int64), truth, None, metric)
    columns = _columns_of(whole, scorable, chosen) if scorable else {}
    row = iter(range(len(scorable)))
    return [
        _scored(columns, chosen, next(row))
        if labeling.status is Status.OK
        else _undefined(labeling, chosen)
        for labeling in labelings
    ]


def _columns_of(
    whole: Given,
    scorable: Sequence[tuple[Labels, bool]],
    chosen: Sequence[Measure],
) -> dict[str, Values]:
    """Values by measure, of all together or, of very many customers, by a few.

    A few keep the memory small. What is equal is scored once: of a large data set
    settings that differ in a smallest size often give the same segments.
    """
    if not whole.is_sampled:
        return _columns(_given(whole, scorable), chosen)
    first: dict[tuple[bytes, bool], int] = {}
    places: list[int] = []
    for labels, mark in scorable:
        key = (sha256(np.ascontiguousarray(labels).data).digest(), mark)
        places.append(first.setdefault(key, len(places)))
    kept = sorted(set(places))
    parts = [
        _columns(
            _given(whole, [scorable[i] for i in kept[low : low + TOGETHER]]), chosen
        )
        for low in range(0, len(kept), TOGETHER)
    ]
    rows = np.searchsorted(kept, places)
    return {name: _joined([one[name] for one in parts], rows) for name in parts[0]}


def _given(whole: Given, scorable: Sequence[tuple[Labels, bool]]) -> Given:
    stack = np.array([labels for labels, _ in scorable])
    return replace(whole, stack=stack, density=np.array([mark for _, mark in scorable]))


def _joined(parts: Sequence[Values], rows: NDArray[np.int64]) -> Values:
    """Put values of some labelings after each other, and take them by row."""
    values = np.concatenate([one.values for one in parts])[rows]
    lengths = [len(one.values) for one in parts]
    texts = [
        text
        for one, length in zip(parts, lengths, strict=True)
        for text in (one.reasons or ("",) * length)
    ]
    reasons = tuple(texts[i] for i in rows) if any(texts) else ()
    if any(one.low is None or one.high is None for one in parts):
        return Values(values, reasons=reasons)
    low = np.concatenate([one.low for one in parts if one.low is not None])[rows]
    high = np.concatenate([one.high for one in parts if one.high is not None])[rows]
    return Values(values, low, high, reasons)


def _columns(given: Given, chosen: Sequence[Measure]) -> dict[str, Values]:
    """Values by measure; an estimate's interval stands beside it."""
    columns = {}
    for measure in chosen:
        found = _values(measure, given)
        columns[measure.name] = found
        if found.low is not None and found.high is not None:
            columns[f"{measure.name}_low"] = Values(found.low)
            columns[f"{measure.name}_high"] = Values(found.high)
    return columns


def _values(measure: Measure, given: Given) -> Values:
    """Compute a measure; one that was registered may break, and says so in its rows."""
    if measure.origin == SHIPPED:
        return measure.function(given)
    n_labelings = len(given.stack)
    try:
        found = measure.function(given)
        shape = np.shape(found.values)
        if shape != (n_labelings,):
            raise ValueError(f"gave shape {shape} for {n_labelings} labelings")
    except Exception as error:  # noqa: BLE001 an author's code may raise anything
        reason = f"{type(error).__name__}: {' '.join(str(error).split())}"
        told = "measure %r of %s has no values: %s"
        _logger.warning(told, measure.name, measure.origin, reason)
        return Values(np.full(n_labelings, np.nan), reasons=(reason,) * n_labelings)
    return found


def _scored(
    columns: Mapping[str, Values], chosen: Sequence[Measure], row: int
) -> Score:
    values = {name: float(found.values[row]) for name, found in columns.items()}
    reasons = {
        one.name: _reason(one, columns[one.name], row)
        for one in chosen
        if np.isnan(values[one.name])
    }
    return Score(values, reasons)


def _reason(measure: Measure, found: Values, row: int) -> str:
    """Say why a value is NaN: what was found, or what the measure always says."""
    of_row = found.reasons[row] if found.reasons else ""
    return of_row or measure.undefined or "undefined"


def _undefined(labeling: Labeling, chosen: Sequence[Measure]) -> Score:
    return Score(
        {measure.name: float("nan") for measure in chosen},
        {measure.name: labeling.reason for measure in chosen},
    )
