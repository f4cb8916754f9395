"""Dunn's index of many labelings from one sorted list of distances.

Neither scikit-learn nor scipy has it. The narrowest gap between segments is the first
pair of the list that is in two of them, the widest segment the last pair that is in
one; both are near an end of the list, so a labeling more costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import NOISE, Labels, Matrix, Metric
from segbench.scoring.distances import SCIPY_NAMES

_FIRST_BLOCK = 256  # pairs that are looked at first; every next block is twice as long


@dataclass(frozen=True)
class SortedPairs:
    """All pairs of customers, the nearest first."""

    distances: Matrix  # shape (n (n - 1) / 2,), rising
    one: NDArray[np.int64]  # numbers of the customers, the same shape
    other: NDArray[np.int64]


def sort_pairs(matrix: Matrix, metric: Metric = Metric.EUCLIDEAN) -> SortedPairs:
    """Measure and sort all pairs of customers; takes memory for n x n distances."""
    from scipy.spatial.distance import pdist

    distances = pdist(matrix, SCIPY_NAMES[metric])
    order = np.argsort(distances)
    one, other = np.triu_indices(len(matrix), 1)
    return SortedPairs(distances[order], one[order], other[order])


def dunn(pairs: SortedPairs, labels: Labels) -> float:
    """Narrowest gap between two segments over the diameter of the widest one.

    Parameters
    ----------
    pairs : SortedPairs
        Of the customers, in any metric.
    labels : ndarray of shape (n,)
        -1 = noise, which is left out.

    Returns
    -------
    float
        In [0, inf), large is good; 0 where two segments share a spot. NaN with fewer
        than two segments, and where every segment lies on one spot: the ratio would be
        infinite.

    References
    ----------
    Dunn 1974, doi:10.1080/01969727408546059. A segment is as wide as its two most
    distant customers; two segments are as far apart as their two nearest ones.
    """
    gap = _first(pairs, labels, backwards=False)
    widest = _first(pairs, labels, backwards=True)
    if np.isnan(gap) or not widest > 0:
        return float("nan")
    return gap / widest


def _first(pairs: SortedPairs, labels: Labels, *, backwards: bool) -> float:
    """Distance of the first pair in two segments, or of the last one in the same."""
    for block in _blocks(len(pairs.distances), backwards=backwards):
        one, other = labels[pairs.one[block]], labels[pairs.other[block]]
        is_found = (one == other) if backwards else (one != other)
        found = np.flatnonzero(is_found & (one != NOISE) & (other != NOISE))
        if len(found):
            chosen = found[-1] if backwards else found[0]
            return float(pairs.distances[block][chosen])
    return float("nan")


def _blocks(n_pairs: int, *, backwards: bool) -> Iterator[slice]:
    """Cut the list into blocks from one end, every next one twice as long."""
    start, length = 0, _FIRST_BLOCK
    while start < n_pairs:
        stop = min(start + length, n_pairs)
        yield (
            slice(n_pairs - stop, n_pairs - start) if backwards else slice(start, stop)
        )
        start, length = stop, 2 * length
