"""Which transform a skewed column calls for, and what a spike at zero means."""

from __future__ import annotations

from dataclasses import dataclass

from segbench.exploration.wording import percent

SKEWED = 1.0
"""Skewness beyond this, in absolute value, is strong."""

FAR = 10.0
"""A largest value beyond this many medians makes a logarithm worthwhile."""

MANY_ZEROS = 0.3
"""A larger share of zeros is a group of customers by itself."""

LOG, POWER = "log1p", "power (Yeo-Johnson)"


@dataclass(frozen=True)
class Shape:
    """What the rules look at."""

    distinct: int
    smallest: float
    median: float
    largest: float
    skewness: float
    zeros: float  # share, in [0, 1]


def suggest_transform(shape: Shape) -> str:
    """Name the transform that a column calls for, "" for none.

    ``log1p`` for values from 0 on with skewness above 1 and a maximum above ten
    medians; Yeo and Johnson's power transform (2000, doi:10.1093/biomet/87.4.954) for
    strong skewness among negative values. Two distinct values are a yes or no, which
    no transform changes.
    """
    if shape.distinct <= 2 or not abs(shape.skewness) > SKEWED:
        return ""
    if shape.smallest < 0:
        return POWER
    is_far = shape.largest / FAR > shape.median  # so written, nothing overflows
    return LOG if shape.skewness > SKEWED and is_far else ""


def warn_of_zeros(shape: Shape) -> str:
    """Say that zeros are a group by themselves, "" when they are not."""
    if shape.distinct <= 2 or not shape.zeros > MANY_ZEROS:
        return ""
    return f"{percent(shape.zeros)} zeros: a group of customers by themselves"
