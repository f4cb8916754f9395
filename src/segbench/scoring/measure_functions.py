"""How measures take a stack of labelings."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from segbench.core import NOISE, Labels, Matrix, Metric
from segbench.scoring.dbcv import FEWEST, dbcv_of_stack
from segbench.scoring.dunn import dunn as dunn_index
from segbench.scoring.given import EXACT_UP_TO, Given, Values
from segbench.scoring.indices import Segments
from segbench.scoring.noise import NoiseVariants

NEEDS_EUCLIDEAN = "needs Euclidean distances"
NO_DENSITY = "of density methods alone"
TOO_SMALL = f"fewer than two segments of {FEWEST} customers or more"

NO_WIDTH = "every segment lies on one spot"

LARGEST_DBCV = 2_000
"""Customers up to which density-based validity is computed, from all distances."""

LARGEST_DUNN = 2_000
"""Customers up to which Dunn's index is computed, from all distances."""

_Choice = Callable[[NoiseVariants, Matrix], Matrix]


def silhouette_of(choice: _Choice) -> Callable[[Given], Values]:
    """Mean silhouettes under one way to see noise."""

    def over_stack(given: Given) -> Values:
        found, variants = given.silhouettes, given.variants
        if found.low is None or found.high is None:
            return Values(choice(variants, found.values))
        return Values(
            choice(variants, found.values),
            choice(variants, found.low),
            choice(variants, found.high),
        )

    return over_stack


def davies_bouldin_of(choice: _Choice) -> Callable[[Given], Values]:
    """Davies-Bouldin indices under one way to see noise."""

    def over_stack(given: Given) -> Values:
        if given.metric is not Metric.EUCLIDEAN:
            return _nowhere(given, NEEDS_EUCLIDEAN)
        return Values(choice(given.variants, given.davies_bouldin))

    return over_stack


def macro_silhouette(given: Given) -> Values:
    """Mean over segments of the mean silhouette, of everybody or not at all."""
    if not given.is_sampled:
        return Values(given.macro_silhouettes)
    return _nowhere(given, f"not estimated above {EXACT_UP_TO:,} customers")


def dbcv(given: Given) -> Values:
    """Density-based validity of labelings that come from density."""
    if given.density is None or not given.density.any():
        return _nowhere(given, NO_DENSITY)
    if given.metric is not Metric.EUCLIDEAN:  # it counts customers per volume
        reasons = np.where(given.density, NEEDS_EUCLIDEAN, NO_DENSITY)
        return Values(np.full(len(given.stack), np.nan), reasons=tuple(reasons))
    values = np.full(len(given.stack), np.nan)
    because = f"not computed above {LARGEST_DBCV:,} customers"
    if len(given.matrix) <= LARGEST_DBCV:
        because = TOO_SMALL
        values[given.density] = dbcv_of_stack(given.matrix, given.stack[given.density])
    reasons = np.where(given.density, because, NO_DENSITY)
    return Values(values, reasons=tuple(reasons.tolist()))


def dunn(given: Given) -> Values:
    """Dunn's index, in any metric."""
    if len(given.matrix) > LARGEST_DUNN:
        return _nowhere(given, f"not computed above {LARGEST_DUNN:,} customers")
    return Values(np.array([dunn_index(given.pairs, one) for one in given.stack]))


def of_segments(function: Callable[[Segments], float]) -> Callable[[Given], Values]:
    """Let an index of one labeling take a stack of them."""

    def over_stack(given: Given) -> Values:
        if given.metric is not Metric.EUCLIDEAN:
            return _nowhere(given, NEEDS_EUCLIDEAN)
        return Values(np.array([function(segments) for segments in given.segments]))

    return over_stack


def against_truth(
    function: Callable[[Labels, Labels], Matrix],
) -> Callable[[Given], Values]:
    """Compare with the known segments of the customers that have one."""

    def over_stack(given: Given) -> Values:
        if given.truth is None or (given.truth == NOISE).all():
            return Values(np.full(len(given.stack), np.nan))
        known = given.truth != NOISE
        return Values(function(given.truth[known], given.stack[:, known]))

    return over_stack


def _nowhere(given: Given, because: str) -> Values:
    n_labelings = len(given.stack)
    return Values(np.full(n_labelings, np.nan), reasons=(because,) * n_labelings)
