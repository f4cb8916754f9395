"""Cluster customers as the old segmentation was made, unless another setting is better.

Which is better is decided by the mean silhouette, customers in no segment counted as
0, and only beyond what the old customers' own resamples show by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from segbench.algorithms import AlgorithmSpec, Job, fit_many
from segbench.algorithms.spec import hyperparameters
from segbench.core import NOISE, Labels, Matrix, Metric, Params, Setting
from segbench.scoring.silhouette import silhouette_score
from segbench.seeds import seed_for

STARTS = 10
"""Starts of an algorithm that makes some, at least: what one start happens to give
would be taken for what customers do by chance."""

FEWEST = 5
"""Counts of customers do not shrink below this, or what they were, with the sample:
any three customers are dense."""

WORTHLESS = -1.0
"""Value of labels without a silhouette: no setting is worse."""


Assigner = Callable[[Matrix, Labels], Callable[[Matrix], Labels]]
"""Learns, from customers and their segments, to give others theirs; -1 = none."""


@dataclass(frozen=True)
class Candidates:
    """Labels of some customers by every setting, with what they are worth."""

    labels: tuple[Labels | None, ...]
    values: Matrix  # mean silhouette times coverage, in [-1, 1]


@dataclass(frozen=True)
class Recluster:
    """An algorithm with the settings it may take, and the one it had."""

    spec: AlgorithmSpec
    settings: tuple[Params, ...]
    chosen: int  # place of the old setting among them
    n_old: int  # customers that the settings were made for
    metric: Metric = Metric.EUCLIDEAN
    seed: int = 0
    assigner: Assigner | None = (
        None  # new customers go to the nearest centre without it
    )

    def fit(self, matrices: Sequence[Matrix]) -> list[Candidates]:
        """Cluster each matrix with every setting; counts are scaled to its size."""
        jobs = [
            Job(matrix, self._scaled(len(matrix)), seed_for(self.seed, "again", i))
            for i, matrix in enumerate(matrices)
        ]
        settings = [Setting(self.spec.name, params) for params in self.settings]
        fits = fit_many(_with_starts(self.spec), settings, jobs)
        return [
            self._valued(job.matrix, [one.labels for one in labelings])
            for job, labelings in zip(jobs, fits, strict=True)
        ]

    def _scaled(self, n: int) -> tuple[Params, ...]:
        return tuple(_scaled(self.spec, one, n / self.n_old) for one in self.settings)

    def _valued(self, matrix: Matrix, labels: Sequence[Labels | None]) -> Candidates:
        values = np.full(len(labels), WORTHLESS)
        fine = [i for i, one in enumerate(labels) if one is not None]
        if fine:
            stack = np.array([labels[i] for i in fine])
            values[fine] = worth(matrix, stack, self.metric)
        return Candidates(tuple(labels), values)

    def gain(self, found: Candidates) -> float:
        """By how much the best setting exceeds the old one; 0 when it is the best."""
        return float(found.values.max() - found.values[self.chosen])

    def choose(self, found: Candidates, margin: float) -> int:
        """Keep the old setting unless another exceeds it by more than the margin."""
        if self.gain(found) > margin:
            return int(found.values.argmax())
        return self.chosen


def _with_starts(spec: AlgorithmSpec) -> AlgorithmSpec:
    """Let an algorithm start often enough, where it declares a number of starts."""
    starts = hyperparameters(spec.estimator({}, 0)).get("n_init")
    if not isinstance(starts, int) or starts >= STARTS:
        return spec
    return replace(spec, params={**spec.params, "n_init": STARTS})


def _scaled(spec: AlgorithmSpec, params: Params, ratio: float) -> Params:
    """Scale counts to the number of customers, not below what says anything."""
    was = {**spec.params, **params}
    found = spec.scaled(params, ratio)
    floors = {
        name: min(FEWEST, was[name])
        for name in spec.scales_with_n
        if isinstance(found.get(name), int) and isinstance(was.get(name), int)
    }
    return {**found, **{name: max(found[name], low) for name, low in floors.items()}}


def worth(matrix: Matrix, stack: Labels, metric: Metric) -> Matrix:
    """Mean silhouette times coverage of every labeling; -1 where it is undefined.

    Parameters
    ----------
    matrix : ndarray of shape (n, n_features)
    stack : ndarray of shape (L, n)
        -1 = noise.
    metric : Metric
    """
    means = np.atleast_1d(silhouette_score(matrix, stack, metric=metric.value))
    values: Matrix = means * (stack != NOISE).mean(axis=1)
    values[np.isnan(values)] = WORTHLESS
    return values
