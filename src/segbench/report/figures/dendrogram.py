"""Ward's tree of the customers, and where it is cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segbench.core import Labels, Matrix
from segbench.errors import DataError, UserError
from segbench.report.figures.drawing import BLACK, GREY, new_figure, segment_color
from segbench.report.figures.legible import caption
from segbench.report.figures.numbering import number_centres, settle
from segbench.report.figures.points import MOST_POINTS, customers, stratified
from segbench.trees import cut

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 7.5, 4.6  # inches
MERGES = 30
MOST_COUNTED = 45
"""With more branches than this their numbers of customers are not written."""


@dataclass(frozen=True)
class _Tree:
    """The tree, and in which segment each of its nodes lies."""

    linkage: Matrix  # shape (n - 1, 4)
    segment: NDArray[np.int64]  # of each node, shape (2 n - 1,); -1 = above the cut
    height: float  # of the cut
    k: int


def dendrogram_figure(
    matrix: ArrayLike, k: int, *, labels: ArrayLike | None = None
) -> Figure:
    """Draw the last merges of Ward's tree with the cut into k segments.

    Parameters
    ----------
    matrix : array-like of shape (n, d)
        The space in which the segments were found. Customers with missing values are
        left out; of more than 5,000 a sample is drawn.
    k : int
        Number of segments, in 1..n.
    labels : array-like of shape (n,), optional
        A segmentation to take the numbers and colours from: each branch below the cut
        has those of the segment with which it shares most customers, one branch to a
        segment. By default the branches are numbered by size.

    Raises
    ------
    DataError, UserError
        When there are fewer than two customers; when k is out of its range.

    References
    ----------
    Ward 1963, JASA 58, 236-244, doi:10.1080/01621459.1963.10500845
    """
    width = np.shape(matrix)[1] if np.ndim(matrix) == 2 else 0
    known = customers(matrix, [""] * width, labels)
    complete = np.flatnonzero(np.isfinite(known.values).all(axis=1))
    rows = complete[stratified(known.labels[complete], MOST_POINTS)]
    if len(rows) < 2:
        raise DataError(
            "a tree takes two customers or more without missing values, got "
            f"{len(rows)}; impute the missing values first"
        )
    if not 1 <= k <= len(rows):
        raise UserError(f"expected a number of segments in 1..{len(rows)}, got {k}")
    tree = _grow(known.values[rows], k, None if labels is None else known.labels[rows])
    figure = new_figure(WIDTH, HEIGHT)
    figure.set_layout_engine("constrained")
    axes = figure.subplots()
    ends = _draw(axes, tree)
    sampled = len(rows) < len(complete)
    caption(
        figure,
        [
            "The lower two branches join, the more alike are their customers.",
            _said_of_branches(ends, len(rows)),
            f"{len(rows):,} of {len(complete):,} customers drawn." if sampled else "",
        ],
    )
    settle(axes)
    _number(axes, ends, tree)
    return figure


def _grow(values: Matrix, k: int, labels: Labels | None) -> _Tree:
    from scipy.cluster.hierarchy import linkage

    merges = linkage(values, "ward")
    n = len(values)
    branch = cut(merges, k)
    _, codes, sizes = np.unique(branch, return_inverse=True, return_counts=True)
    names = _names(codes, sizes, labels)
    segment = np.full(2 * n - 1, -1, dtype=np.int64)
    segment[:n] = names[codes]
    for i, (left, _) in enumerate(merges[: n - k, :2].astype(np.int64)):
        segment[n + i] = segment[left]
    below = float(merges[n - k - 1, 2]) if k < n else 0.0
    above = float(merges[n - k, 2]) if k > 1 else below * 1.1
    return _Tree(merges, segment, (below + above) / 2, k)


def _names(
    codes: NDArray[np.intp], sizes: NDArray[np.intp], labels: Labels | None
) -> NDArray[np.int64]:
    """Number the branches, by size or after a segmentation."""
    k = len(sizes)
    names = np.empty(k, dtype=np.int64)
    names[np.argsort(-sizes, kind="stable")] = np.arange(k)
    if labels is None or not (labels >= 0).any():
        return names
    from scipy.optimize import linear_sum_assignment

    shared = np.zeros((k, max(k, int(labels.max()) + 1)))
    np.add.at(shared, (codes[labels >= 0], labels[labels >= 0]), 1)
    names[:] = linear_sum_assignment(shared, maximize=True)[1]
    return names


def _draw(axes: Axes, tree: _Tree) -> dict[str, Any]:
    from matplotlib.collections import LineCollection
    from scipy.cluster.hierarchy import dendrogram

    shown = min(max(MERGES + 1, tree.k), len(tree.linkage) + 1)
    ends: Any = dendrogram(
        tree.linkage,
        p=shown,
        truncate_mode="lastp",
        no_plot=True,
        link_color_func=lambda node: str(int(tree.segment[node])),
    )
    segments = [int(one) for one in ends["color_list"]]
    corners = np.stack([ends["icoord"], ends["dcoord"]], axis=2)
    colors = [GREY if one < 0 else segment_color(one) for one in segments]
    axes.add_collection(LineCollection(list(corners), colors=colors, linewidths=1.3))
    _draw_cut(axes, tree)
    top = float(tree.linkage[-1, 2]) or 1.0
    axes.set(xlim=(0, 10 * shown), ylim=(-0.075 * top, 1.05 * top), xticks=[])
    axes.set_ylabel("height of the merge (Ward)", fontsize=9)
    axes.tick_params(labelsize=8)
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    if shown <= MOST_COUNTED:
        counts = [f"{_size(tree, leaf):,}" for leaf in ends["leaves"]]
        places = [10 * i + 5 for i in range(shown)]
        axes.set_xticks(places, counts, fontsize=7, rotation=90, color=GREY)
        axes.tick_params(axis="x", length=0)
    return dict(ends)


def _draw_cut(axes: Axes, tree: _Tree) -> None:
    axes.axhline(tree.height, color=BLACK, ls="--", lw=1, gid="cut")
    words = f"cut:\n{tree.k} segment{'s' if tree.k > 1 else ''}"
    side = axes.get_yaxis_transform()  # beside the tree, where no branch is crossed
    said = axes.text(1.01, tree.height, words, fontsize=8, color=BLACK, transform=side)
    said.set(ha="left", va="center")


def _size(tree: _Tree, node: int) -> int:
    n = len(tree.linkage) + 1
    return 1 if node < n else int(tree.linkage[node - n, 3])


def _number(axes: Axes, ends: dict[str, Any], tree: _Tree) -> None:
    """Write each segment's number below the middle of its branch."""
    leaves = tree.segment[ends["leaves"]]
    numbers = list(dict.fromkeys(int(one) for one in leaves))
    places = 10 * np.arange(len(leaves)) + 5
    low = -0.04 * (float(tree.linkage[-1, 2]) or 1.0)
    middles = [[places[leaves == one].mean(), low] for one in numbers]
    number_centres(axes, np.array(middles), numbers)


def _said_of_branches(ends: dict[str, Any], n: int) -> str:
    shown = len(ends["leaves"])
    last = f"The last {shown - 1} of {n - 1:,} merges are drawn." if shown < n else ""
    below = "Grey numbers: customers in a branch." if shown <= MOST_COUNTED else ""
    return f"{last} {below}".strip()
