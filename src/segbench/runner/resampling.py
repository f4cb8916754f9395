"""Refit every candidate on resamples of the customers, preparation included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.algorithms import Job, refit
from segbench.core import Labeling, Labels, Matrix, Scheme, Space, Stability, Status
from segbench.features import refit_matrices
from segbench.runner.effort import ALL_UP_TO
from segbench.runner.parallel import Progress, run_tasks
from segbench.runner.refits import Refits, labels_on
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work, by_space
from segbench.scoring import compare_labels, draw_resamples
from segbench.scoring.agreement import Agreements
from segbench.scoring.stability import BOOTSTRAP_UP_TO, SUBSAMPLE, collect, undefined
from segbench.seeds import seed_for

CHUNK = 10
"""Resamples in one piece of work: few enough to keep every worker busy."""


@dataclass(frozen=True)
class Candidates:
    """An algorithm's labelings of a space that can be compared with refits."""

    work: Work
    labelings: tuple[Labeling, ...]  # those that `_incomparable` has nothing against

    @property
    def references(self) -> Labels:
        """Their labels, shape (n_labelings, n_customers)."""
        return np.array([x.labels for x in self.labelings if x.labels is not None])

    @property
    def most_segments(self) -> int:
        """Number of segments of the labeling that has most."""
        return max(labeling.k_found for labeling in self.labelings)


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
    if spec.resamples_of(work[0].space.n_customers) == 0:
        return [[None] * len(labelings) for labelings in fits]
    candidates = [_candidates(*pair) for pair in zip(work, fits, strict=True)]
    agreements = _agreements(candidates, spec, progress)
    return [
        _by_setting(*of_work, spec.scheme)
        for of_work in zip(work, fits, agreements, strict=True)
    ]


def _candidates(work: Work, labelings: Sequence[Labeling]) -> Candidates:
    return Candidates(work, tuple(x for x in labelings if not _incomparable(work, x)))


def _incomparable(work: Work, labeling: Labeling) -> str:
    """Say why refits would not be of the same kind as the labeling; "" if they are.

    On a subsample of a large data set, `min_samples` customers would have to be fewer
    than two: what is left of the setting asks for another density.
    """
    if labeling.status is not Status.OK:
        return labeling.reason or str(labeling.status)
    n = work.space.n_customers
    if work.yardstick and n > ALL_UP_TO:
        return "nothing is compared with the yardstick of all customers"
    if n <= BOOTSTRAP_UP_TO:
        return ""
    return work.spec.unscalable(labeling.setting.params, SUBSAMPLE / n)


def _agreements(
    candidates: Sequence[Candidates], spec: RunSpec, progress: Progress
) -> list[list[Agreements]]:
    """Agreements by piece of work, then by resample."""
    space = candidates[0].work.space
    resamples = draw(space, spec)
    found: list[list[Agreements]] = [[] for _ in candidates]
    pieces = [
        ([i for i in members if candidates[i].labelings], start)
        for members in by_space([one.work for one in candidates])
        for start in range(0, len(resamples), CHUNK)
    ]
    arguments = [
        (
            [candidates[i] for i in members],
            resamples,
            range(start, start + CHUNK),
            spec.refits,
        )
        for members, start in pieces
    ]
    workers = spec.workers(space.n_customers)
    answers = run_tasks(_refit_chunk, arguments, workers, progress, "resampling")
    for (members, _), answer in zip(pieces, answers, strict=True):
        for i, rows in zip(members, answer, strict=True):
            found[i] += rows
    return found


def draw(space: Space, spec: RunSpec) -> list[NDArray[np.int64]]:
    """Draw the resamples of a data set: the same in all of its spaces."""
    key, n = space.key, space.n_customers
    seed = seed_for(key.seed, key.dataset, "resamples")
    return draw_resamples(n, spec.resamples_of(n), seed, spec.scheme)


def _refit_chunk(
    candidates: Sequence[Candidates],
    resamples: Sequence[NDArray[np.int64]],
    numbers: range,
    refits: Refits,
) -> list[list[Agreements]]:
    """Refit the algorithms of one space on some resamples, by algorithm."""
    if not candidates:
        return []
    space = candidates[0].work.space
    numbers = range(numbers.start, min(numbers.stop, len(resamples)))
    chosen = [resamples[number] for number in numbers]
    prepared = zip(numbers, refit_matrices(space, chosen), strict=True)
    matrices = {
        number: refits.matrix(matrix, space, f"resample {number}")
        for number, matrix in prepared
    }
    return [_refit_algorithm(one, matrices, chosen, refits) for one in candidates]


def _refit_algorithm(
    candidates: Candidates,
    matrices: dict[int, Matrix],
    resamples: Sequence[NDArray[np.int64]],
    refits: Refits,
) -> list[Agreements]:
    jobs = [_job(candidates, number, matrix) for number, matrix in matrices.items()]
    answers = refit(candidates.work.spec, jobs, refits.sharing)
    references, most = candidates.references, candidates.most_segments
    return [
        compare_labels(references[:, rows], labels_on(outcomes, len(rows)), most)
        for rows, outcomes in zip(resamples, answers, strict=True)
    ]


def _job(candidates: Candidates, number: int, matrix: Matrix) -> Job:
    """Prepare one resample: counts scaled to its size, a seed of its own."""
    work = candidates.work
    ratio = len(matrix) / work.space.n_customers
    settings = [
        work.spec.scaled(labeling.setting.params, ratio)
        for labeling in candidates.labelings
    ]
    return Job(matrix, tuple(settings), work.seed(f"resample {number}"))


def _by_setting(
    work: Work,
    labelings: Sequence[Labeling],
    resamples: Sequence[Agreements],
    scheme: Scheme,
) -> list[Stability | None]:
    """Turn agreements by resample into one stability per labeling that has any."""
    position = iter(range(len(labelings)))
    found: list[Stability | None] = []
    for labeling in labelings:
        why_not = _incomparable(work, labeling)
        if labeling.status is not Status.OK:
            found.append(None)
        elif why_not:
            found.append(undefined(why_not, labeling.k_found))
        else:
            found.append(collect(resamples, next(position), labeling.k_found, scheme))
    return found
