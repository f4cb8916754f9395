"""The stability of every setting on null data sets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segbench.algorithms import Job, Sharing, refit
from segbench.core import Labeling, Labels, Matrix, Status
from segbench.runner.effort import Effort, calibration_size
from segbench.runner.null_data import (
    REAL,
    TRANSNORMAL,
    Draw,
    draw_matrices,
    label,
    scaled,
)
from segbench.runner.parallel import Progress, run_tasks
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work, by_space
from segbench.scoring import compare_labels, draw_resamples
from segbench.scoring.calibration import mean_over_resamples
from segbench.seeds import seed_for

CHUNK = 2
"""Null data sets in one piece of work; each is resampled."""


def null_stability(
    work: Sequence[Work], spec: RunSpec, progress: Progress
) -> list[Matrix]:
    """Refit every setting on resamples of null data sets.

    Returns
    -------
    list of ndarray of shape (settings, R0) or (settings, R0 + 1)
        Mean adjusted Rand index; NaN where it is undefined. Where null data sets
        hold fewer customers than the data, the last column is that of as many of the
        customers themselves.
    """
    draws = _draws(spec.effort, work[0].space.n_customers)
    pieces = [
        (members, draws[i : i + CHUNK])
        for members in by_space(work)
        for i in range(0, len(draws), CHUNK)
    ]
    arguments = [
        ([work[i] for i in members], chunk, spec.effort, spec.resample_sharing)
        for members, chunk in pieces
    ]
    workers = spec.workers(work[0].space.n_customers)
    answers = run_tasks(_chunk, arguments, workers, progress, "null stability")
    found: list[list[Matrix]] = [[np.empty((len(one.settings), 0))] for one in work]
    for (members, _), answer in zip(pieces, answers, strict=True):
        for i, values in zip(members, answer, strict=True):
            found[i].append(values)
    return [np.concatenate(parts, axis=1) for parts in found]


def _draws(effort: Effort, n_customers: int) -> list[Draw]:
    draws = [Draw(TRANSNORMAL, r) for r in range(effort.stability_nulls)]
    if draws and calibration_size(n_customers) < n_customers:
        draws.append(Draw(TRANSNORMAL, REAL))
    return draws


def _chunk(
    work: Sequence[Work], draws: Sequence[Draw], effort: Effort, sharing: Sharing
) -> list[Matrix]:
    """Mean agreement with refits, by algorithm, shape (settings, draws)."""
    matrices = draw_matrices(work[0].space, draws)
    n_resamples = effort.stability_resamples
    found = []
    for one in work:
        columns = [
            _stability(
                one, matrix, labelings, _resamples(one, draw, matrix, n_resamples)
            )
            for matrix, labelings, draw in zip(
                matrices, label(one, matrices, draws, sharing), draws, strict=True
            )
        ]
        found.append(np.column_stack(columns))
    return found


def _resamples(
    work: Work, draw: Draw, matrix: Matrix, n_resamples: int
) -> dict[int, NDArray[np.int64]]:
    """Draw customers of a null data set; by the seed of their refit."""
    key = work.space.key
    drawn = draw_resamples(
        len(matrix), n_resamples, seed_for(key.seed, key, draw, "resamples")
    )
    return {work.seed(f"{draw} resample {b}"): rows for b, rows in enumerate(drawn)}


def _stability(
    work: Work,
    matrix: Matrix,
    labelings: Sequence[Labeling],
    resamples: dict[int, NDArray[np.int64]],
) -> Matrix:
    """Mean adjusted Rand index of every setting, shape (settings,)."""
    values = np.full(len(labelings), np.nan)
    fine = [i for i, one in enumerate(labelings) if one.status is Status.OK]
    if fine:
        references = np.array([labelings[i].labels for i in fine])
        agreements = _agreements(work, matrix, (fine, references), resamples)
        values[fine] = mean_over_resamples(agreements.T)
    return values


def _agreements(
    work: Work,
    matrix: Matrix,
    chosen: tuple[list[int], Labels],
    resamples: dict[int, NDArray[np.int64]],
) -> Matrix:
    """Adjusted Rand indices of the chosen settings, shape (resamples, settings)."""
    positions, references = chosen
    jobs = []
    for seed, rows in resamples.items():
        settings = scaled(work, len(rows))
        jobs.append(Job(matrix[rows], tuple(settings[i] for i in positions), seed))
    most = int(references.max()) + 1
    return np.array(
        [
            compare_labels(references[:, rows], [x.labels for x in outcomes], most).ari
            for rows, outcomes in zip(
                resamples.values(), refit(work.spec, jobs), strict=True
            )
        ]
    )
