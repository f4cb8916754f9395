"""What becomes of customers in no segment: ways to score a labeling as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from segbench.core import NOISE, Labels, Matrix, Metric

COMPLETED_FROM = 20_000
"""Assigned customers among whom the nearest is looked for, of very many."""

_LOOKED_AT = 8  # near customers among which equally near ones are told apart


def completed(
    matrix: Matrix,
    labels: Labels,
    metric: str = Metric.EUCLIDEAN,
    sample: int | None = None,
) -> Labels:
    """Put every noise customer into the segment of the nearest assigned customer.

    For the question what a segmentation would be like in which everybody must have a
    segment. Of equally near customers (eight are looked at) the one in the segment of
    the lowest number counts, in canonical labels the largest segment.

    Parameters
    ----------
    matrix : Matrix
        The space, shape (n, d); no n x n distances are stored.
    labels : Labels
        Shape (n,), -1 = noise. Where everybody is noise, everybody stays it.
    metric : {"euclidean", "manhattan"}, default "euclidean"
    sample : int or None
        Assigned customers, at equal steps through the table, among whom the nearest is
        looked for; None: all of them.

    Returns
    -------
    Labels of shape (n,)
        Those who were assigned keep their segment.
    """
    from scipy.spatial import KDTree

    is_noise = labels == NOISE
    if not is_noise.any() or is_noise.all():
        return labels
    rows = np.flatnonzero(~is_noise)
    if sample is not None and len(rows) > sample:
        rows = rows[np.linspace(0, len(rows) - 1, sample).round().astype(np.int64)]
    assigned = labels[rows]
    n_near = min(_LOOKED_AT if sample is None else 1, len(assigned))
    tree = KDTree(matrix[rows])
    power = 1.0 if metric == Metric.MANHATTAN else 2.0
    found = tree.query(matrix[is_noise], k=np.arange(1, n_near + 1), p=power)
    distances, near = np.asarray(found[0]), np.asarray(found[1])
    is_nearest = distances == distances[:, :1]
    candidates = np.where(is_nearest, assigned[near], assigned.max())
    filled = labels.copy()
    filled[is_noise] = candidates.min(axis=1)
    return filled


def as_cluster(labels: Labels) -> Labels:
    """Make noise one more segment, with the next number.

    Customers whom nothing joins are then scored as if they belonged together: only to
    reproduce published numbers, which often do that without saying so.

    Parameters
    ----------
    labels : Labels
        Shape (n,) or (n_labelings, n), -1 = noise.

    Returns
    -------
    Labels of the same shape
        Equal to the labels where there is no noise.
    """
    following = labels.max(axis=-1, keepdims=True) + 1
    filled: Labels = np.where(labels == NOISE, following, labels)
    return filled


@dataclass(frozen=True)
class NoiseVariants:
    """A stack of labelings together with its variants without noise.

    They stand in one stack, to be scored in one pass; labelings without noise are
    there once.
    """

    matrix: Matrix  # the space, shape (n, d)
    plain: Labels  # shape (n_labelings, n), -1 = noise
    metric: str = Metric.EUCLIDEAN
    sample: int | None = None  # as for `completed`

    @cached_property
    def noisy(self) -> NDArray[np.int64]:
        """Numbers of the labelings with noise, shape (m,)."""
        return np.flatnonzero((self.plain == NOISE).any(axis=1))

    @cached_property
    def stack(self) -> Labels:
        """All labelings, those with noise completed, and those with it as a segment.

        Shape (n_labelings + 2 m, n).
        """
        noisy = self.plain[self.noisy]
        options = (self.metric, self.sample)
        filled = [completed(self.matrix, labels, *options) for labels in noisy]
        return np.vstack([self.plain, *filled, as_cluster(noisy)])

    def of_plain(self, values: Matrix) -> Matrix:
        """From values of the stack those of the labelings as they are."""
        return values[: len(self.plain)]

    def of_completed(self, values: Matrix) -> Matrix:
        """From values of the stack those with noise in the nearest segment."""
        return self._replaced(values, len(self.plain))

    def of_clusters(self, values: Matrix) -> Matrix:
        """From values of the stack those with noise as a segment."""
        return self._replaced(values, len(self.plain) + len(self.noisy))

    def _replaced(self, values: Matrix, first: int) -> Matrix:
        chosen = self.of_plain(values).copy()
        chosen[self.noisy] = values[first : first + len(self.noisy)]
        return chosen
