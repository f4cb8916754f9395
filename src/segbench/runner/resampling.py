"""Refit every candidate on resamples of the customers, preparation included."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segbench.algorithms import Job, refit
from segbench.core import Labeling, Labels, Stability, Status
from segbench.features import refit_matrix
from segbench.runner.parallel import Progress, run_tasks
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work
from segbench.scoring import agreement, draw_resamples
from segbench.scoring.stability import Agreement, collect
from segbench.seeds import seed_for

CHUNK = 10
"""Resamples in one piece of work: few enough to keep every worker busy."""


def stabilities(
    work: Sequence[Work],
    fits: Sequence[Sequence[Labeling]],
    spec: RunSpec,
    progress: Progress,
) -> list[list[Stability | None]]:
    """Measure the stability of every labeling that can be scored.

    The resamples depend on the data set and the seed alone, so that all algorithms
    of all spaces see the same ones.

    Returns
    -------
    list of list of Stability or None
        By work, then by setting; None where there is nothing to compare with.
    """
    if spec.resamples == 0:
        return [[None] * len(labelings) for labelings in fits]
    pieces = [
        (i, start)
        for i in range(len(work))
        for start in range(0, spec.resamples, CHUNK)
    ]
    drawn = _draw(work[0], spec)
    arguments = [
        (work[i], fits[i], drawn[start : start + CHUNK], start) for i, start in pieces
    ]
    answers = run_tasks(_agreements, arguments, spec.n_jobs, progress, "resampling")
    rows: list[list[list[Agreement | None]]] = [[] for _ in work]
    for (i, _), answer in zip(pieces, answers, strict=True):
        rows[i] += answer
    return [_by_setting(fits[i], rows[i]) for i in range(len(work))]


def _draw(first: Work, spec: RunSpec) -> list[NDArray[np.int64]]:
    key = first.space.key
    seed = seed_for(key.seed, key.dataset, "resamples")
    return draw_resamples(first.space.n_customers, spec.resamples, seed)


def _agreements(
    work: Work,
    labelings: Sequence[Labeling],
    resamples: Sequence[NDArray[np.int64]],
    number: int,
) -> list[list[Agreement | None]]:
    """Agreement by resample, then by comparable setting."""
    compared = [x for x in labelings if x.status is Status.OK]
    jobs = [_job(work, compared, rows, number + i) for i, rows in enumerate(resamples)]
    return [
        [
            _agreement(labeling.labels, outcome.labels, rows)
            for labeling, outcome in zip(compared, outcomes, strict=True)
        ]
        for rows, outcomes in zip(resamples, refit(work.spec, jobs), strict=True)
    ]


def _job(
    work: Work, compared: Sequence[Labeling], rows: NDArray[np.int64], number: int
) -> Job:
    """Prepare one resample: matrix learnt anew, counts scaled to its size."""
    ratio = len(rows) / work.space.n_customers
    settings = tuple(work.spec.scaled(x.setting.params, ratio) for x in compared)
    seed = work.seed(f"resample {number}")
    return Job(refit_matrix(work.space, rows), settings, seed)


def _agreement(
    reference: Labels | None, found: Labels | None, rows: NDArray[np.int64]
) -> Agreement | None:
    if reference is None or found is None:
        return None
    return agreement(reference[rows], found)


def _by_setting(
    labelings: Sequence[Labeling], rows: Sequence[Sequence[Agreement | None]]
) -> list[Stability | None]:
    """Turn resamples by setting into one stability per setting."""
    columns = iter(zip(*rows, strict=True))
    return [
        collect(next(columns), x.k_found) if x.status is Status.OK else None
        for x in labelings
    ]
