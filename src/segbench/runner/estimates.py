"""What a run will need, told before it starts: memory by rule, time by a trial."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

import numpy as np

from segbench.algorithms import AlgorithmSpec, Growth, Job, Sharing, refit
from segbench.core import Matrix
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work
from segbench.scoring import draw_resamples

TRIAL_CUSTOMERS = 500
"""Customers that a trial fit is timed on."""

LINEAR_COPIES = 12
"""Copies of the matrix that a fit of linear memory holds, generously."""

GIB = 2**30

SHARE_OF_MEMORY = 0.6
"""Share of the machine's memory that fits may hold together."""

UNKNOWN_MEMORY = 8 * GIB


@dataclass(frozen=True)
class Estimate:
    """What the fits and refits of one algorithm in one space will need."""

    work: Work
    memory_bytes: int  # of one fit of all customers
    fit_seconds: float  # of all settings, on one worker
    refit_seconds: float  # of all settings on all resamples, on one worker


def estimate(work: Work, spec: RunSpec) -> Estimate:
    """Time the algorithm on a few customers and scale up by its declared growth."""
    n, d = work.space.matrix.shape
    memory = fit_memory(work.spec, n, d)
    if not work.settings:
        return Estimate(work, memory, 0.0, 0.0)
    rng = np.random.default_rng(0)
    some = np.sort(rng.permutation(n)[:TRIAL_CUSTOMERS])
    trial = work.space.matrix[some]
    sharing = Sharing.NOTHING if spec.plain else Sharing.SAMPLES
    _seconds(work, trial[:50], sharing)  # imports and compiles what is timed below
    fit = _seconds(work, trial, sharing)
    resamples = draw_resamples(n, 1, seed=0)
    per_resample = fit * _factor(work.spec, len(resamples[0]) / len(trial))
    return Estimate(
        work,
        memory,
        fit * _factor(work.spec, n / len(trial)),
        per_resample * spec.resamples_of(n),
    )


def fit_memory(spec: AlgorithmSpec, n_customers: int, n_features: int) -> int:
    """Bytes that one fit holds, by the algorithm's declared growth."""
    linear = LINEAR_COPIES * n_customers * (n_features + 1) * 8
    condensed = n_customers * (n_customers - 1) // 2 * 8
    return linear + (condensed if spec.memory is Growth.QUADRATIC else 0)


def too_large(spec: AlgorithmSpec, matrix: Matrix, limit_bytes: float) -> str:
    """Say that a fit would not stay inside the memory; "" when it would."""
    needed = fit_memory(spec, *matrix.shape)
    if needed <= limit_bytes:
        return ""
    return (
        f"would need about {needed / GIB:.1f} GiB for {len(matrix):,} customers, the "
        f"limit is {limit_bytes / GIB:.1f} GiB (executor.memory_gib)"
    )


def memory_limit(spec: RunSpec, n_customers: int) -> float:
    """Bytes that one fit may hold: the run's limit shared among its workers."""
    total = SHARE_OF_MEMORY * machine_memory()
    if spec.memory_gib is not None:
        total = spec.memory_gib * GIB
    return total / spec.workers(n_customers).processes


def machine_memory() -> int:
    """Bytes of memory that this machine has; a small machine's where it is unknown."""
    if not hasattr(os, "sysconf"):
        return UNKNOWN_MEMORY
    return int(os.sysconf("SC_PAGE_SIZE")) * int(os.sysconf("SC_PHYS_PAGES"))


def _seconds(work: Work, matrix: Matrix, sharing: Sharing) -> float:
    settings = tuple(one.params for one in work.settings)
    started = time.perf_counter()
    refit(work.spec, [Job(matrix, settings, seed=0)], sharing)
    return time.perf_counter() - started


def _factor(spec: AlgorithmSpec, ratio: float) -> float:
    """How much longer a fit takes on that many times the customers."""
    return float(ratio**2 if spec.time is Growth.QUADRATIC else ratio)
