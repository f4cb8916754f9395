"""What figures of customers as points share: which are drawn, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segbench.core import Labels, Matrix
from segbench.errors import UserError
from segbench.report.figures.drawing import GREY, segment_color, segment_marker
from segbench.seeds import seed_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_POINTS = 5000
"""With more customers than this a sample is drawn."""

FEWEST = 20
"""Customers of every segment in a sample, as far as it has so many."""

VECTORS = 1000
"""With more points than this they are a picture in vector formats, too."""


@dataclass(frozen=True)
class Customers:
    """Points with their names and segments, checked against each other."""

    values: Matrix  # shape (n, d); NaN = missing
    names: tuple[str, ...]  # of the d columns
    labels: Labels  # shape (n,); -1 = noise

    @property
    def segments(self) -> list[int]:
        """The segments that have customers, noise left out."""
        return [int(one) for one in np.unique(self.labels) if one >= 0]


def customers(
    values: ArrayLike, names: Sequence[str], labels: ArrayLike | None = None
) -> Customers:
    """Check values, names and labels against each other.

    Parameters
    ----------
    values : array-like of shape (n, d)
        With d >= 1; what is not finite counts as missing.
    names : sequence of str
        Of the d columns.
    labels : array-like of shape (n,), optional
        Segment of each customer, -1 = noise; everybody in segment 0 by default.

    Raises
    ------
    UserError
        When the shapes do not belong together.
    """
    table = np.array(values, dtype=np.float64)
    if table.ndim != 2 or not table.shape[1] or table.shape[1] != len(names):
        raise UserError(
            "a figure takes customers in rows, features in columns and one name per "
            f"feature, got an array of shape {table.shape} and {len(names)} names"
        )
    table[~np.isfinite(table)] = np.nan
    given = np.zeros(len(table)) if labels is None else labels
    segments = np.asarray(given).astype(np.int64)
    if segments.shape != (len(table),):
        raise UserError(
            f"a figure takes one segment per customer, got {segments.size} segments "
            f"for {len(table)} customers"
        )
    return Customers(table, tuple(names), segments)


def complete_rows(values: Matrix) -> NDArray[np.bool_]:
    """Tell which customers have all values, shape (n,)."""
    return np.asarray(np.isfinite(values).all(axis=1), dtype=np.bool_)


@dataclass(frozen=True)
class Drawn:
    """The customers that a figure draws, and what it has to say about the others."""

    rows: NDArray[np.intp]
    complete: NDArray[np.bool_]  # shape (n,): no value is missing
    note: str  # "" when everybody is drawn


def drawn_customers(values: Matrix, labels: Labels, most: int = MOST_POINTS) -> Drawn:
    """Choose the customers to draw: complete ones, by a fixed seed if too many."""
    complete = complete_rows(values)
    known = np.flatnonzero(complete)
    rows = known[stratified(labels[known], most)]
    said = []
    if len(rows) < len(known):
        said.append(f"{len(rows):,} of {len(known):,} customers drawn")
    if len(known) < len(labels):
        without = len(labels) - len(known)
        said.append(f"{without:,} with missing values not drawn")
    return Drawn(rows, complete, ", ".join(said))


def stratified(labels: Labels, most: int) -> NDArray[np.intp]:
    """Draw a sample in which every segment has its share and none vanishes.

    Parameters
    ----------
    labels : ndarray of shape (n,)
        Segment of each customer.
    most : int
        Size of the sample; with fewer customers all are taken.

    Returns
    -------
    ndarray of shape (min(n, most),)
        Row numbers, ascending; the same at every call.
    """
    if len(labels) <= most:
        return np.arange(len(labels))
    rng = np.random.default_rng(seed_for(0, "customers in figures", len(labels)))
    _, codes, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    least = np.minimum(sizes, min(FEWEST, most // len(sizes)))
    rest = sizes - least
    wanted = (most - least.sum()) * rest / rest.sum()
    quota = least + wanted.astype(np.int64)
    missing = most - int(quota.sum())
    quota[np.argsort(-(wanted % 1), kind="stable")[:missing]] += 1
    taken = [
        rng.choice(np.flatnonzero(codes == code), size=size, replace=False)
        for code, size in enumerate(quota)
    ]
    return np.sort(np.concatenate(taken))


def draw_points(axes: Axes, points: Matrix, labels: Labels, scale: float = 1.0) -> None:
    """Draw complete points by segment: large segments first, noise below all.

    Parameters
    ----------
    points : ndarray of shape (n, 2)
    labels : ndarray of shape (n,)
    scale : float
        Factor of the markers' area.
    """
    area = scale * float(np.clip(5000 / max(len(labels), 1), 7, 22))
    alpha = float(np.clip(1.15 - len(labels) / 6000, 0.45, 0.85))
    found, sizes = np.unique(labels, return_counts=True)
    for segment in sorted(found, key=lambda one: (one >= 0, -sizes[found == one][0])):
        xs, ys = points[labels == segment].T
        noise = segment < 0
        axes.scatter(
            xs,
            ys,
            s=area * (0.6 if noise else 1),
            c=segment_color(int(segment)),
            marker=segment_marker(int(segment)),
            alpha=alpha * (0.6 if noise else 1),
            linewidths=0.6 if noise else 0,
            rasterized=len(labels) > VECTORS,
            gid=f"segment {segment}",
        )


def nothing_to_draw(axes: Axes) -> None:
    """Say in an empty panel that it is empty on purpose."""
    axes.set(xticks=[], yticks=[])
    said = axes.text(0.5, 0.5, "no values", color=GREY, ha="center", fontsize=8)
    said.set_transform(axes.transAxes)


def share_in_words(part: int, whole: int) -> str:
    """Write a share in per cent without rounding something to nothing."""
    if not whole:
        return "0 %"
    share = 100 * part / whole
    if 0 < share < 1:
        return "under 1 %"
    return "over 99 %" if 99 < share < 100 else f"{share:.0f} %"
