"""Refit every candidate on resamples of the customers, preparation included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segbench.algorithms import Job, refit
from segbench.cache import content_key
from segbench.core import Labeling, Matrix, Scheme, Space, Stability, Status
from segbench.executors import Cause, Lost
from segbench.features import refit_matrices
from segbench.runner.candidates import Candidates, Piece
from segbench.runner.effort import ALL_UP_TO
from segbench.runner.foreign import any_foreign
from segbench.runner.memo import remembered
from segbench.runner.refits import Refits, labels_on
from segbench.runner.runtime import Runtime
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work, by_space
from segbench.scoring import compare_labels, draw_resamples
from segbench.scoring.agreement import Agreements
from segbench.scoring.stability import BOOTSTRAP_UP_TO, SUBSAMPLE, collect, undefined
from segbench.seeds import seed_for

CHUNK = 10
"""Resamples in one piece of work: few enough to keep every worker busy."""


def stabilities(
    work: Sequence[Work],
    fits: Sequence[Sequence[Labeling]],
    spec: RunSpec,
    runtime: Runtime,
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
    agreements = _agreements(candidates, spec, runtime)
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
    candidates: Sequence[Candidates], spec: RunSpec, runtime: Runtime
) -> list[list[Agreements]]:
    """Agreements by piece of work, then by resample.

    The algorithms of a space take the same resamples one after another, so that a
    worker has them already. What ends its worker is tried again resample by resample.
    """
    resamples = draw(candidates[0].work.space, spec)
    work = [one.work for one in candidates]
    pieces = [
        Piece(candidates[i], start, tuple(resamples[start : start + CHUNK]))
        for members in by_space(work)
        for start in range(0, len(resamples), CHUNK)
        for i in members
        if candidates[i].labelings
    ]
    foreign = any_foreign(work)
    arguments = [(piece, spec.refits) for piece in pieces]
    remember = _none_failed if foreign else True
    answers = runtime.run(
        "resampling", _refit_piece, arguments, foreign=foreign, remember=remember
    )
    found: list[list[Agreements]] = [[] for _ in candidates]
    positions = {id(one): i for i, one in enumerate(candidates)}
    for piece, answer in zip(pieces, answers, strict=True):
        rows = (
            _one_by_one(piece, answer, spec.refits, runtime)
            if isinstance(answer, Lost)
            else answer
        )
        found[positions[id(piece.candidates)]] += rows
    return found


def _none_failed(answer: Any) -> bool:
    """Tell whether somebody else's algorithm labelled every resample."""
    return not isinstance(answer, Lost) and not any(one.failed.any() for one in answer)


def _one_by_one(
    piece: Piece, lost: Lost, refits: Refits, runtime: Runtime
) -> list[Agreements]:
    """Find out which resamples cannot be refitted; they count as no agreement.

    Where time ran out, the first resample tells whether the others are worth theirs.
    """
    alone = piece.resample_by_resample()

    def answers_of(some: Sequence[Piece]) -> list[Any]:
        return runtime.run(
            "resampling one by one",
            _refit_piece,
            [(one, refits) for one in some],
            foreign=True,
            remember=_none_failed,
        )

    first = 1 if lost.cause is Cause.OUT_OF_TIME else len(alone)
    answers = answers_of(alone[:first])
    hopeless = first < len(alone) and isinstance(answers[0], Lost)
    rest = alone[first:]
    answers += [lost] * len(rest) if hopeless else answers_of(rest)
    return [
        one.no_agreement() if isinstance(answer, Lost) else answer[0]
        for one, answer in zip(alone, answers, strict=True)
    ]


def draw(space: Space, spec: RunSpec) -> list[NDArray[np.int64]]:
    """Draw the resamples of a data set: the same in all of its spaces."""
    key, n = space.key, space.n_customers
    seed = seed_for(key.seed, key.dataset, "resamples")
    return draw_resamples(n, spec.resamples_of(n), seed, spec.scheme)


def _refit_piece(piece: Piece, refits: Refits) -> list[Agreements]:
    """Refit an algorithm on some resamples."""
    matrices = _resampled_matrices(piece, refits)
    jobs = [
        _job(piece.candidates, *pair)
        for pair in zip(piece.numbers, matrices, strict=True)
    ]
    answers = refit(piece.candidates.work.spec, jobs, refits.sharing)
    references, most = piece.candidates.references, piece.candidates.most_segments
    return [
        compare_labels(references[:, rows], labels_on(outcomes, len(rows)), most)
        for rows, outcomes in zip(piece.rows, answers, strict=True)
    ]


def _resampled_matrices(piece: Piece, refits: Refits) -> list[Matrix]:
    """Prepare the customers of every resample anew, as the algorithms see them."""
    space = piece.candidates.work.space
    kept = remembered(
        (space.cache_key, content_key(piece.rows)),
        lambda: list(refit_matrices(space, piece.rows)),
    )
    return [
        refits.matrix(matrix, space, f"resample {number}")
        for number, matrix in zip(piece.numbers, kept, strict=True)
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
