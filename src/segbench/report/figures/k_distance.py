"""Distances to the k-th neighbour: where a radius for DBSCAN would lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segbench.core import Matrix
from segbench.errors import DataError, UserError
from segbench.report.figures.drawing import BLACK, BLUE, VERMILION, new_figure
from segbench.report.figures.legible import caption
from segbench.report.figures.points import (
    MOST_POINTS,
    customers,
    share_in_words,
    stratified,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 5.6, 3.6  # inches
TALL = 20.0
"""The axis is logarithmic where the largest distance is so many times the median."""


def k_distance_figure(matrix: ArrayLike, k: int, *, eps: float | None = None) -> Figure:
    """Draw the customers' distances to their k-th neighbour, sorted.

    Parameters
    ----------
    matrix : array-like of shape (n, d)
        The space in which distances are taken. Customers with missing values are left
        out; of more than 5,000 a sample is drawn, with distances among all.
    k : int
        Which neighbour, in 1..n-1, the customer itself not counted: DBSCAN's
        ``min_samples`` less one, as that counts the customer itself.
    eps : float, optional
        The chosen radius; the share of customers beyond it is written. They are not
        in a dense place: noise, or the border of a segment.

    Raises
    ------
    DataError
        When there are not more than k customers without missing values.
    UserError
        When k is below 1.

    References
    ----------
    Ester et al. 1996, KDD, 226-231
    """
    if k < 1:
        raise UserError(f"expected a neighbour's number of 1 or more, got {k}")
    width = np.shape(matrix)[1] if np.ndim(matrix) == 2 else 0
    known = customers(matrix, [""] * width)
    table = known.values[np.isfinite(known.values).all(axis=1)]
    if len(table) <= k:
        raise DataError(
            f"distances to neighbour {k} take {k + 1} customers or more without "
            f"missing values, got {len(table)}; choose a smaller k"
        )
    rows = stratified(np.zeros(len(table), dtype=np.int64), MOST_POINTS)
    distances = _distances(table, rows, k)
    figure = new_figure(WIDTH, HEIGHT)
    figure.set_layout_engine("constrained")
    axes = figure.subplots()
    shares = 100 * (np.arange(len(rows)) + 1) / len(rows)
    axes.plot(shares, distances, color=BLUE, lw=1.6, gid="distances")
    _dress(axes, distances, k)
    if eps is not None:
        _mark(axes, distances, eps)
    sampled = f"{len(rows):,} of {len(table):,} customers drawn."
    caption(
        figure,
        [
            "A bend shows where dense places end and lonely customers begin.",
            sampled if len(rows) < len(table) else "",
        ],
    )
    return figure


def _distances(table: Matrix, rows: NDArray[np.intp], k: int) -> Matrix:
    from sklearn.neighbors import NearestNeighbors

    tree = NearestNeighbors(n_neighbors=k + 1).fit(table)
    # Everybody's first neighbour is himself, or an equal one at the same distance.
    found: Matrix = np.sort(tree.kneighbors(table[rows])[0][:, -1])
    return found


def _dress(axes: Axes, distances: Matrix, k: int) -> None:
    tall = distances[-1] > TALL * np.median(distances) and distances[0] > 0
    if tall:
        axes.set_yscale("log")
    else:
        axes.set_ylim(bottom=0)
    nth = "nearest neighbour" if k == 1 else f"neighbour number {k}"
    axes.set_xlabel("share of customers, nearest first (%)", fontsize=9)
    axes.set_ylabel(f"distance to {nth}{'  (log)' if tall else ''}", fontsize=9)
    axes.set_xlim(0, 100)
    axes.tick_params(labelsize=8)
    axes.spines[["top", "right"]].set_visible(False)


def _mark(axes: Axes, distances: Matrix, eps: float) -> None:
    beyond = share_in_words(int((distances > eps).sum()), len(distances))
    axes.axhline(eps, color=VERMILION, ls="--", lw=1.2, gid="eps")
    low, high = axes.get_ylim()
    axes.set_ylim(min(low, 0.9 * eps), max(high, 1.15 * eps))
    said = axes.annotate(
        f"eps = {eps:.3g}: {beyond} of customers lie beyond",
        xy=(0.0, eps),
        xycoords=("axes fraction", "data"),
        xytext=(4, 3),
        textcoords="offset points",
    )
    said.set(fontsize=8, color=BLACK, ha="left", va="bottom")
    said.set_bbox({"fc": "white", "ec": "none", "alpha": 0.8, "pad": 0.5})
