"""Fit every setting of every piece of work on all customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from segbench.algorithms import Sharing, fit_sweep
from segbench.core import Labeling, Setting, Status
from segbench.executors import Cause, Lost
from segbench.runner.foreign import any_foreign
from segbench.runner.memory import memory_limit, too_large
from segbench.runner.runtime import Runtime
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work


def fit_all(
    work: Sequence[Work], spec: RunSpec, runtime: Runtime
) -> list[list[Labeling]]:
    """Label the customers by every setting; what cannot run says why."""
    limit = memory_limit(spec, work[0].space.n_customers)
    refused = [_refusal(one, limit) for one in work]
    possible = [one for one, why in zip(work, refused, strict=True) if why is None]
    fitted = iter(_fit_possible(possible, spec, runtime))
    return [next(fitted) if why is None else why for why in refused]


def _refusal(work: Work, memory_bytes: float) -> list[Labeling] | None:
    """Rows of what cannot be fitted; None for what can."""
    if work.refused:
        setting = Setting(work.spec.name, {})
        return [Labeling(setting, Status.UNSUITABLE, work.refused, None, None, 0.0)]
    if not work.settings:
        reason = "the grid's rule finds no value on these customers"
        return [_without_labels(work, Setting(work.spec.name, {}), reason)]
    large = too_large(work.spec, work.space.matrix, memory_bytes)
    if large:
        return [_without_labels(work, setting, large) for setting in work.settings]
    return None


def _fit_possible(
    work: Sequence[Work], spec: RunSpec, runtime: Runtime
) -> list[list[Labeling]]:
    sharing = Sharing.NOTHING if spec.plain else Sharing.GRID
    # Long work that is begun last keeps one worker busy when the others are done.
    longest_first = sorted(range(len(work)), key=lambda i: -len(work[i].settings))
    answers = runtime.run(
        "fitting",
        _fit,
        [(work[i], sharing) for i in longest_first],
        foreign=any_foreign(work),
        remember=_none_failed,
    )
    answer_of = dict(zip(longest_first, answers, strict=True))
    return [
        _one_by_one(one, answer_of[i], sharing, runtime)
        if isinstance(answer_of[i], Lost)
        else answer_of[i]
        for i, one in enumerate(work)
    ]


def _fit(work: Work, sharing: Sharing) -> list[Labeling]:
    seed = work.seed("fit")
    return fit_sweep(work.spec, work.settings, work.space.matrix, seed, sharing)


def _none_failed(answer: Any) -> bool:
    """Tell what is worth remembering: what failed may go well the next time.

    A package may be there then, or whatever else an algorithm of somebody else needs.
    """
    if isinstance(answer, Lost):
        return False
    return all(one.status is not Status.FAILED for one in answer)


def _one_by_one(
    work: Work, lost: Lost, sharing: Sharing, runtime: Runtime
) -> list[Labeling]:
    """Find out which setting ends its worker; the others get their labels.

    What took too long is not tried again: each setting might.
    """
    if lost.cause is Cause.OUT_OF_TIME or len(work.settings) == 1:
        return [_failed(work, setting, lost) for setting in work.settings]
    alone = [replace(work, settings=(setting,)) for setting in work.settings]
    tasks = [(one, sharing) for one in alone]
    answers = runtime.run(
        "fitting one by one", _fit, tasks, foreign=True, remember=_none_failed
    )
    return [
        _failed(one, one.settings[0], answer) if isinstance(answer, Lost) else answer[0]
        for one, answer in zip(alone, answers, strict=True)
    ]


def _failed(work: Work, setting: Setting, lost: Lost) -> Labeling:
    k, n = work.spec.k_asked(setting.params), len(work.settings)
    together = f"its {n} settings together " if n > 1 else ""
    return Labeling(setting, Status.FAILED, together + lost.reason, None, k, 0.0)


def _without_labels(work: Work, setting: Setting, reason: str) -> Labeling:
    k = work.spec.k_asked(setting.params) if setting.params else None
    return Labeling(setting, Status.IMPOSSIBLE, reason, None, k, 0.0)
