"""How far the customers are from their segments: new ones that fit none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import NOISE, Labels, Matrix, Metric
from segbench.reevaluation.findings import Finding, Kind, Question
from segbench.reevaluation.shares import cohens_h, fisher, newcombe

FAR_QUANTILE = 0.99
FOLDS = 5


@dataclass(frozen=True)
class Reach:
    """How far the old segments reach: centres, and the distance of nearly all."""

    centres: Matrix  # shape (k, n_features): means, medians where sums are distances
    limits: Matrix  # 99 % quantile of the members' distances, shape (k,)
    metric: Metric

    def far(self, matrix: Matrix) -> NDArray[np.bool_]:
        """Tell which customers are beyond the reach of every segment, shape (n,)."""
        return np.asarray((self._distances(matrix) > self.limits).all(axis=1))

    def nearest(self, matrix: Matrix) -> Labels:
        """Return the segment whose centre is nearest, shape (n,)."""
        found: Labels = self._distances(matrix).argmin(axis=1)
        return found

    def _distances(self, matrix: Matrix) -> Matrix:
        return np.column_stack(
            [distances_to(matrix, one, self.metric) for one in self.centres]
        )


def distances_to(matrix: Matrix, centre: Matrix, metric: Metric) -> Matrix:
    """Distance of every customer to a point, shape (n,)."""
    apart = np.abs(matrix - centre)
    if metric is Metric.MANHATTAN:
        return np.asarray(apart.sum(axis=1))
    return np.asarray(np.sqrt((apart**2).sum(axis=1)))


def reach_of(matrix: Matrix, labels: Labels, metric: Metric) -> Reach:
    """Measure how far segments reach.

    Parameters
    ----------
    matrix : ndarray of shape (n_old, n_features)
    labels : ndarray of shape (n_old,)
        Segments 0..k-1, -1 = in none.
    metric : Metric
        Of the space.
    """
    middle = np.median if metric is Metric.MANHATTAN else np.mean
    centres, limits = [], []
    for segment in range(int(labels.max(initial=-1)) + 1):
        members = matrix[labels == segment]
        centres.append(middle(members, axis=0))
        distances = distances_to(members, centres[-1], metric)
        limits.append(float(np.quantile(distances, FAR_QUANTILE)))
    return Reach(np.array(centres), np.array(limits), metric)


def with_neighbours(old: Labels, again: Labels, nearest: Labels) -> Labels:
    """Count who was in no segment and is in one now with the nearest old one.

    A rule that knows noise gives customers who moved away from their segment to none;
    that they came from beside it would be forgotten, and a split would look like a
    loss with something new. Who is too far to come from there is asked apart.

    Parameters
    ----------
    old, again, nearest : ndarray of shape (n,)
        Old segments as assigned, segments clustered anew, nearest old segments.
    """
    return np.where((old == NOISE) & (again != NOISE), nearest, old)


def far_by_turns(matrix: Matrix, labels: Labels, metric: Metric) -> NDArray[np.bool_]:
    """Tell who is beyond the reach of segments that were measured without them.

    A fifth of the customers after the other is left out: those whom a reach was
    measured by are less often beyond it than others are, above all in small segments.
    """
    far = np.zeros(len(matrix), dtype=bool)
    turns = np.empty(len(matrix), dtype=int)
    order = np.argsort(labels, kind="stable")  # every segment has its part in each
    turns[order] = np.arange(len(matrix)) % FOLDS
    for turn in range(FOLDS):
        kept = (turns != turn) | (np.bincount(labels + 1)[labels + 1] < 2)
        reach = reach_of(matrix[kept], labels[kept], metric)
        far[turns == turn] = reach.far(matrix[turns == turn])
    return far


def far_finding(old: NDArray[np.bool_], new: NDArray[np.bool_]) -> Finding:
    """Test whether more of the new customers are far from every segment."""
    counts = (int(old.sum()), len(old), int(new.sum()), len(new))
    before, after = old.mean(), new.mean()
    return Finding(
        *(Question.DESCRIBE, Kind.FAR, "all customers", "difference of far shares"),
        *(float(after - before), *newcombe(*counts), fisher(*counts, side="less")),
        f"{after:.1%} of the new customers are farther from every segment than 99 % "
        f"of its members were; of the old ones it was {before:.1%}.",
        size=cohens_h(float(before), float(after)),
    )
