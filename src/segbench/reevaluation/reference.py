"""What happens by chance: the old customers against resamples of themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from segbench.core import Labels, Matrix, Metric
from segbench.reevaluation.distance import reach_of, with_neighbours
from segbench.reevaluation.findings import RARE, RESAMPLES
from segbench.reevaluation.recluster import Recluster, worth
from segbench.reevaluation.transitions import Transition, transitions
from segbench.scoring import compare_labels
from segbench.seeds import seed_for

LARGEST = 2_000
"""Customers of a resample at most; fewer make chance look larger, never smaller."""

SMALLEST = 20


@dataclass(frozen=True)
class Reference:
    """How old segments fare in resamples of the customers they were made from."""

    strengths: Mapping[tuple[str, ...], Sequence[float]]  # of resamples with an event
    kinds: Mapping[str, int]  # resamples with an event of a kind, whoever it befell
    jaccard: Matrix  # mean over the resamples, shape (k,)
    silhouettes: Matrix  # to expect of the assigned, shape (B,)
    margin: float  # largest gain of another setting
    size: int  # customers of a resample
    resamples: int  # B

    def times(self, event: tuple[str, ...], strength: float) -> int:
        """Count the resamples in which an event was at least as strong."""
        return sum(one >= strength for one in self.strengths.get(event, ()))

    def p_value(self, event: tuple[str, ...], strength: float) -> float:
        """How likely so strong an event is without change, at least ``1 / (B + 1)``."""
        return (1 + self.times(event, strength)) / (self.resamples + 1)

    def is_rare(self, kind: str, strength: float, *, structured: bool) -> bool:
        """Whether chance hardly does such a thing to any segment, or never so much.

        Both, where there is no structure: borders of segments are drawn anywhere, and
        may come to lie anywhere else.
        """
        known = [x for event, x in self.strengths.items() if event[0] == kind]
        never = all(one < strength for by_chance in known for one in by_chance)
        seldom = self.kinds.get(kind, 0) <= RARE
        return never or seldom if structured else never and seldom


def resample_size(n_old: int, n_new: int) -> int:
    """Number of customers of a resample that differs as much as the new customers do.

    Of s customers drawn from n, means differ from those of all n with the variance
    ``1 / s - 1 / n``; the means of m new ones with ``1 / m + 1 / n``.
    """
    equal = round(1 / (2 / n_old + 1 / n_new))
    return int(np.clip(equal, min(SMALLEST, n_old), LARGEST))


def make_reference(
    matrix: Matrix,
    labels: Labels,
    far: NDArray[np.bool_],
    recluster: Recluster,
    n_new: int,
) -> Reference:
    """Cluster resamples of the old customers and see what becomes of the segments.

    Parameters
    ----------
    matrix : ndarray of shape (n_old, n_features)
    labels : ndarray of shape (n_old,)
        Their segments, -1 = in none.
    far : ndarray of bool, shape (n_old,)
        Who is beyond the reach of every segment.
    recluster : Recluster
        How the segments were made.
    n_new : int
        Number of new customers.
    """
    size = resample_size(len(matrix), n_new)
    rng = np.random.default_rng(seed_for(recluster.seed, "reference"))
    turns = [rng.permutation(len(matrix))[: 2 * size] for _ in range(RESAMPLES)]
    drawn = [rows[:size] for rows in turns]
    k = int(labels.max()) + 1
    shares = [float(np.mean(labels == i)) for i in range(k)]
    strengths: defaultdict[tuple[str, ...], list[float]] = defaultdict(list)
    kinds: Counter[str] = Counter()
    jaccard, silhouettes, gains, losses = [], [], [], []
    nearest = reach_of(matrix, labels, recluster.metric).nearest(matrix)
    fits = recluster.fit([matrix[rows] for rows in drawn])
    for rows, both, found in zip(drawn, turns, fits, strict=True):
        again = found.labels[recluster.chosen]
        again = np.full(size, -1) if again is None else again
        before = labels[rows]
        gains.append(recluster.gain(found))
        jaccard.append(compare_labels(before[None], [again], k).jaccard[0])
        silhouettes.append(worth(matrix[rows], before[None], recluster.metric)[0])
        losses.append(_loss(matrix[both], again, recluster))
        traced = with_neighbours(before, again, nearest[rows])
        became = transitions(traced, again, far[rows], shares)
        for event, strength in _strongest(became).items():
            strengths[event].append(strength)
        kinds.update({one.kind.value for one in became})
    return Reference(
        strengths,
        kinds,
        np.mean(jaccard, axis=0),
        np.array(silhouettes) - max(0.0, float(np.mean(losses))),
        max(gains),
        size,
        RESAMPLES,
    )


def _strongest(became: Sequence[Transition]) -> dict[tuple[str, ...], float]:
    """Every event with its strength; of the same twice, the larger."""
    found: dict[tuple[str, ...], float] = {}
    for one in became:
        for event in one.events:
            found[event] = max(one.strength, found.get(event, 0.0))
    return found


def _loss(matrix: Matrix, labels: Labels, recluster: Recluster) -> float:
    """How much silhouette segments lose on customers whom they were not made from.

    The first customers were clustered, as many others are not, who are assigned as new
    customers are.
    """
    size, metric = len(labels), recluster.metric
    if labels.max(initial=-1) < 1 or len(matrix) == size:
        return 0.0
    first, others = matrix[:size], matrix[size:]
    learn = recluster.assigner or partial(_to_nearest, metric)
    assigned = learn(first, labels)(others)
    if assigned.max() < 1:  # no silhouette, and nothing to compare
        return 0.0
    own = worth(first, labels[None], metric)[0]
    return float(own - worth(others, assigned[None], metric)[0])


def _to_nearest(
    metric: Metric, matrix: Matrix, labels: Labels
) -> Callable[[Matrix], Labels]:
    return reach_of(matrix, labels, metric).nearest
