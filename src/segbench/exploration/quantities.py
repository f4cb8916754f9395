"""A numeric column in numbers: where it lies, how it spreads, how skewed it is."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from segbench.core import Matrix
from segbench.exploration.histogram import Histogram, histogram
from segbench.exploration.numbers import in_units, varies
from segbench.exploration.transforms import Shape, suggest_transform, warn_of_zeros

FEWEST_FOR_SKEWNESS = 3


@dataclass(frozen=True)
class Quantities:
    """Figures of the known values, in the column's own unit; NaN = undefined."""

    mean: float
    sd: float  # with n - 1; NaN of a single value
    min: float
    q25: float  # quartiles interpolate linearly
    median: float
    q75: float
    max: float
    skewness: float  # adjusted Fisher-Pearson, G1; NaN under 3 values or constant
    zeros: float  # share of the known values, in [0, 1]
    transform: str  # "log1p", "power (Yeo-Johnson)" or "" = none is called for
    warning: str  # of many zeros; "" when there is nothing to warn of
    reason: str  # why figures are NaN; "" when none is
    histogram: Histogram


def describe_quantities(scaled: Matrix, exponent: int) -> Quantities:
    """Describe a numeric column.

    Parameters
    ----------
    scaled : ndarray of shape (n_customers,)
        As `NumericTable` has it, NaN = missing.
    exponent : int
        The values are ``scaled * 2 ** exponent``.
    """
    # Sorted, the sums come out the same in any order of the customers.
    known = np.sort(scaled[~np.isnan(scaled)])
    mean, sd, skewness = _moments(known)
    cuts = np.quantile(known, [0, 0.25, 0.5, 0.75, 1]) if len(known) else [np.nan] * 5
    mean, sd, low, q25, median, q75, high = (
        float(one) for one in in_units(np.array([mean, sd, *cuts]), exponent)
    )
    zeros = float(np.mean(known == 0)) if len(known) else float("nan")
    shape = Shape(len(np.unique(known)), low, median, high, skewness, zeros)
    return Quantities(
        mean=mean,
        sd=sd,
        min=low,
        q25=q25,
        median=median,
        q75=q75,
        max=high,
        skewness=skewness,
        zeros=zeros,
        transform=suggest_transform(shape),
        warning=warn_of_zeros(shape),
        reason=_why_undefined(known),
        histogram=histogram(in_units(known, exponent)),
    )


def _moments(known: Matrix) -> tuple[float, float, float]:
    """Mean, standard deviation and skewness; NaN where they are undefined."""
    from scipy import stats

    if len(known) == 0:
        return float("nan"), float("nan"), float("nan")
    if known[0] == known[-1]:  # a mean of equal values may differ by rounding
        sd = 0.0 if len(known) > 1 else float("nan")
        return float(known[0]), sd, float("nan")
    sd = float(np.std(known, ddof=1))
    skewness = float("nan")
    if len(known) >= FEWEST_FOR_SKEWNESS and varies(known):
        with warnings.catch_warnings():
            # Of values that differ by rounding alone scipy warns and gives NaN.
            warnings.simplefilter("ignore", RuntimeWarning)
            skewness = float(stats.skew(known, bias=False))
    return float(known.mean()), sd, skewness


def _why_undefined(known: Matrix) -> str:
    if len(known) == 0:
        return "no customer has a value"
    if len(known) == 1:
        return "a single customer has a value"
    if not varies(known):
        return "every known value is the same"
    if len(known) < FEWEST_FOR_SKEWNESS:
        return f"skewness takes {FEWEST_FOR_SKEWNESS} values or more"
    return ""
