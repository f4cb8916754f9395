"""How a segment differs from all customers, variable by variable.

A marker variable is one in which the segment's mean lies far from that of all
customers: by 0.25 or more for answers of 0 and 1, by half of it or more for quantities
(Dolnicar, Gruen & Leisch 2018, Market Segmentation Analysis,
doi:10.1007/978-981-10-8818-6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import Labels
from segbench.segments.variables import Kind, Variable, mean_of, sd_of

ABSOLUTE_FROM = 0.25
RELATIVE_FROM = 0.5
"""From these differences on a variable marks a segment."""

_ROUNDING = 1e-9  # 0.45 - 0.20 may come out just under 0.25


@dataclass(frozen=True, eq=False)
class Deviation:
    """One segment in one variable, in the customers' own units."""

    variable: Variable
    known: int  # customers of the segment with a value
    missing: int
    mean: float  # of 0 and 1 and of levels: a share. NaN: nobody has a value
    median: float
    sd: float  # n - 1 in the denominator; NaN with fewer than two values
    q1: float
    q3: float

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
    inside = variable.values[members]
    values = inside[~np.isnan(inside)]
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75]) if len(values) else _NONE
    return Deviation(
        variable=variable,
        known=len(values),
        missing=len(inside) - len(values),
        mean=mean_of(values),
        median=float(middle),
        sd=sd_of(values),
        q1=float(low),
        q3=float(high),
    )


def deviations_by_segment(
    variables: Sequence[Variable], labels: Labels
) -> list[tuple[Deviation, ...]]:
    """Describe every segment in every variable; noise is left out."""
    k = int(labels.max(initial=-1)) + 1
    masks = (labels == segment for segment in range(k))
    return [tuple(deviation(one, members) for one in variables) for members in masks]


_NONE = (np.nan, np.nan, np.nan)
