"""How a segment differs from all customers, variable by variable.

A marker variable is one in which the segment's mean lies far from that of all
customers: by 0.25 or more for answers of 0 and 1, by half of it or more for quantities
(Dolnicar, Gruen & Leisch 2018, Market Segmentation Analysis,
doi:10.1007/978-981-10-8818-6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from segbench.core import Labels, Matrix
from segbench.segments.variables import Kind, Variable, mean_of, sd_of

ABSOLUTE_FROM = 0.25
RELATIVE_FROM = 0.5
"""From these differences on a variable marks a segment."""

_ROUNDING = 1e-9  # 0.45 - 0.20 may come out just under 0.25


@dataclass(frozen=True, eq=False)
class Deviation:
    """One segment in one variable, in the customers' own units."""

    variable: Variable
    values: Matrix = field(repr=False)  # of the segment, those that are known
    missing: int  # customers of the segment without a value

    @property
    def known(self) -> int:
        """Customers of the segment with a value."""
        return len(self.values)

    @cached_property
    def mean(self) -> float:
        """Of 0 and 1 and of levels a share; NaN where nobody has a value."""
        return mean_of(self.values)

    @property
    def median(self) -> float:
        """The middle value; NaN where nobody has one."""
        return self._quartiles[1]

    @property
    def sd(self) -> float:
        """With n - 1 in the denominator; NaN with fewer than two values."""
        return sd_of(self.values)

    @property
    def q1(self) -> float:
        """The lower quartile; NaN where nobody has a value."""
        return self._quartiles[0]

    @property
    def q3(self) -> float:
        """The upper quartile; NaN where nobody has a value."""
        return self._quartiles[2]

    @cached_property
    def _quartiles(self) -> tuple[float, float, float]:
        # Not until asked for: names of hundreds of candidates need means alone.
        if not len(self.values):
            return _NONE
        low, middle, high = np.quantile(self.values, [0.25, 0.5, 0.75])
        return float(low), float(middle), float(high)

    @property
    def difference(self) -> float:
        """Mean minus that of all customers, in their standard deviations.

        NaN where all customers are equal or nobody of the segment has a value.
        """
        if not self.variable.sd > 0:
            return float("nan")
        return (self.mean - self.variable.mean) / self.variable.sd

    @property
    def relative(self) -> float:
        """Mean minus that of all customers, as a share of the latter.

        NaN for shares, and where a share of the mean says nothing: the column has
        negative values, or its mean is 0.
        """
        if not self.variable.is_ratio:
            return float("nan")
        return self.mean / self.variable.mean - 1

    @property
    def is_marker(self) -> bool:
        """Whether the variable marks the segment by the book's rule."""
        if self.variable.kind is Kind.METRIC:
            return bool(abs(self.relative) >= RELATIVE_FROM - _ROUNDING)
        return bool(abs(self.mean - self.variable.mean) >= ABSOLUTE_FROM - _ROUNDING)


def deviation(variable: Variable, members: NDArray[np.bool_]) -> Deviation:
    """Describe some customers in one variable.

    Parameters
    ----------
    variable : Variable
    members : ndarray of bool, shape (n_customers,)
    """
    return _described(variable, variable.values[members])


def _described(variable: Variable, inside: Matrix) -> Deviation:
    if variable.is_complete:
        return Deviation(variable, inside, 0)
    known = inside[~np.isnan(inside)]
    return Deviation(variable, known, len(inside) - len(known))


def deviations_by_segment(
    variables: Sequence[Variable], labels: Labels
) -> list[tuple[Deviation, ...]]:
    """Describe every segment in every variable; noise is left out."""
    # One sort serves every variable: a mask per segment reads all customers k times.
    groups = labels.astype(np.int32)
    order = np.argsort(groups, kind="stable")
    inner = np.arange(int(labels.max(initial=-1)) + 2)
    edges = np.searchsorted(groups, inner, sorter=order)
    by_variable = [_by_segment(one, order, edges) for one in variables]
    return [tuple(one[segment] for one in by_variable) for segment in inner[:-1]]


def _by_segment(
    variable: Variable, order: NDArray[np.int64], edges: NDArray[np.int64]
) -> list[Deviation]:
    """Describe the customers between two edges, in their order by segment."""
    return [
        _described(variable, variable.values[order[a:b]]) for a, b in pairwise(edges)
    ]


_NONE = (np.nan, np.nan, np.nan)
