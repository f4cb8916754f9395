"""Run an algorithm over its grid; whatever happens, every setting gets an outcome."""

from __future__ import annotations

import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from segbench.algorithms.spec import AlgorithmSpec, Job
from segbench.core import NOISE, Labeling, Labels, Matrix, Params, Setting, Status


@dataclass(frozen=True)
class Outcome:
    """Canonical labels, or the reason why there are none."""

    labels: Labels | None
    reason: str = ""  # of the failure, or a remark on labels that came out
    criteria: Mapping[str, float] = field(default_factory=dict)


def fit_sweep(
    spec: AlgorithmSpec, settings: Sequence[Setting], matrix: Matrix, seed: int
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

    Returns
    -------
    list of Labeling
        One per setting, in their order; failures have a status and a reason.
    """
    job = Job(matrix, tuple(one.params for one in settings), seed)
    started = time.perf_counter()
    outcomes = run_job(spec, job)
    seconds = (time.perf_counter() - started) / max(1, len(settings))
    return [
        _labeling(spec, setting, outcome, len(matrix), seconds)
        for setting, outcome in zip(settings, outcomes, strict=True)
    ]


def refit(spec: AlgorithmSpec, jobs: Sequence[Job]) -> list[list[Outcome]]:
    """Cluster many matrices, such as resamples, in one call.

    Returns
    -------
    list of list of Outcome
        By job, then by setting.
    """
    return [run_job(spec, job) for job in jobs]


def run_job(spec: AlgorithmSpec, job: Job) -> list[Outcome]:
    """Cluster one matrix with every setting, sharing work where that is possible."""
    n = len(job.matrix)
    refused = [_impossible(spec, params, n) for params in job.settings]
    possible = tuple(p for p, why in zip(job.settings, refused, strict=True) if not why)
    fitted = iter(_fit_settings(spec, replace(job, settings=possible)))
    return [Outcome(None, why) if why else next(fitted) for why in refused]


def _fit_settings(spec: AlgorithmSpec, job: Job) -> list[Outcome]:
    if job.settings and hasattr(spec.estimator({}, job.seed), "sweep"):
        return _shared_sweep(spec, job)
    return [_single_fit(spec, job.matrix, params, job.seed) for params in job.settings]


def canonical(labels: Labels) -> Labels:
    """Number segments 0..k-1 by size, ties by their first customer; -1 stays.

    Equal partitions thereby get equal labels, whatever numbers came out.
    """
    assigned = labels != NOISE
    names, first, inverse, counts = np.unique(
        labels[assigned], return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -counts))
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(len(names))
    result = np.full(labels.shape, NOISE, dtype=np.int64)
    result[assigned] = rank[inverse]
    return result


def status_of(labels: Labels) -> tuple[Status, str]:
    """Tell a labeling that can be scored from a degenerate one, and why."""
    k = int(labels.max(initial=NOISE)) + 1
    assigned = int(np.count_nonzero(labels != NOISE))
    if k == 0:
        return Status.ALL_NOISE, "every customer is noise"
    if k == 1 and assigned == len(labels):
        return Status.ONE_CLUSTER, "every customer is in one segment"
    if k == 1:
        return Status.TOO_FEW, "one segment, the other customers are noise"
    if k == assigned:
        return Status.ALL_SINGLETONS, "every segment holds a single customer"
    return Status.OK, ""


def _impossible(spec: AlgorithmSpec, params: Params, n_customers: int) -> str:
    k = spec.k_asked(params)
    if k is not None and k > n_customers:
        return f"{k} segments asked for, but there are only {n_customers} customers"
    return ""


def _labeling(
    spec: AlgorithmSpec,
    setting: Setting,
    outcome: Outcome,
    n_customers: int,
    fit_seconds: float,
) -> Labeling:
    k = spec.k_asked(setting.params)
    if outcome.labels is None:
        impossible = _impossible(spec, setting.params, n_customers)
        status = Status.IMPOSSIBLE if impossible else Status.FAILED
        return Labeling(setting, status, outcome.reason, None, k, fit_seconds)
    status, reason = status_of(outcome.labels)
    found = int(outcome.labels.max(initial=NOISE)) + 1
    if status is Status.OK and k is not None and found != k:
        reason = f"{k} segments asked for, {found} found"
    remark = "; ".join(text for text in (reason, outcome.reason) if text)
    return Labeling(
        setting, status, remark, outcome.labels, k, fit_seconds, outcome.criteria
    )


def _shared_sweep(spec: AlgorithmSpec, job: Job) -> list[Outcome]:
    """Give the whole grid to the estimator's own sweep."""
    estimator: Any = spec.estimator({}, job.seed)
    try:
        stack = estimator.sweep(job.matrix, job.settings)
        return [Outcome(_checked(spec, labels, len(job.matrix))) for labels in stack]
    except Exception as error:  # noqa: BLE001 an author's code may raise anything
        return [Outcome(None, _explain(error)) for _ in job.settings]


def _single_fit(
    spec: AlgorithmSpec, matrix: Matrix, params: Params, seed: int
) -> Outcome:
    """Fit one setting; an exception becomes the reason of a failed row."""
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            estimator: Any = spec.estimator(params, seed)
            labels = _checked(spec, estimator.fit_predict(matrix), len(matrix))
            criteria = _criteria(estimator, matrix)
        except Exception as error:  # noqa: BLE001 an author's code may raise anything
            return Outcome(None, _explain(error))
    converged = not any(issubclass(w.category, ConvergenceWarning) for w in caught)
    return Outcome(labels, "" if converged else "did not converge", criteria)


def _criteria(estimator: Any, matrix: Matrix) -> dict[str, float]:
    """Likelihood criteria where the model has a likelihood (smaller is better)."""
    return {"bic": float(estimator.bic(matrix))} if hasattr(estimator, "bic") else {}


def _checked(spec: AlgorithmSpec, labels: Any, n_customers: int) -> Labels:
    """Hold what came out against the contract, then make it canonical."""
    array = np.asarray(labels)
    if array.shape != (n_customers,):
        expected = f"expected labels of shape ({n_customers},)"
        raise ValueError(f"{expected}, got {array.shape}")
    if not np.issubdtype(array.dtype, np.integer):
        raise ValueError(f"expected whole-number labels, got {array.dtype}")
    if array.min(initial=0) < NOISE:
        raise ValueError(f"expected labels of at least -1, got {array.min()}")
    if not spec.assigns_noise and (array == NOISE).any():
        raise ValueError("got the noise label -1, but assigns_noise is not declared")
    return canonical(array.astype(np.int64))


def _explain(error: Exception) -> str:
    text = " ".join(str(error).split()) or "no message"
    return f"{type(error).__name__}: {text}"
