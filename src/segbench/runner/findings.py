"""Find out about the spaces themselves: structure, and the number of segments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segbench.algorithms import AlgorithmSpec, Job, refit
from segbench.core import Labeling, Matrix, Metric, Scored, Space
from segbench.features import distance_shares
from segbench.runner.effort import draws_for
from segbench.runner.null_data import categories_of, sample_of
from segbench.runner.parallel import Progress, run_tasks
from segbench.runner.spec import RunSpec
from segbench.runner.yardstick import yardstick_spec
from segbench.scoring import summarise
from segbench.scoring.calibration import stability_gain
from segbench.scoring.findings import Curves, Findings
from segbench.scoring.hopkins import hopkins
from segbench.scoring.selection import (
    draw_pairs,
    draw_permutations,
    gap_statistic,
    instability,
    prediction_strength,
)
from segbench.scoring.selection.clustering import ClusterMany
from segbench.scoring.structure import StructureTest, structure_test
from segbench.scoring.structure_mixed import mixed_structure_test
from segbench.seeds import seed_for

REFERENCES = 100
"""Data sets that the gap statistic compares with; half as many for large data."""

HALVINGS = 50
"""Splits in halves for the prediction strength; half as many for large data."""

PAIRS = 20
"""Pairs of bootstraps for the instability; half as many for large data."""


_EXTENDED: Mapping[Metric, Mapping[str, Any]] = {
    Metric.EUCLIDEAN: {},
    Metric.MANHATTAN: {"rule": "averagedist", "metric": Metric.MANHATTAN},
}
"""How customers that a bootstrap left out get a segment: there may be no centres."""


@dataclass(frozen=True)
class Evidence:
    """What the criteria for k of one space are read from."""

    space: Space
    kmeans: tuple[Scored, ...]  # the yardstick's rows
    mixtures: tuple[Labeling, ...]  # with their BIC


def find_out(
    evidence: Sequence[Evidence], spec: RunSpec, progress: Progress
) -> list[Findings]:
    """Test every space for structure, and compute the criteria for k."""
    workers = spec.workers(evidence[0].space.n_customers)
    tests: list[StructureTest | None] = [None] * len(evidence)
    if spec.effort.structure:
        draws = spec.effort.structure
        threads = workers.for_pieces(len(evidence)).threads
        tasks = [(one.space, draws, threads) for one in evidence]
        tests = list(run_tasks(verdict_on, tasks, workers, progress, "structure"))
    curves: list[Curves | None] = [None] * len(evidence)
    if spec.chooses_k:
        arguments = [(one, spec.ks) for one in evidence]
        curves = list(run_tasks(_curves, arguments, workers, progress, "choice of k"))
    return [
        Findings(
            one.space.key,
            test,
            criteria,
            distance_shares(one.space),
            _hopkins(one.space),
        )
        for one, test, criteria in zip(evidence, tests, curves, strict=True)
    ]


def _hopkins(space: Space) -> float | None:
    """Hopkins statistic, where there is a box; its name decides the draw."""
    if space.metric is not Metric.EUCLIDEAN:
        return None
    found = hopkins(space.matrix, seed_for(space.key.seed, space.key, "hopkins"))
    return None if found.reason else found.value


def verdict_on(space: Space, n_draws: int, n_threads: int) -> StructureTest:
    """Test a space for structure; its name decides the draws."""
    seed = seed_for(space.key.seed, space.key, "structure")
    if space.metric is not Metric.EUCLIDEAN:
        return mixed_structure_test(
            space.matrix,
            categories_of(space),
            n_draws=n_draws,
            random_state=seed,
            stop_early=True,
            n_jobs=n_threads,
        )
    return structure_test(
        space.matrix,
        n_draws=n_draws,
        random_state=seed,
        stop_early=True,
        n_jobs=n_threads,
    )


def _curves(evidence: Evidence, ks: Sequence[int]) -> Curves | None:
    """Compute the criteria for the numbers of segments half the sample can hold."""
    space, sample = evidence.space, sample_of(evidence.space)
    rows = {row.labeling.k_asked: row for row in evidence.kmeans}
    possible = tuple(k for k in ks if k in rows and k <= len(sample) // 2)
    if len(possible) < 2 or not np.ptp(sample, axis=0).any():
        return None
    chosen = [rows[k] for k in possible]
    seed = seed_for(space.key.seed, space.key, "choice of k")
    references, halvings, n_pairs = (
        draws_for(space.n_customers, count) for count in (REFERENCES, HALVINGS, PAIRS)
    )
    cluster = partial(_cluster, yardstick_spec(space))
    halves = draw_permutations(len(sample), halvings, seed)
    strength = prediction_strength(
        sample, halves, possible, cluster, seed=seed, metric=space.metric
    )
    gains = [stability_gain(one) for one in chosen]
    pairs = draw_pairs(len(sample), n_pairs, seed)
    gap, gap_error = _gap(space, cluster, (max(possible), references), seed)
    disagreement = instability(
        sample, pairs, possible, cluster, seed=seed, **_EXTENDED[space.metric]
    )
    return Curves(
        ks=possible,
        smallest=np.array([_smallest(one.labeling) for one in chosen], dtype=float),
        silhouette=np.array([one.scores["silhouette"] for one in chosen]),
        inertia=np.array([one.scores["inertia"] for one in chosen]),
        gap=gap,
        gap_error=gap_error,
        bic=_criterion("bic", evidence.mixtures, possible),
        icl=_criterion("icl", evidence.mixtures, possible),
        prediction_strength=strength.mean,
        prediction_error=strength.runs.std(axis=1, ddof=1) / np.sqrt(halvings),
        instability=disagreement.mean,
        stability=np.array([_stability(one) for one in chosen]),
        stability_gain=np.array([gain for gain, _ in gains]),
        gain_error=np.array([error for _, error in gains]),
    )


def _gap(
    space: Space, cluster: ClusterMany, size: tuple[int, int], seed: int
) -> tuple[Matrix, Matrix]:
    """Gap statistic and its error; NaN where there are no squares to add up.

    The size is the largest number of segments and the number of reference sets.
    """
    most, references = size
    if space.metric is not Metric.EUCLIDEAN:
        return np.full(most, np.nan), np.full(most, np.nan)
    gap = gap_statistic(
        sample_of(space), most, cluster, n_references=references, seed=seed
    )
    return gap.gap, gap.standard_error


def _cluster(
    spec: AlgorithmSpec,
    samples: Sequence[Matrix],
    ks: Sequence[int],
    seeds: Sequence[int],
) -> list[NDArray[np.int64]]:
    """Label many samples for every k, each a stack of shape (ks, m)."""
    settings = tuple({"n_clusters": k} for k in ks)
    jobs = [
        Job(sample, settings, seed) for sample, seed in zip(samples, seeds, strict=True)
    ]
    answers = refit(spec, jobs)
    return [np.array([one.labels for one in outcomes]) for outcomes in answers]


def _smallest(labeling: Labeling) -> int:
    return int(labeling.sizes.min()) if labeling.k_found else 0


def _criterion(
    name: str, mixtures: Sequence[Labeling], ks: Sequence[int]
) -> dict[str, Matrix]:
    """Gather a likelihood criterion by the form of the covariance, shape (ks,)."""
    found: dict[str, Matrix] = {}
    for one in mixtures:
        form = str(one.setting.params.get("covariance_type", ""))
        values = found.setdefault(form, np.full(len(ks), np.nan))
        if one.k_asked in ks:
            values[ks.index(one.k_asked)] = one.criteria.get(name, np.nan)
    return found


def _stability(one: Scored) -> float:
    return summarise(one.stability).mean if one.stability else float("nan")
