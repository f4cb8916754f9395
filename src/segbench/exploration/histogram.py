"""Bars of a numeric column: few enough to read, whole numbers never split."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from segbench.core import Matrix

MOST_BINS = 40
MOST_BARS = 20
"""Whole numbers with no more distinct values than this get a bar each."""

LARGEST_WHOLE = 2.0**50
"""Beyond it a half is lost to rounding, and edges between whole numbers with it."""


@dataclass(frozen=True)
class Histogram:
    """Customers by bin; bins hold their left edge, the last one both."""

    counts: tuple[int, ...]  # customers, by bin; empty without any value
    edges: tuple[float, ...]  # increasing, one more than counts, in the column's unit
    is_bars: bool  # one bar per whole number, the number in its middle


NO_HISTOGRAM = Histogram((), (), is_bars=False)


def histogram(known: Matrix) -> Histogram:
    """Count customers by bins of equal width.

    The width is that of Freedman and Diaconis (1981, doi:10.1007/BF01025868), two
    interquartile ranges over the cube root of the customers; Sturges' number of bins
    where the interquartile range is 0; never more than 40 bins. For whole numbers the
    width is whole as well, and 1 where there are few.

    Parameters
    ----------
    known : ndarray of shape (n,)
        Finite values.
    """
    if len(known) == 0:
        return NO_HISTOGRAM
    low, high = float(known.min()), float(known.max())
    is_bars = False
    if _is_whole(known, low, high):
        is_bars = high - low < MOST_BINS and len(np.unique(known)) <= MOST_BARS
        edges = _whole_edges(known, one_each=is_bars)
    elif low == high:
        edges = _around(low)
    else:
        edges = _equal_edges(known)
    counts = np.histogram(known, edges)[0]
    return Histogram(tuple(counts.tolist()), tuple(edges.tolist()), is_bars)


def _is_whole(known: Matrix, low: float, high: float) -> bool:
    is_exact = max(abs(low), abs(high)) < LARGEST_WHOLE
    return is_exact and bool((known == np.floor(known)).all())


def _around(value: float) -> Matrix:
    pad = max(0.5, abs(value) / 1000)
    largest = np.finfo(np.float64).max
    with np.errstate(over="ignore"):
        ends = np.clip([value - pad, value + pad], -largest, largest)
    return np.asarray(ends, dtype=np.float64)


def _whole_edges(known: Matrix, *, one_each: bool) -> Matrix:
    low, span = float(known.min()), float(known.max() - known.min()) + 1
    width = 1.0 if one_each else max(1.0, math.ceil(span / _n_bins(known)))
    steps = np.arange(math.ceil(span / width) + 1, dtype=np.float64)
    return np.asarray(low - 0.5 + width * steps, dtype=np.float64)


def _equal_edges(known: Matrix) -> Matrix:
    """Edges from the smallest to the largest value; halved, the range is finite."""
    half = np.linspace(known.min() / 2, known.max() / 2, _n_bins(known) + 1)
    # A range of a few roundings has fewer edges.
    edges = np.unique(np.asarray(2 * half, dtype=np.float64))
    edges[0], edges[-1] = known.min(), known.max()
    return edges


def _n_bins(known: Matrix) -> int:
    q25, q75 = np.quantile(known / 4, [0.25, 0.75])
    width = 2 * (q75 - q25) / np.cbrt(len(known))
    span = known.max() / 4 - known.min() / 4
    if width <= 0:
        return min(MOST_BINS, math.ceil(math.log2(len(known))) + 1)
    with np.errstate(over="ignore"):  # of a far value among many close ones
        return int(max(1, np.ceil(min(span / width, MOST_BINS))))
