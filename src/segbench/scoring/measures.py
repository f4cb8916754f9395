"""Measures as records: what they compute, which way is good, where they come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np

from segbench.core import NOISE, Labels, Matrix
from segbench.scoring import external, indices
from segbench.scoring.indices import Segments, describe_segments
from segbench.scoring.silhouette import sampled_silhouette, silhouette_score


class Direction(IntEnum):
    """Which way a measure is good."""

    LARGE = 1
    SMALL = -1
    NEITHER = 0  # shown, never ranked


@dataclass(frozen=True)
class Given:
    """What the labelings of one space are measured with."""

    matrix: Matrix  # the space, shape (n_customers, n_features)
    stack: Labels  # canonical labelings, shape (n_labelings, n_customers)
    truth: Labels | None  # known segments, shape (n_customers,), -1 = unknown

    @cached_property
    def segments(self) -> list[Segments]:
        """The segments of every labeling, found once for all indices of centroids."""
        return [describe_segments(self.matrix, labels) for labels in self.stack]


@dataclass(frozen=True)
class Values:
    """A measure of every labeling; estimates have an interval of 95 %."""

    values: Matrix  # shape (n_labelings,)
    low: Matrix | None = None  # None: the values are exact
    high: Matrix | None = None


@dataclass(frozen=True)
class Measure:
    """A measure of labelings in a space."""

    name: str
    function: Callable[[Given], Values]
    direction: Direction
    low: float  # smallest value there can be
    high: float  # largest value there can be
    needs_truth: bool
    undefined: str  # when a labeling with two segments still has no value
    reference: str


EXACT_UP_TO = 50_000
"""Customers up to which every silhouette is computed; above, a sample is."""

SAMPLED_CUSTOMERS = 3_500
"""Customers of the sample, enough for an interval of about +- 0.01."""


def _mean_silhouette(given: Given) -> Values:
    """Score everybody, or a sample of every segment's customers against everybody."""
    matrix, stack = given.matrix, given.stack
    if len(matrix) <= EXACT_UP_TO:
        return Values(np.asarray(silhouette_score(matrix, stack, n_jobs=-1)))
    size = SAMPLED_CUSTOMERS
    found = sampled_silhouette(
        matrix, stack, sample_size=size, random_state=0, n_jobs=-1
    )
    assert isinstance(found, list)  # the stack has two dimensions
    return Values(
        np.array([one.estimate for one in found]),
        np.array([one.low for one in found]),
        np.array([one.high for one in found]),
    )


def _each(function: Callable[[Segments], float]) -> Callable[[Given], Values]:
    """Let an index of one labeling take a stack of them."""

    def over_stack(given: Given) -> Values:
        return Values(np.array([function(segments) for segments in given.segments]))

    return over_stack


def _against_truth(
    function: Callable[[Labels, Labels], Matrix],
) -> Callable[[Given], Values]:
    """Compare with the known segments of the customers that have one."""

    def over_stack(given: Given) -> Values:
        if given.truth is None or (given.truth == NOISE).all():
            return Values(np.full(len(given.stack), np.nan))
        known = given.truth != NOISE
        return Values(function(given.truth[known], given.stack[:, known]))

    return over_stack


_SAME_CENTRE = "two segments have the same centre"
_NO_SPREAD = "nobody differs from the centre of their segment"
_NO_TRUTH = "too few known segments to agree with"

MEASURES: Mapping[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure(
            "silhouette",
            _mean_silhouette,
            Direction.LARGE,
            -1.0,
            1.0,
            needs_truth=False,
            undefined="",
            reference="Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7",
        ),
        Measure(
            "davies_bouldin",
            _each(indices.davies_bouldin),
            Direction.SMALL,
            0.0,
            np.inf,
            needs_truth=False,
            undefined=_SAME_CENTRE,
            reference="Davies & Bouldin 1979, doi:10.1109/TPAMI.1979.4766909",
        ),
        Measure(
            "calinski_harabasz",
            _each(indices.calinski_harabasz),
            Direction.LARGE,
            0.0,
            np.inf,
            needs_truth=False,
            undefined=_NO_SPREAD,
            reference="Calinski & Harabasz 1974, doi:10.1080/03610927408827101",
        ),
        Measure(
            "inertia",
            _each(indices.inertia),
            Direction.NEITHER,
            0.0,
            np.inf,
            needs_truth=False,
            undefined="",
            reference="MacQueen 1967, Proc. 5th Berkeley Symposium 1, 281-297",
        ),
        Measure(
            "ari",
            _against_truth(external.adjusted_rand_with),
            Direction.LARGE,
            -0.5,
            1.0,
            needs_truth=True,
            undefined=_NO_TRUTH,
            reference="Hubert & Arabie 1985, doi:10.1007/BF01908075",
        ),
        Measure(
            "ami",
            _against_truth(external.adjusted_mutual_information_with),
            Direction.LARGE,
            -1.0,
            1.0,
            needs_truth=True,
            undefined=_NO_TRUTH,
            reference="Vinh, Epps & Bailey 2010, JMLR 11, 2837-2854",
        ),
        Measure(
            "v_measure",
            _against_truth(external.v_measure_with),
            Direction.LARGE,
            0.0,
            1.0,
            needs_truth=True,
            undefined=_NO_TRUTH,
            reference="Rosenberg & Hirschberg 2007, EMNLP-CoNLL, 410-420",
        ),
    )
}
"""The built-in measures by name."""
