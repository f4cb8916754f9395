"""Run an algorithm over its grid; whatever happens, every setting gets an outcome."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

from segbench.algorithms.labels import (
    canonical,
    status_of,
)
from segbench.algorithms.likelihood import icl
from segbench.algorithms.outcome import (
    Outcome,
    explain,
    lacking,
    outcome_of,
    outcomes_of,
)
from segbench.algorithms.spec import AlgorithmSpec, Job
from segbench.core import NOISE, Labeling, Matrix, Params, Setting, Status

_logger = logging.getLogger("segbench")


class Sharing(IntEnum):
    """How much work fits may share; the labels are of the same algorithm."""

    NOTHING = 0  # one plain fit per setting
    GRID = 1  # the settings on one matrix, such as one tree cut at every k
    SAMPLES = 2  # many matrices at once, in compiled loops


def fit_sweep(
    spec: AlgorithmSpec,
    settings: Sequence[Setting],
    matrix: Matrix,
    seed: int,
    sharing: Sharing = Sharing.SAMPLES,
) -> list[Labeling]:
    """Label the customers of a space with every setting of an algorithm.

    Parameters
    ----------
    spec : AlgorithmSpec
        The algorithm.
    settings : sequence of Setting
        What `expand_grid` gave.
    matrix : Matrix
        Shape (n_customers, n_features).
    seed : int
        Given to estimators that take a ``random_state``.
    sharing : Sharing
        What the fits may share.

    Returns
    -------
    list of Labeling
        One per setting, in their order; failures have a status and a reason.
    """
    job = Job(matrix, tuple(one.params for one in settings), seed)
    started = time.perf_counter()
    (labelings,) = fit_many(spec, settings, [job], sharing)
    seconds = (time.perf_counter() - started) / max(1, len(settings))
    return [replace(labeling, fit_seconds=seconds) for labeling in labelings]


def fit_many(
    spec: AlgorithmSpec,
    settings: Sequence[Setting],
    jobs: Sequence[Job],
    sharing: Sharing = Sharing.SAMPLES,
) -> list[list[Labeling]]:
    """Label the customers of many matrices with every setting.

    Parameters
    ----------
    spec : AlgorithmSpec
        The algorithm.
    settings : sequence of Setting
        What the labelings are called by; the jobs' own may be scaled.
    jobs : sequence of Job
        A matrix each, with as many settings.
    sharing : Sharing
        What the fits may share.

    Returns
    -------
    list of list of Labeling
        By job, then by setting; failures have a status and a reason.
    """
    answers = refit(spec, jobs, sharing)
    return [
        [
            _labeling(spec, setting, outcome, len(job.matrix))
            for setting, outcome in zip(settings, outcomes, strict=True)
        ]
        for job, outcomes in zip(jobs, answers, strict=True)
    ]


def refit(
    spec: AlgorithmSpec, jobs: Sequence[Job], sharing: Sharing = Sharing.SAMPLES
) -> list[list[Outcome]]:
    """Cluster many matrices, such as resamples, in one call.

    Returns
    -------
    list of list of Outcome
        By job, then by setting.
    """
    refused = [
        [_impossible(spec, params, len(job.matrix)) for params in job.settings]
        for job in jobs
    ]
    possible = [_without(job, whys) for job, whys in zip(jobs, refused, strict=True)]
    fitted = _cluster(spec, possible, sharing)
    return [
        _merged(whys, outcomes) for whys, outcomes in zip(refused, fitted, strict=True)
    ]


def _cluster(
    spec: AlgorithmSpec, jobs: Sequence[Job], sharing: Sharing
) -> list[list[Outcome]]:
    """Take the way that shares most of those the estimator offers."""
    estimator: Any = spec.estimator({}, seed=0)
    fixed = spec.params.get("random_state")
    if isinstance(fixed, int):
        jobs = [replace(job, seed=fixed) for job in jobs]
    if sharing >= Sharing.SAMPLES and hasattr(estimator, "refit"):
        answers = _ask(spec, estimator.refit, jobs)
        if answers is not NotImplemented and len(answers) == len(jobs):
            return [
                outcomes_of(spec, *pair) for pair in zip(jobs, answers, strict=True)
            ]
    shares_grid = sharing >= Sharing.GRID and hasattr(estimator, "sweep")
    return [_cluster_one(spec, job, shares_grid=shares_grid) for job in jobs]


def _cluster_one(spec: AlgorithmSpec, job: Job, *, shares_grid: bool) -> list[Outcome]:
    if shares_grid and job.settings:
        estimator: Any = spec.estimator({}, job.seed)
        answers = _ask(spec, estimator.sweep, job.matrix, job.settings)
        if answers is not NotImplemented:
            return outcomes_of(spec, job, answers)
    return [_single_fit(spec, job.matrix, params, job.seed) for params in job.settings]


def _ask(spec: AlgorithmSpec, hook: Any, *arguments: Any) -> Any:
    """Call a hook that shares work; when it raises, single fits say what is wrong.

    They give every setting its own outcome, where the hook would fail them all.
    """
    try:
        return hook(*arguments)
    except MemoryError:  # says something of the machine, nothing of the setting
        raise
    except Exception as error:  # noqa: BLE001 an author's code may raise anything
        _logger.info("%s: no shared work (%s)", spec.name, explain(error))
        return NotImplemented


def _single_fit(
    spec: AlgorithmSpec, matrix: Matrix, params: Params, seed: int
) -> Outcome:
    """Fit one setting; an exception becomes the reason of a failed row."""
    try:
        estimator: Any = spec.estimator(params, seed)
        outcome = outcome_of(spec, estimator.fit_predict(matrix), len(matrix))
        criteria = _criteria(estimator, matrix)
    except MemoryError:
        raise
    except ModuleNotFoundError as error:
        return Outcome(None, lacking(spec, error))
    except Exception as error:  # noqa: BLE001 an author's code may raise anything
        return Outcome(None, explain(error))
    converged = getattr(estimator, "converged_", True)
    remark = outcome.reason or ("" if converged else "did not converge")
    return replace(outcome, reason=remark, criteria=criteria)


def _criteria(estimator: Any, matrix: Matrix) -> dict[str, float]:
    """Likelihood criteria where the model has a likelihood (smaller is better)."""
    if not hasattr(estimator, "bic"):
        return dict(getattr(estimator, "criteria_", {}))
    found = {"bic": float(estimator.bic(matrix))}
    if hasattr(estimator, "aic"):
        found["aic"] = float(estimator.aic(matrix))
    if hasattr(estimator, "predict_proba"):
        found["icl"] = icl(found["bic"], estimator.predict_proba(matrix))
    return found


def _impossible(spec: AlgorithmSpec, params: Params, n_customers: int) -> str:
    """Say why customers cannot hold a setting; "" when they can."""
    k = spec.k_asked(params)
    if k is not None and k > n_customers:
        return f"{k} segments asked for, but there are only {n_customers} customers"
    return ""


def _without(job: Job, refused: Sequence[str]) -> Job:
    """Leave out the settings that were refused."""
    pairs = zip(job.settings, refused, strict=True)
    return replace(job, settings=tuple(params for params, why in pairs if not why))


def _merged(refused: Sequence[str], fitted: Sequence[Outcome]) -> list[Outcome]:
    """Put outcomes back in their places among the refused settings."""
    rest = iter(fitted)
    return [Outcome(None, why) if why else next(rest) for why in refused]


def _labeling(
    spec: AlgorithmSpec,
    setting: Setting,
    outcome: Outcome,
    n_customers: int,
) -> Labeling:
    k = spec.k_asked(setting.params)
    if outcome.labels is None:
        impossible = _impossible(spec, setting.params, n_customers)
        status = Status.IMPOSSIBLE if impossible else Status.FAILED
        return Labeling(setting, status, outcome.reason, None, k, 0.0)
    labels = canonical(outcome.labels)
    status, reason = status_of(labels)
    found = int(labels.max(initial=NOISE)) + 1
    if status is Status.OK and k is not None and found != k:
        reason = f"{k} segments asked for, {found} found"
    remarks = (reason, outcome.reason, spec.approximation)
    remark = "; ".join(text for text in remarks if text)
    return Labeling(setting, status, remark, labels, k, 0.0, outcome.criteria)
