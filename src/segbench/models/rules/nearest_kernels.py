"""Compiled search for nearest points that lie in blocks.

Compiled when it is imported, or loaded from numba's cache: import it on first use.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segbench.core import Matrix
from segbench.kernels.jit import jit

Ints = NDArray[np.int64]

SLACK = 1.0 + 1e-12
"""Rounding must not put a block out of reach by its bounds alone."""


@jit(inline=True)
def _length(gap: float, manhattan: bool) -> float:
    return abs(gap) if manhattan else gap * gap


@jit()
def _bound(
    point: Matrix, low: Matrix, high: Matrix, manhattan: bool, out: Matrix
) -> None:
    """Write how far the boxes of all blocks are at least; boxes have shape (d, B)."""
    out[:] = 0.0
    for f in range(len(low)):
        here = point[f]
        for b in range(len(out)):
            below, above = low[f, b] - here, here - high[f, b]
            gap = below if below > above else above
            out[b] += _length(gap if gap > 0.0 else 0.0, manhattan)


@jit()
def _measure(point: Matrix, block: Matrix, manhattan: bool, out: Matrix) -> None:
    """Write the distances of a point to those of a block, shape (d, m)."""
    out[:] = 0.0
    for f in range(len(block)):
        here = point[f]
        for j in range(len(out)):
            out[j] += _length(block[f, j] - here, manhattan)


@jit()
def _insert(found: Matrix, places: Ints, distance: float, place: int) -> None:
    """Put a point among the nearest so far; of equally near ones the first is first."""
    i = len(found) - 1
    while i > 0 and (
        found[i - 1] > distance or (found[i - 1] == distance and places[i - 1] > place)
    ):
        found[i], places[i] = found[i - 1], places[i - 1]
        i -= 1
    found[i], places[i] = distance, place


@jit()
def _take(distances: Matrix, numbers: Ints, found: Matrix, places: Ints) -> None:
    """Take the points of a block that are nearer than the farthest so far."""
    last = len(found) - 1
    farthest = found[last]
    for j in range(len(distances)):
        if distances[j] <= farthest and (
            distances[j] < farthest or numbers[j] < places[last]
        ):
            _insert(found, places, distances[j], numbers[j])
            farthest = found[last]


@jit()
def _within(bounds: Matrix, first: int, limit: float, waiting: Ints) -> int:
    """List the blocks, other than the first, that may hold a nearer point."""
    count = 0
    for b in range(len(bounds)):
        if bounds[b] <= limit and b != first:
            waiting[count] = b
            count += 1
    return count


@jit()
def _next(bounds: Matrix, waiting: Ints, count: int) -> int:
    """Find the place of the nearest of the blocks that wait."""
    best = 0
    for place in range(1, count):
        if bounds[waiting[place]] < bounds[waiting[best]]:
            best = place
    return best


@jit(
    "void(float64[:,::1], float64[:,:,::1], int64[:,::1], float64[:,::1], "
    "float64[:,::1], boolean, float64[:,::1], int64[:,::1])"
)
def search(
    queries: Matrix,
    points: Matrix,
    numbers: Ints,
    low: Matrix,
    high: Matrix,
    manhattan: bool,
    found: Matrix,
    places: Ints,
) -> None:
    """Find the nearest points of every query, nearest block first.

    ``points`` has shape (B, d, m) and ``numbers`` (B, m), filled up with infinity and
    a number that no point has; ``found`` and ``places`` have shape (n_queries, k):
    distances, squared but for Manhattan's, ascending, and numbers of points.
    """
    n_blocks = len(points)
    bounds, waiting = np.empty(n_blocks), np.empty(n_blocks, dtype=np.int64)
    distances = np.empty(points.shape[2])
    for i in range(len(queries)):
        query, near, names = queries[i], found[i], places[i]
        near[:] = np.inf
        names[:] = np.iinfo(np.int64).max
        _bound(query, low, high, manhattan, bounds)
        b = int(bounds.argmin())
        _measure(query, points[b], manhattan, distances)
        _take(distances, numbers[b], near, names)
        count = _within(bounds, b, near[-1] * SLACK, waiting)
        while count > 0:
            place = _next(bounds, waiting, count)
            b = waiting[place]
            if bounds[b] > near[-1] * SLACK:
                break
            count -= 1
            waiting[place] = waiting[count]
            _measure(query, points[b], manhattan, distances)
            _take(distances, numbers[b], near, names)
