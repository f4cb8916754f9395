"""What an algorithm gave, held against its contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from segbench.algorithms.labels import are_plain_labels, checked_labels
from segbench.algorithms.spec import AlgorithmSpec, Fitted, Job
from segbench.core import Labels


@dataclass(frozen=True)
class Outcome:
    """Labels as they came out, checked, or the reason why there are none."""

    labels: Labels | None
    reason: str = ""  # of the failure, or a remark on labels that came out
    criteria: Mapping[str, float] = field(default_factory=dict)


def outcomes_of(spec: AlgorithmSpec, job: Job, answers: Sequence[Any]) -> list[Outcome]:
    """Take what a hook gave for one matrix, an answer a setting."""
    if len(answers) != len(job.settings):
        reason = f"{len(answers)} labelings came for {len(job.settings)} settings"
        return [Outcome(None, reason) for _ in job.settings]
    fitted = [one if isinstance(one, Fitted) else Fitted(one) for one in answers]
    if are_plain_labels([one.labels for one in fitted], len(job.matrix)):
        return [Outcome(one.labels, one.remark, one.criteria) for one in fitted]
    return [outcome_of(spec, answer, len(job.matrix)) for answer in answers]


def outcome_of(spec: AlgorithmSpec, answer: Any, n_customers: int) -> Outcome:
    """Take labels, with or without more, or the exception of a single fit."""
    try:
        if isinstance(answer, Exception):
            raise answer
        fitted = answer if isinstance(answer, Fitted) else Fitted(answer)
        noise = spec.assigns_noise
        labels = checked_labels(fitted.labels, n_customers, assigns_noise=noise)
        return Outcome(labels, fitted.remark, fitted.criteria)
    except MemoryError:  # for whoever watches the memory
        raise
    except Exception as error:  # noqa: BLE001 an author's code may raise anything
        return Outcome(None, explain(error))


def explain(error: Exception) -> str:
    """Say what an exception says, in one line."""
    text = " ".join(str(error).split()) or "no message"
    return f"{type(error).__name__}: {text}"


def lacking(spec: AlgorithmSpec, error: ModuleNotFoundError) -> str:
    """Say what has to be installed for an algorithm that lacks a package."""
    told, what = explain(error), spec.needs or error.name
    return told if not what or f"install {what}" in told else f"{told}; install {what}"
