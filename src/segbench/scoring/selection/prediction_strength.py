"""Prediction strength: whether one half's segments hold together in the other's.

References
----------
Tibshirani & Walther 2005, Cluster validation by prediction strength,
doi:10.1198/106186005X59243
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segbench.core import Labels, Matrix, Metric
from segbench.scoring.agreement import contingency
from segbench.scoring.distances import SCIPY_NAMES
from segbench.scoring.indices import describe_segments
from segbench.scoring.selection.clustering import ClusterMany, cluster_samples
from segbench.scoring.silhouette.validation import check_points

CUTOFF = 0.8
"""Strength from which on a number of segments is supported; 0.8 to 0.9 in the paper."""


@dataclass(frozen=True)
class PredictionStrength:
    """Prediction strength of several numbers of segments."""

    ks: tuple[int, ...]
    runs: Matrix  # one value per split in halves, in [0, 1], shape (len(ks), M)

    @property
    def mean(self) -> Matrix:
        """Mean over the splits, shape (len(ks),)."""
        means: Matrix = self.runs.mean(axis=1)
        return means

    def largest_k(self, cutoff: float = CUTOFF) -> int:
        """Largest k whose mean reaches the cutoff; 1, whose strength is 1, if none."""
        reached = zip(self.ks, self.mean, strict=True)
        return max((k for k, mean in reached if mean >= cutoff), default=1)


def draw_permutations(n_customers: int, n_runs: int, seed: int) -> NDArray[np.int64]:
    """Draw the orders whose two halves are compared, shape (n_runs, n_customers)."""
    rng = np.random.default_rng(seed)
    return rng.permuted(np.tile(np.arange(n_customers), (n_runs, 1)), axis=1)


def prediction_strength(  # noqa: PLR0913 the last are options, by name only
    X: ArrayLike,
    permutations: NDArray[np.int64],
    ks: Sequence[int],
    cluster: ClusterMany,
    *,
    seed: int = 0,
    metric: Metric = Metric.EUCLIDEAN,
) -> PredictionStrength:
    """Cluster two halves, and predict each from the centroids of the other.

    Of each segment, count the pairs of customers whose nearest centroids in the other
    half are the same; the segment with the smallest share decides. The mean of both
    directions is one run's value, as in ``fpc::prediction.strength``.

    Parameters
    ----------
    X : array-like of shape (n_customers, n_features)
    permutations : ndarray of shape (M, n_customers)
        As `draw_permutations` gives them; the first half is the first n // 2 customers.
        All k share them.
    ks : sequence of int
        Numbers of segments in 1..n // 2; the strength of 1 is 1.
    cluster : ClusterMany
        Called once, with both halves of every permutation.
    seed : int, default 0
        Of the clusterings.
    metric : Metric
        Where it is not Euclidean there are no centroids: the segment with the smallest
        mean distance is the nearest.

    Returns
    -------
    PredictionStrength
    """
    points = check_points(X)
    middle = len(points) // 2
    halves = [
        points[half] for order in permutations for half in np.split(order, [middle])
    ]
    stacks = cluster_samples(cluster, halves, ks, seed)
    runs = np.empty((len(ks), len(permutations)))
    for run in range(len(permutations)):
        left, right = halves[2 * run : 2 * run + 2]
        labels_of_both = zip(*stacks[2 * run : 2 * run + 2], strict=True)
        for i, (of_left, of_right) in enumerate(labels_of_both):
            to_right = _nearest(left, right, of_right, metric)
            to_left = _nearest(right, left, of_left, metric)
            there = _held_together(of_left, to_right)
            back = _held_together(of_right, to_left)
            runs[i, run] = (there + back) / 2
    return PredictionStrength(tuple(ks), runs)


def _centroids(points: Matrix, labels: Labels) -> Matrix:
    segments = describe_segments(points, labels)  # its origin is the mean of all
    centroids: Matrix = segments.centroids + points.mean(axis=0)
    return centroids


def _nearest(points: Matrix, others: Matrix, labels: Labels, metric: Metric) -> Labels:
    """Return the nearest of the others' segments, shape (n_points,)."""
    from scipy.spatial.distance import cdist

    if metric is Metric.EUCLIDEAN:
        distances = cdist(points, _centroids(others, labels), "sqeuclidean")
    else:
        members = np.eye(int(labels.max()) + 1)[labels]
        sums = cdist(points, others, SCIPY_NAMES[metric]) @ members
        distances = sums / members.sum(axis=0)
    nearest: Labels = distances.argmin(axis=1)
    return nearest


def _held_together(labels: Labels, nearest: Labels) -> float:
    """Smallest share over the segments of pairs with the same nearest segment."""
    k = int(labels.max()) + 1
    counts = contingency(labels[None], nearest[None], k)[0, :-1, :-1]
    sizes = counts.sum(axis=1)
    together = (counts * (counts - 1)).sum(axis=1)
    pairs = sizes * (sizes - 1)
    # a customer alone has no pair that could be torn apart
    shares = np.divide(together, pairs, out=np.ones(k), where=pairs > 0)
    return float(shares.min())
