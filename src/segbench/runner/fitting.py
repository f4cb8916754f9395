"""Fit every setting of every piece of work on all customers."""

from __future__ import annotations

from collections.abc import Sequence

from segbench.algorithms import Job, Sharing, fit_sweep, refit
from segbench.core import Labeling, Setting, Status
from segbench.runner.estimates import memory_limit, too_large
from segbench.runner.parallel import Progress, one_quiet_thread, run_tasks
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work

FEW_CUSTOMERS = 30
"""Customers that are fitted to have everything compiled."""


def fit_all(
    work: Sequence[Work], spec: RunSpec, progress: Progress
) -> list[list[Labeling]]:
    """Label the customers by every setting; what cannot run says why."""
    sharing = Sharing.NOTHING if spec.plain else Sharing.GRID
    n_customers = work[0].space.n_customers
    workers, limit = spec.workers(n_customers), memory_limit(spec, n_customers)
    if workers.processes > 1:
        with one_quiet_thread():
            _compile_first(work, sharing)
    tasks = [(one, sharing, limit) for one in work]
    return run_tasks(_fit, tasks, workers, progress, "fitting")


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
    if work.refused:
        setting = Setting(work.spec.name, {})
        return [Labeling(setting, Status.UNSUITABLE, work.refused, None, None, 0.0)]
    if not work.settings:
        reason = "the grid's rule finds no value on these customers"
        return [_impossible(work, Setting(work.spec.name, {}), reason)]
    return fit_sweep(work.spec, work.settings, matrix, work.seed("fit"), sharing)


def _impossible(work: Work, setting: Setting, reason: str) -> Labeling:
    k = work.spec.k_asked(setting.params) if setting.params else None
    return Labeling(setting, Status.IMPOSSIBLE, reason, None, k, 0.0)
