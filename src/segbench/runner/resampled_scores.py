"""Scores of the labelings on every resample of the customers, for the ranks there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from segbench.algorithms.labels import canonical, status_of
from segbench.core import NOISE, Labeling, Matrix, Metric, Space, Status
from segbench.executors import Lost
from segbench.runner.resampling import CHUNK, draw
from segbench.runner.runtime import Runtime
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work, by_work, places_by_space
from segbench.scoring.indices import davies_bouldin_of_stack
from segbench.scoring.silhouette import silhouette_score

UP_TO = 2_000
"""Customers up to which scores are taken on resamples; of more they hardly move."""

KEPT = ("silhouette", "davies_bouldin")


def resampled_scores(
    work: Sequence[Work],
    fits: Sequence[Sequence[Labeling]],
    spec: RunSpec,
    runtime: Runtime,
) -> list[list[Mapping[str, Matrix]]]:
    """Score the labels of all customers on the customers of each resample.

    Returns
    -------
    list of list of dict of ndarray of shape (B,)
        By work, then by setting, then by measure and ``coverage``; empty for large
        data sets and without resamples. NaN where the labels are degenerate there.
    """
    space = work[0].space
    n_resamples = spec.resamples_of(space.n_customers)
    skipped = not spec.effort.rank_again or space.n_customers > UP_TO
    if n_resamples == 0 or skipped:
        return [[{} for _ in labelings] for labelings in fits]
    resamples = draw(space, spec)
    groups = places_by_space(work, fits)
    starts = range(0, n_resamples, CHUNK)
    arguments = [
        (
            work[places[0][0]].space,
            [fits[i][j] for i, j in places],
            resamples[start : start + CHUNK],
        )
        for places in groups
        for start in starts
    ]
    answers = iter(runtime.run("scoring resamples", _score_chunk, arguments))
    found: dict[tuple[int, int], Mapping[str, Matrix]] = {}
    for places in groups:
        chunks = [next(answers) for _ in starts]
        if any(isinstance(one, Lost) for one in chunks):
            found |= {place: {} for place in places}
            continue
        columns = {
            name: np.concatenate([one[name] for one in chunks], axis=1)
            for name in chunks[0]
        }
        found |= {place: _row(columns, row) for row, place in enumerate(places)}
    return by_work(found, fits)


def _row(columns: Mapping[str, Matrix], i: int) -> dict[str, Matrix]:
    return {name: values[i] for name, values in columns.items()}


def _score_chunk(
    space: Space,
    labelings: Sequence[Labeling],
    resamples: Sequence[NDArray[np.int64]],
) -> dict[str, Matrix]:
    """Values by measure, shape (labelings, resamples)."""
    columns = [
        _score(space.matrix[rows], labelings, rows, space.metric) for rows in resamples
    ]
    return {
        name: np.column_stack([one[name] for one in columns]) for name in columns[0]
    }


def _score(
    matrix: Matrix,
    labelings: Sequence[Labeling],
    rows: NDArray[np.int64],
    metric: Metric,
) -> dict[str, Matrix]:
    """Score the labels of some customers; a segment may be gone among them."""
    inside = [
        (i, canonical(one.labels[rows]))
        for i, one in enumerate(labelings)
        if one.status is Status.OK and one.labels is not None
    ]
    found = {name: np.full(len(labelings), np.nan) for name in (*KEPT, "coverage")}
    fine = [(i, x) for i, x in inside if status_of(x)[0] is Status.OK]
    if fine:
        positions = [i for i, _ in fine]
        stack = np.array([labels for _, labels in fine])
        found["silhouette"][positions] = silhouette_score(
            matrix, stack, metric=metric.value
        )
        if metric is Metric.EUCLIDEAN:
            indices = davies_bouldin_of_stack(matrix, stack)
            found["davies_bouldin"][positions] = indices
        found["coverage"][positions] = (stack != NOISE).mean(axis=1)
    return found
