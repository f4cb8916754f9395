"""Density-based validity of labelings whose segments may have any shape.

A segment is as sparse as the widest gap inside it and as separate as the narrowest gap
to another segment, gaps being measured in distances that density stretches [1]_.

``hdbscan.validity`` is not used: its values change with the order of the customers (by
0.2 on two half moons), a customer with a duplicate counts as less dense instead of
infinitely dense, powers of distances leave the range of numbers in high dimension, and
a segment of one customer raises.

References
----------
.. [1] Moulavi, Jaskowiak, Campello, Zimek & Sander 2014, Density-based clustering
   validation, doi:10.1137/1.9781611973440.96
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import Labels, Matrix

FEWEST = 3
"""Customers of a segment that has an inside; smaller ones count as noise."""


@dataclass(frozen=True)
class _Inside:
    """The spanning tree of a segment."""

    inner: NDArray[np.int64]  # customers that are no ends of the tree
    core: Matrix  # how far from others these are, by density
    sparseness: float  # longest edge between inner customers


def dbcv_of_stack(matrix: Matrix, stack: Labels) -> Matrix:
    """Density-based clustering validation (DBCV) of many labelings.

    Every segment has ``V = (separation - sparseness) / max of the two``; the index is
    the mean of V over all customers, with 0 for noise. Customers on the same spot are
    infinitely dense. Of several shortest spanning trees, which are the rule, the one
    whose edges hang on the densest customers counts: the paper leaves that open, and
    programs differ by 0.1 and more. A tree without inner edges counts with all edges.

    Parameters
    ----------
    matrix : Matrix
        The space, shape (n, d); takes memory for n x n distances. Density is counted
        per d-dimensional volume.
    stack : Labels
        Shape (n_labelings, n), -1 = noise.

    Returns
    -------
    ndarray of shape (n_labelings,)
        In [-1, 1], large is good. Segments of fewer than three customers count as
        noise; NaN with fewer than two others.

    References
    ----------
    Moulavi et al. 2014, doi:10.1137/1.9781611973440.96
    """
    from scipy.spatial.distance import pdist, squareform

    points = np.asarray(matrix, dtype=np.float64)
    distances = squareform(pdist(points), checks=False)
    insides = _Insides(distances, points.shape[1])
    return np.array([_dbcv(insides, labels) for labels in stack])


class _Insides:
    """Looks inside each set of customers once: many labelings share segments.

    Two cuts of a tree, one segment more, differ in that one alone.
    """

    def __init__(self, distances: Matrix, dimension: int) -> None:
        self.distances = distances
        self._dimension = dimension
        self._known: dict[bytes, _Inside] = {}

    def of(self, members: NDArray[np.int64]) -> _Inside:
        key = hashlib.sha256(members.tobytes()).digest()
        if key not in self._known:
            self._known[key] = _look_inside(self.distances, members, self._dimension)
        return self._known[key]


def _dbcv(known: _Insides, labels: Labels) -> float:
    sizes = np.bincount(labels + 1)[1:]
    chosen = np.flatnonzero(sizes >= FEWEST)
    if len(chosen) < 2:
        return float("nan")
    insides = [known.of(np.flatnonzero(labels == c)) for c in chosen]
    separation = _separations(known.distances, insides)
    sparseness = np.array([one.sparseness for one in insides])
    larger = np.maximum(separation, sparseness)
    validity = np.zeros(len(insides))  # 0 / 0 of segments on one spot is 0
    np.divide(separation - sparseness, larger, out=validity, where=larger > 0)
    return float(sizes[chosen] @ validity) / len(labels)


def _look_inside(
    distances: Matrix, members: NDArray[np.int64], dimension: int
) -> _Inside:
    own = distances[np.ix_(members, members)]
    core = _core_distances(own, dimension)
    edges, lengths = _spanning_tree(own, core)
    is_inner = np.bincount(edges.ravel(), minlength=len(members)) > 1
    is_inside = is_inner[edges].all(axis=1)
    longest = lengths[is_inside].max() if is_inside.any() else lengths.max()
    inner = np.flatnonzero(is_inner)
    return _Inside(members[inner], core[inner], float(longest))


def _core_distances(own: Matrix, dimension: int) -> Matrix:
    """Return the inverse density of each member, ``mean(1 / distance^d)^(-1 / d)``.

    Distances are taken relative to the nearest one: their powers are at most 1.
    """
    others = own + np.diag(np.full(len(own), np.inf))
    nearest = others.min(axis=1)
    ratios = np.zeros_like(own)
    np.divide(nearest[:, None], others, out=ratios, where=others > 0)
    density = (ratios**dimension).sum(axis=1) / (len(own) - 1)
    core = np.zeros(len(own))
    is_apart = nearest > 0  # duplicates have core distance 0
    core[is_apart] = nearest[is_apart] * density[is_apart] ** (-1 / dimension)
    return core


def _spanning_tree(own: Matrix, core: Matrix) -> tuple[NDArray[np.int64], Matrix]:
    """Grow the shortest tree over mutual reachability, ``max(core, core, distance)``.

    Returns
    -------
    edges : ndarray of shape (m - 1, 2)
    lengths : ndarray of shape (m - 1,)
    """
    m = len(own)
    best = _Edges(*np.full((3, m), np.inf))
    parent = np.zeros(m, dtype=np.int64)
    is_left = np.ones(m, dtype=np.bool_)
    edges, lengths = np.empty((m - 1, 2), dtype=np.int64), np.empty(m - 1)
    added = 0
    for step in range(m - 1):
        is_left[added] = False
        reach = np.maximum(np.maximum(core[added], core), own[added])
        offered = _Edges(reach, np.minimum(core[added], core), own[added])
        is_better = offered.precede(best) & is_left
        best.take(offered, is_better)
        parent[is_better] = added
        added = best.first(is_left)
        edges[step], lengths[step] = (parent[added], added), best.reach[added]
    return edges, lengths


@dataclass(frozen=True)
class _Edges:
    """Edges, one to each member, in the order in which a tree takes them.

    Many are equally long: wherever one end's core distance is the largest of the three.
    Then the denser other end comes first, and after that the nearer one. So the tree
    has hubs, like those of the authors' program, but does not depend on the order of
    the customers, as other programs' do.
    """

    reach: Matrix
    denser: Matrix  # the smaller core distance of the two ends
    apart: Matrix

    def precede(self, others: _Edges) -> NDArray[np.bool_]:
        """Tell where an edge comes before the other one to the same member."""
        nearer = (self.denser == others.denser) & (self.apart < others.apart)
        denser = (self.denser < others.denser) | nearer
        same = self.reach == others.reach
        return np.asarray((self.reach < others.reach) | (same & denser))

    def take(self, others: _Edges, where: NDArray[np.bool_]) -> None:
        """Replace some edges by others."""
        np.copyto(self.reach, others.reach, where=where)
        np.copyto(self.denser, others.denser, where=where)
        np.copyto(self.apart, others.apart, where=where)

    def first(self, among: NDArray[np.bool_]) -> int:
        """Return the member whose edge comes before all others."""
        chosen = np.flatnonzero(among)
        for key in (self.reach, self.denser, self.apart):
            values = key[chosen]
            chosen = chosen[values == values.min()]
            if len(chosen) == 1:
                break
        return int(chosen[0])


def _separations(distances: Matrix, insides: list[_Inside]) -> Matrix:
    """Shortest mutual reachability between inner customers of two segments.

    Returns
    -------
    ndarray of shape (n_segments,)
        To the nearest other segment.
    """
    nearest = np.full(len(insides), np.inf)
    for i, one in enumerate(insides):
        for j in range(i):
            other = insides[j]
            between = distances[np.ix_(one.inner, other.inner)]
            core = np.maximum(one.core[:, None], other.core[None, :])
            gap = float(np.maximum(between, core).min())
            nearest[i], nearest[j] = min(nearest[i], gap), min(nearest[j], gap)
    return nearest
