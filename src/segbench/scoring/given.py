"""What measures are computed from, each part found once for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from segbench.core import NOISE, Labels, Matrix, Metric
from segbench.kernels import count_threads, map_in_budget, thread_budget
from segbench.scoring.dunn import SortedPairs, sort_pairs
from segbench.scoring.indices import (
    Segments,
    davies_bouldin,
    davies_bouldin_of_stack,
    describe_segments,
)
from segbench.scoring.noise import COMPLETED_FROM, NoiseVariants
from segbench.scoring.silhouette import sampled_silhouette, silhouette_samples

EXACT_UP_TO = 50_000
"""Customers up to which every silhouette is computed; above, a sample is."""

SAMPLED_CUSTOMERS = 3_500
"""Customers of the sample, enough for an interval of about +- 0.01 at worst."""

FEWEST_SAMPLED = 1_000
"""Customers of the sample where each takes as long as all of a small data set."""

_SAMPLED_PAIRS = 200_000 * SAMPLED_CUSTOMERS


def sampled_customers(n_customers: int) -> int:
    """Customers whose silhouettes are computed, of so many.

    3,500 up to 200,000, then fewer, since each is held against all: the interval that
    stands beside the mean says what that costs.
    """
    wanted = min(SAMPLED_CUSTOMERS, _SAMPLED_PAIRS // n_customers)
    return max(min(FEWEST_SAMPLED, SAMPLED_CUSTOMERS), wanted)


@dataclass(frozen=True)
class Values:
    """A measure of every labeling; estimates have an interval of 95 %."""

    values: Matrix  # shape (n_labelings,)
    low: Matrix | None = None  # None: the values are exact
    high: Matrix | None = None
    reasons: tuple[str, ...] = ()  # why NaN, by labeling; () = as the measure says


@dataclass(frozen=True)
class Given:
    """What the labelings of one space are measured with."""

    matrix: Matrix  # the space, shape (n_customers, n_features)
    stack: Labels  # canonical labelings, shape (n_labelings, n_customers)
    truth: Labels | None  # known segments, shape (n_customers,), -1 = unknown
    density: NDArray[np.bool_] | None = None  # by density, shape (n_labelings,)
    metric: Metric = Metric.EUCLIDEAN  # of the space

    @property
    def is_sampled(self) -> bool:
        """Whether silhouettes are those of a sample."""
        return len(self.matrix) > EXACT_UP_TO

    @cached_property
    def segments(self) -> list[Segments]:
        """The segments of every labeling, found once for all indices of centroids."""
        if self.is_sampled:
            return self._segments_of_variants[: len(self.stack)]
        return [describe_segments(self.matrix, labels) for labels in self.stack]

    @cached_property
    def _segments_of_variants(self) -> list[Segments]:
        """The segments of the variants' stack, as many at a time as there are cores."""
        with thread_budget(count_threads(-1)):
            of_one = partial(describe_segments, self.matrix)
            return map_in_budget(of_one, list(self.variants.stack))

    @cached_property
    def pairs(self) -> SortedPairs:
        """All pairs of customers by distance: only of so many that they fit."""
        return sort_pairs(self.matrix, self.metric)

    @cached_property
    def variants(self) -> NoiseVariants:
        """The labelings, and what they are when noise gets a segment."""
        sample = COMPLETED_FROM if self.is_sampled else None
        return NoiseVariants(self.matrix, self.stack, self.metric, sample)

    @cached_property
    def point_silhouettes(self) -> Matrix:
        """Silhouette of every customer, shape of the variants' stack; NaN for noise."""
        return silhouette_samples(
            self.matrix, self.variants.stack, metric=self.metric.value, n_jobs=-1
        )

    @cached_property
    def silhouettes(self) -> Values:
        """Mean silhouettes of the variants' stack.

        Of everybody, or of a sample of every segment's customers against everybody.
        """
        if self.is_sampled:
            return self._sampled_silhouettes()
        n_assigned = (self.variants.stack != NOISE).sum(axis=1)
        means = np.nansum(self.point_silhouettes, axis=1) / n_assigned
        return Values(np.where(self._has_silhouette, means, np.nan))

    @cached_property
    def macro_silhouettes(self) -> Matrix:
        """Mean over segments of the mean silhouette, shape (n_labelings,)."""
        points = self.variants.of_plain(self.point_silhouettes)
        macro = [
            _mean_of_means(own[own != NOISE], silhouettes[own != NOISE])
            for own, silhouettes in zip(self.stack, points, strict=True)
        ]
        is_defined = self._has_silhouette[: len(self.stack)]
        return np.where(is_defined, np.array(macro), np.nan)

    @cached_property
    def davies_bouldin(self) -> Matrix:
        """Davies-Bouldin index of the variants' stack."""
        if self.is_sampled:
            return np.array([davies_bouldin(x) for x in self._segments_of_variants])
        return davies_bouldin_of_stack(self.matrix, self.variants.stack)

    @cached_property
    def _has_silhouette(self) -> NDArray[np.bool_]:
        """Where there are two segments, one of them of two customers or more."""
        stack = self.variants.stack
        n_segments = np.array([np.count_nonzero(np.bincount(x + 1)[1:]) for x in stack])
        is_shared = n_segments < (stack != NOISE).sum(axis=1)
        return np.asarray((n_segments >= 2) & is_shared)

    def _sampled_silhouettes(self) -> Values:
        found = sampled_silhouette(
            self.matrix,
            self.variants.stack,
            sample_size=sampled_customers(len(self.matrix)),
            random_state=0,
            metric=self.metric.value,
            n_jobs=-1,
        )
        assert isinstance(found, list)  # the stack has two dimensions
        return Values(
            np.array([one.estimate for one in found]),
            np.array([one.low for one in found]),
            np.array([one.high for one in found]),
        )


def _mean_of_means(labels: Labels, values: Matrix) -> float:
    """Mean over segments of the mean of their values."""
    counts = np.bincount(labels)
    means = np.bincount(labels, values)[counts > 0] / counts[counts > 0]
    return float(means.mean())
