"""Customers to look at: the typical ones of a segment, and those on its border."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import Labels, Matrix
from segbench.errors import DataError
from segbench.segments.variables import Kind, Variable

NEIGHBOURS = 3
"""Typical customers beside the medoid, and customers shown of the border."""

EXACT_UP_TO = 2_000
CANDIDATES = 100
"""Of larger segments than the first, the medoid is the best of so many customers next
to the mean."""

_BLOCK = 20_000  # members whose distances are held at once


@dataclass(frozen=True)
class Border:
    """A customer that nearly belongs elsewhere."""

    id: str
    margin: float  # simplified silhouette, [-1, 1]; 0 = as near to both
    neighbour: int  # the other segment


@dataclass(frozen=True, eq=False)
class Margins:
    """How clearly customers belong where they are.

    The simplified silhouette ``(b - a) / max(a, b)`` of the distances to the own
    centroid and to the nearest other one (Hruschka, de Castro & Campello 2004,
    doi:10.1109/ICDM.2004.10073). NaN for noise and with one segment.
    """

    margin: Matrix  # shape (n_customers,), in [-1, 1]
    neighbour: NDArray[np.int64]  # nearest other segment; -1 = none


def points_for(variables: Sequence[Variable], n_customers: int) -> Matrix:
    """Standardise the quantities that were used; levels where there are none.

    Parameters
    ----------
    variables : sequence of Variable
        Those that were used. Missing values count as the median.
    n_customers : int

    Returns
    -------
    ndarray of shape (n_customers, n_variables)
        Columns that do not vary are left out; possibly none is left.
    """
    telling = [one for one in variables if np.ptp(one.filled) > 0]
    numeric = [one for one in telling if one.kind is not Kind.LEVEL]
    if numeric:
        X = np.column_stack([one.filled for one in numeric])
        standardised: Matrix = (X - X.mean(axis=0)) / X.std(axis=0)
        return standardised
    if telling:
        return np.column_stack([one.filled for one in telling])
    return np.zeros((n_customers, 0))


def checked_points(points: Matrix, n_customers: int) -> Matrix:
    """Refuse points that belong to no customer or lie nowhere.

    Raises
    ------
    DataError
        When the shape is wrong or a value is missing or infinite.
    """
    X = np.asarray(points, dtype=np.float64)
    if X.ndim != 2 or len(X) != n_customers:
        raise DataError(
            f"points should have the shape ({n_customers}, d), one row a customer; got "
            f"{X.shape}"
        )
    if not np.isfinite(X).all():
        raise DataError(
            "points should all be known and finite; fill or drop missing values"
        )
    return X


def margins_of(points: Matrix, labels: Labels) -> Margins:
    """Measure how clearly every customer belongs to its segment."""
    from scipy.spatial.distance import cdist

    k = int(labels.max(initial=-1)) + 1
    margin = np.full(len(labels), np.nan)
    neighbour = np.full(len(labels), -1, dtype=np.int64)
    if k < 2 or points.shape[1] == 0:
        return Margins(margin, neighbour)
    centroids = np.array([points[labels == j].mean(axis=0) for j in range(k)])
    assigned = np.flatnonzero(labels >= 0)
    for block in np.array_split(assigned, len(assigned) // _BLOCK + 1):
        distances = cdist(points[block], centroids)
        own = distances[np.arange(len(block)), labels[block]].copy()
        distances[np.arange(len(block)), labels[block]] = np.inf
        other = distances.min(axis=1)
        largest = np.maximum(own, other)
        apart = np.divide(other - own, largest, where=largest > 0, out=0 * own)
        margin[block], neighbour[block] = apart, distances.argmin(axis=1)
    return Margins(margin, neighbour)


def typical_customers(points: Matrix, members: NDArray[np.int64]) -> NDArray[np.int64]:
    """Find the medoid of a segment, then the customers nearest to it.

    Parameters
    ----------
    points : ndarray of shape (n_customers, n_features)
    members : ndarray of int
        The segment's customers.

    Returns
    -------
    ndarray of int
        At most four of the members, the medoid first; ties go to the first customer.
        Of segments above 2,000 customers the medoid is the best of the 100 customers
        nearest to the mean.
    """
    from scipy.spatial.distance import cdist

    if points.shape[1] == 0:
        return members[:0]
    own = points[members]
    candidates = np.arange(len(members))
    if len(members) > EXACT_UP_TO:
        to_mean = cdist(own, own.mean(axis=0, keepdims=True))[:, 0]
        candidates = np.sort(np.argsort(to_mean, kind="stable")[:CANDIDATES])
    blocks = np.array_split(own, len(own) // _BLOCK + 1)
    sums = sum(cdist(own[candidates], block).sum(axis=1) for block in blocks)
    medoid = candidates[int(np.argmin(sums))]
    distances = cdist(own[[medoid]], own)[0]
    distances[medoid] = -1.0  # first, though another customer may be its equal
    return members[np.argsort(distances, kind="stable")[: NEIGHBOURS + 1]]


def border_customers(
    margins: Margins,
    members: NDArray[np.int64],
    typical: NDArray[np.int64],
    ids: Sequence[str],
) -> tuple[Border, ...]:
    """Find the members with the smallest margins; none where margins are undefined.

    Nobody is typical and at the border: in a small segment fewer are at the border.
    """
    others = np.setdiff1d(members, typical)
    known = others[~np.isnan(margins.margin[others])]
    order = np.argsort(margins.margin[known], kind="stable")[:NEIGHBOURS]
    return tuple(
        Border(ids[i], float(margins.margin[i]), int(margins.neighbour[i]))
        for i in known[order]
    )
