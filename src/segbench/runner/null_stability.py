"""The stability of every setting on null data sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.algorithms import Job, Sharing
from segbench.core import Labeling, Matrix, Space
from segbench.runner.chunks import Stage, over_chunks
from segbench.runner.effort import Effort, calibration_size, null_resamples
from segbench.runner.null_data import (
    SAMPLES,
    Draw,
    draw_matrices,
    label,
    scaled,
)
from segbench.runner.refits import Refits, mean_agreement
from segbench.runner.runtime import Runtime
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work
from segbench.scoring import draw_resamples
from segbench.scoring.nulls import STABILITY_FAMILY
from segbench.seeds import seed_for

CHUNK = 2
"""Null data sets in one piece of work; each is resampled."""


def null_stability(
    work: Sequence[Work], spec: RunSpec, runtime: Runtime
) -> list[Matrix]:
    """Refit every setting on resamples of null data sets.

    Returns
    -------
    list of ndarray of shape (settings, R0) or (settings, R0 + 5)
        Mean adjusted Rand index; NaN where it is undefined. Where null data sets
        hold fewer customers than the data, the last columns are those of samples of
        as many of the customers themselves.
    """
    n_customers = work[0].space.n_customers
    draws = _draws(spec.effort, n_customers)
    more = (null_resamples(spec.effort, n_customers), spec.refits)
    stage = Stage("null stability", _chunk, CHUNK, _nothing)
    found = over_chunks(stage, work, draws, more, runtime)
    return [
        np.concatenate([np.empty((len(one.settings), 0)), *parts], axis=1)
        for one, parts in zip(work, found, strict=True)
    ]


def _draws(effort: Effort, n_customers: int) -> list[Draw]:
    draws = [Draw(STABILITY_FAMILY, r) for r in range(effort.stability_nulls)]
    if draws and calibration_size(n_customers) < n_customers:
        draws += [Draw(STABILITY_FAMILY, -number) for number in range(1, SAMPLES + 1)]
    return draws


def _chunk(
    work: Work, draws: Sequence[Draw], n_resamples: int, refits: Refits
) -> Matrix:
    """Mean agreement with refits, shape (settings, draws)."""
    space = work.space
    matrices = draw_matrices(space, draws)
    labelings = label(work, matrices, draws, refits.sharing)
    columns = []
    for draw, matrix, of_draw in zip(draws, matrices, labelings, strict=True):
        data = _resampled(space, draw, matrix, n_resamples, refits)
        columns.append(_stability(work, data, of_draw))
    return np.column_stack(columns)


def _nothing(work: Work, draws: Sequence[Draw]) -> Matrix:
    return np.full((len(work.settings), len(draws)), np.nan)


@dataclass(frozen=True)
class Resampled:
    """A null data set with its resamples."""

    draw: Draw
    rows: tuple[NDArray[np.int64], ...]  # customers kept, by resample
    matrices: tuple[Matrix, ...]  # what is clustered, by resample
    sharing: Sharing


def _resampled(
    space: Space, draw: Draw, matrix: Matrix, n_resamples: int, refits: Refits
) -> Resampled:
    seed = seed_for(space.key.seed, space.key, draw, "resamples")
    n = len(matrix)
    rows = draw_resamples(n, n_resamples, seed, refits.scheme)
    matrices = (
        refits.matrix(matrix[kept], space, f"{draw} resample {b}")
        for b, kept in enumerate(rows)
    )
    return Resampled(draw, tuple(rows), tuple(matrices), refits.sharing)


def _stability(work: Work, data: Resampled, labelings: Sequence[Labeling]) -> Matrix:
    """Mean adjusted Rand index of every setting, shape (settings,)."""
    jobs = []
    for b, matrix in enumerate(data.matrices):
        seed = work.seed(f"{data.draw} resample {b}")
        jobs.append(Job(matrix, scaled(work, len(matrix)), seed))
    return mean_agreement(work.spec, labelings, jobs, data.rows, data.sharing)
