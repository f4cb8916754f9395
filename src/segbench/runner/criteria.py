"""The criteria for the number of segments, a piece of work each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segbench.algorithms import AlgorithmSpec, Job, refit
from segbench.core import Labeling, Matrix, Metric, Scored, Space
from segbench.runner.criterion import Criterion, computed, joined
from segbench.runner.effort import draws_for
from segbench.runner.null_data import sample_of
from segbench.runner.runtime import Runtime
from segbench.runner.yardstick import yardstick_spec
from segbench.scoring import summarise
from segbench.scoring.calibration import stability_gain
from segbench.scoring.findings import Curves
from segbench.scoring.selection import (
    draw_pairs,
    draw_permutations,
    gap_statistic,
    instability,
    prediction_strength,
)
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


def all_curves(
    evidence: Sequence[Evidence], ks: Sequence[int], runtime: Runtime
) -> list[Curves | None]:
    """Compute the criteria for the numbers of segments half the sample can hold.

    None where fewer than two are possible, or where a piece of the work was lost.
    """
    possible = [_possible(one, ks) for one in evidence]
    shares = [
        [criterion.shared_out(one.space, tried) for criterion in CRITERIA if tried]
        for one, tried in zip(evidence, possible, strict=True)
    ]
    pieces = [x for of_space in shares for of_one in of_space for x in of_one]
    answers = iter(runtime.run("choice of k", computed, pieces))
    found: list[Curves | None] = []
    for one, tried, of_space in zip(evidence, possible, shares, strict=True):
        parts = [joined([next(answers) for _ in of_one]) for of_one in of_space]
        whole = [of_one for of_one in parts if of_one is not None]
        known = bool(tried) and len(whole) == len(CRITERIA)
        found.append(_curves(one, tried, whole) if known else None)
    return found


def _possible(evidence: Evidence, ks: Sequence[int]) -> tuple[int, ...]:
    """Numbers of segments to choose from; none where there is no choice."""
    sample = sample_of(evidence.space)
    asked = {row.labeling.k_asked for row in evidence.kmeans}
    possible = tuple(k for k in ks if k in asked and k <= len(sample) // 2)
    return possible if len(possible) > 1 and np.ptp(sample, axis=0).any() else ()


def _strength(space: Space, ks: tuple[int, ...]) -> tuple[Matrix, Matrix]:
    """Prediction strength and its error, shape (ks,)."""
    sample, seed = sample_of(space), _seed(space)
    count = draws_for(space.n_customers, HALVINGS)
    strength = prediction_strength(
        sample,
        draw_permutations(len(sample), count, seed),
        ks,
        partial(_cluster, yardstick_spec(space)),
        seed=seed,
        metric=space.metric,
    )
    return strength.mean, strength.runs.std(axis=1, ddof=1) / np.sqrt(count)


def _gap(space: Space, ks: tuple[int, ...]) -> tuple[Matrix, Matrix]:
    """Gap statistic and its error; NaN where there are no squares to add up."""
    most = max(ks)
    if space.metric is not Metric.EUCLIDEAN:
        return np.full(most, np.nan), np.full(most, np.nan)
    gap = gap_statistic(
        sample_of(space),
        most,
        partial(_cluster, yardstick_spec(space)),
        n_references=draws_for(space.n_customers, REFERENCES),
        seed=_seed(space),
    )
    return gap.gap, gap.standard_error


def _disagreement(space: Space, ks: tuple[int, ...]) -> tuple[Matrix, Matrix]:
    """Instability, shape (ks,), and no error of it."""
    sample, seed = sample_of(space), _seed(space)
    found = instability(
        sample,
        draw_pairs(len(sample), draws_for(space.n_customers, PAIRS), seed),
        ks,
        partial(_cluster, yardstick_spec(space)),
        seed=seed,
        **_EXTENDED[space.metric],
    )
    return found.mean, np.full(len(ks), np.nan)


CRITERIA = (
    Criterion(_gap),  # of every number up to the most, whatever is asked for
    Criterion(_strength, parts=3),
    Criterion(_disagreement, parts=2),
)
"""Those that cluster again, the longest piece of work first."""


def _seed(space: Space) -> int:
    return seed_for(space.key.seed, space.key, "choice of k")


def _curves(
    evidence: Evidence,
    ks: tuple[int, ...],
    criteria: Sequence[tuple[Matrix, Matrix]],
) -> Curves:
    rows = {row.labeling.k_asked: row for row in evidence.kmeans}
    chosen = [rows[k] for k in ks]
    gains = [stability_gain(one) for one in chosen]
    (gap, gap_error), (strength, strength_error), (disagreement, _) = criteria
    return Curves(
        ks=ks,
        smallest=np.array([_smallest(one.labeling) for one in chosen], dtype=float),
        silhouette=np.array([one.scores["silhouette"] for one in chosen]),
        inertia=np.array([one.scores["inertia"] for one in chosen]),
        gap=gap,
        gap_error=gap_error,
        bic=_criterion("bic", evidence.mixtures, ks),
        icl=_criterion("icl", evidence.mixtures, ks),
        prediction_strength=strength,
        prediction_error=strength_error,
        instability=disagreement,
        stability=np.array([_stability(one) for one in chosen]),
        stability_gain=np.array([gain for gain, _ in gains]),
        gain_error=np.array([error for _, error in gains]),
    )


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
