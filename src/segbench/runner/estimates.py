"""What a run will need, told before it starts: memory by rule, time by a trial."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from segbench.algorithms import AlgorithmSpec, Growth, Job, Sharing, refit
from segbench.core import Labeling, Matrix, Metric, Setting, Space, Status
from segbench.executors import one_quiet_thread
from segbench.runner.effort import ALL_UP_TO, calibration_size, null_resamples
from segbench.runner.finalists import FINALISTS
from segbench.runner.memory import GIB as GIB  # noqa: PLC0414 public here
from segbench.runner.memory import fit_memory as fit_memory  # noqa: PLC0414
from segbench.runner.memory import memory_limit as memory_limit  # noqa: PLC0414
from segbench.runner.memory import too_large as too_large  # noqa: PLC0414
from segbench.runner.null_data import categories_of
from segbench.runner.spec import RunSpec
from segbench.runner.work import Work
from segbench.scoring import draw_resamples, score_labelings
from segbench.scoring.measures import EXACT_UP_TO, sampled_customers
from segbench.scoring.structure import FEWEST, LARGEST, structure_test
from segbench.scoring.structure_mixed import LARGEST as MIXED_LARGEST
from segbench.scoring.structure_mixed import mixed_structure_test

TRIAL_CUSTOMERS = 500
"""Customers that a trial fit is timed on."""

SCORED_CUSTOMERS = 2_000
"""Customers whose scores are timed."""

TRIAL_SEGMENTS = 6
TRIALS = 5
"""Segments of the labelings that are timed, and how many of them."""


@dataclass(frozen=True)
class Estimate:
    """What the fits and refits of one algorithm in one space will need."""

    work: Work
    memory_bytes: int  # of one fit of all customers
    fit_seconds: float  # of all settings, on one worker
    refit_seconds: float  # of all settings on all resamples, on one worker
    null_seconds: float  # of all settings on data without structure, on one worker

    @property
    def seconds(self) -> float:
        """All of them."""
        return self.fit_seconds + self.refit_seconds + self.null_seconds


@dataclass(frozen=True)
class SpaceEstimate:
    """What is computed once for a space, whatever the algorithms."""

    space: Space
    score_seconds: float  # of the scores of all labelings, on one thread
    structure_seconds: float  # of the test for structure, on one thread

    @property
    def seconds(self) -> float:
        """Both of them."""
        return self.score_seconds + self.structure_seconds


def estimate(work: Work, spec: RunSpec) -> Estimate:
    """Time the algorithm on a few customers and scale up by its declared growth."""
    n, d = work.space.matrix.shape
    memory = fit_memory(work.spec, n, d)
    if not work.settings:
        return Estimate(work, memory, 0.0, 0.0, 0.0)
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
        fit * _fit_factor(work.spec, n, len(trial)),
        per_resample * spec.resamples_of(n),
        fit
        * _factor(work.spec, calibration_size(n) / len(trial))
        * _null_fits(spec, n)
        * min(1.0, FINALISTS / len(work.settings) if n > ALL_UP_TO else 1.0),
    )


def _null_fits(spec: RunSpec, n_customers: int) -> int:
    """Fits of null data sets and of their resamples."""
    each = 1 + null_resamples(spec.effort, n_customers)
    return spec.effort.stability_nulls * each + spec.effort.seeds


def estimate_space(space: Space, n_labelings: int, spec: RunSpec) -> SpaceEstimate:
    """Time the scores and a draw of the structure test on a few customers."""
    some = space.matrix[:SCORED_CUSTOMERS]
    n, few = space.n_customers, len(some)
    labels = np.arange(few) % TRIAL_SEGMENTS
    labeling = Labeling(Setting("trial", {}), Status.OK, "", labels, None, 0.0)
    score = partial(score_labelings, some, truth=None, metric=space.metric)
    score([labeling])  # compiles what is timed below
    scored = _timed(lambda: score([labeling] * TRIALS))
    scored_customers = n if n <= EXACT_UP_TO else sampled_customers(n)
    test, tested = _structure_seconds(space, some)
    draws = spec.effort.structure / TRIALS
    return SpaceEstimate(
        space,
        scored * n_labelings / TRIALS * (n / few) * (scored_customers / few),
        test * draws * (min(n, tested) / few) ** 2,
    )


def _structure_seconds(space: Space, some: Matrix) -> tuple[float, int]:
    """Time a few draws of the structure test; return the most customers it takes too.

    Of more customers than these it takes a sample, and the time is of the sample.
    """
    options: dict[str, Any] = {"n_draws": TRIALS, "alpha": 0.5}
    test: Callable[..., object] = partial(structure_test, **options)
    tested = LARGEST
    if space.metric is not Metric.EUCLIDEAN:
        categories = categories_of(space)
        test = partial(mixed_structure_test, categories=categories, **options)
        tested = MIXED_LARGEST
    test(some[:FEWEST])
    return _timed(lambda: test(some)), tested


def _timed(work: Callable[[], object]) -> float:
    with one_quiet_thread():  # as the workers of a run
        started = time.perf_counter()
        work()
    return time.perf_counter() - started


def _seconds(work: Work, matrix: Matrix, sharing: Sharing) -> float:
    settings = tuple(one.params for one in work.settings)
    return _timed(lambda: refit(work.spec, [Job(matrix, settings, seed=0)], sharing))


def _fit_factor(spec: AlgorithmSpec, n: int, tried: int) -> float:
    """How much longer a fit of all takes; of an approximation, a sample and a pass."""
    if not spec.approximation:
        return _factor(spec, n / tried)
    sample = min(n, int(spec.params.get("sample_size", n)))
    return _factor(spec, sample / tried) + n / tried


def _factor(spec: AlgorithmSpec, ratio: float) -> float:
    """How much longer a fit takes on that many times the customers."""
    return float(ratio**2 if spec.time is Growth.QUADRATIC else ratio)
