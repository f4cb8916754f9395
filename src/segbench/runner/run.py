"""The steps of a run, from prepared work to cells."""

from __future__ import annotations

from collections.abc import Sequence

from segbench.algorithms import Job, Sharing, fit_sweep, refit
from segbench.core import (
    Cell,
    Dataset,
    Labeling,
    Labels,
    Scored,
    Setting,
    Stability,
    Status,
)
from segbench.runner.estimates import memory_limit, too_large
from segbench.runner.parallel import Progress, run_tasks
from segbench.runner.resampling import stabilities
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work, by_space
from segbench.scoring import Score, score_labelings

FEW_CUSTOMERS = 30
"""Customers that are fitted to have everything compiled."""


def run(
    dataset: Dataset, spec: RunSpec, work: Sequence[Work], progress: Progress
) -> list[Cell]:
    """Fit every setting, score them by space, refit them on resamples.

    Parameters
    ----------
    dataset : Dataset
        The customers.
    spec : RunSpec
        Resamples, seed and workers.
    work : sequence of Work
        What `prepare` gave.
    progress : Progress
        Told how far the work is.

    Returns
    -------
    list of Cell
        One per piece of work, in its order.
    """
    sharing = Sharing.NOTHING if spec.plain else Sharing.GRID
    workers = spec.workers(dataset.n_customers)
    limit = memory_limit(spec, dataset.n_customers)
    if workers.processes > 1:
        _compile_first(work, sharing)
    tasks = [(one, sharing, limit) for one in work]
    fits = run_tasks(_fit, tasks, workers, progress, "fitting")
    scores = _score(work, fits, dataset.truth)
    resampled = stabilities(work, fits, spec, progress)
    resamples = spec.resamples_of(dataset.n_customers)
    return [
        Cell(one.space.key, one.spec.name, one.spec.params, resamples, rows)
        for one, rows in zip(work, map(_rows, fits, scores, resampled), strict=True)
    ]


def _compile_first(work: Sequence[Work], sharing: Sharing) -> None:
    """Compile in this process what the others will load, by fitting a few customers."""
    for one in {one.spec.name: one for one in work}.values():
        settings = tuple(setting.params for setting in one.settings)
        few = one.space.matrix[:FEW_CUSTOMERS]
        refit(one.spec, [Job(few, settings, seed=0)], sharing)


def _fit(work: Work, sharing: Sharing, memory_bytes: float) -> list[Labeling]:
    matrix = work.space.matrix
    large = too_large(work.spec, matrix, memory_bytes)
    if large:
        return [_impossible(work, setting, large) for setting in work.settings]
    if not work.settings:
        reason = "the grid's rule finds no value on these customers"
        return [_impossible(work, Setting(work.spec.name, {}), reason)]
    return fit_sweep(work.spec, work.settings, matrix, work.seed("fit"), sharing)


def _impossible(work: Work, setting: Setting, reason: str) -> Labeling:
    k = work.spec.k_asked(setting.params) if setting.params else None
    return Labeling(setting, Status.IMPOSSIBLE, reason, None, k, 0.0)


def _score(
    work: Sequence[Work], fits: Sequence[Sequence[Labeling]], truth: Labels | None
) -> list[list[Score]]:
    """Score all labelings of a space together; give them back by work."""
    scores: list[list[Score]] = []
    for members in by_space(work):
        together = [labeling for i in members for labeling in fits[i]]
        matrix = work[members[0]].space.matrix
        scored = iter(score_labelings(matrix, together, truth))
        scores += [[next(scored) for _ in fits[i]] for i in members]
    return scores


def _rows(
    labelings: Sequence[Labeling],
    scores: Sequence[Score],
    resampled: Sequence[Stability | None],
) -> tuple[Scored, ...]:
    return tuple(
        Scored(labeling, score.values, score.reasons, stability)
        for labeling, score, stability in zip(labelings, scores, resampled, strict=True)
    )
