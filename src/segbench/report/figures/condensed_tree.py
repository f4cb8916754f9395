"""HDBSCAN's condensed tree: which dense groups last when the demand rises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segbench.core import Labels, Matrix
from segbench.errors import DataError, UserError
from segbench.report.figures.drawing import new_figure, segment_color
from segbench.report.figures.legible import caption
from segbench.report.figures.numbering import number_centres, settle
from segbench.report.figures.points import customers, share_in_words, stratified

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 6.5, 5.0  # inches
MOST = 20_000
"""Of more customers a sample is taken: the tree takes long, its picture is as good."""

PALE = "#D0D0D0"


@dataclass(frozen=True)
class _Cluster:
    """One icicle: a group from where it splits off to where it ends."""

    middle: float  # of its place, in customers from the left
    lambdas: Matrix  # ascending, from its birth to its end
    sizes: NDArray[np.int64]  # customers left from each lambda on
    segment: int  # -1 = not selected
    first: bool  # the selected group itself, not one inside it


def condensed_tree_figure(
    matrix: ArrayLike, min_cluster_size: int, *, min_samples: int | None = None
) -> Figure:
    """Draw HDBSCAN's condensed tree as icicles, the selected groups in colour.

    Parameters
    ----------
    matrix : array-like of shape (n, d)
        The space in which the segments were found. Customers with missing values are
        left out; of more than 20,000 a sample is taken, and `min_cluster_size`
        shrinks with it.
    min_cluster_size : int
        Fewest customers of a group, 2 or more.
    min_samples : int, optional
        Neighbours that make a place dense; `min_cluster_size` by default.

    Raises
    ------
    DataError, UserError
        When there are too few customers; when `min_cluster_size` is below 2.

    References
    ----------
    Campello, Moulavi & Sander 2013, doi:10.1007/978-3-642-37456-2_14
    """
    if min_cluster_size < 2:
        raise UserError(
            f"expected a min_cluster_size of 2 or more, got {min_cluster_size}"
        )
    width = np.shape(matrix)[1] if np.ndim(matrix) == 2 else 0
    known = customers(matrix, [""] * width)
    complete = known.values[np.isfinite(known.values).all(axis=1)]
    table = complete[stratified(np.zeros(len(complete), np.int64), MOST)]
    size = max(2, round(min_cluster_size * len(table) / max(len(complete), 1)))
    if len(table) <= size:
        raise DataError(
            f"a tree of groups of {size} takes more customers than that without "
            f"missing values, got {len(table)}; lower min_cluster_size"
        )
    clusters, labels = _tree(table, size, min_samples)
    figure = new_figure(WIDTH, HEIGHT)
    figure.set_layout_engine("constrained")
    axes = figure.subplots()
    for one in clusters:
        _draw(axes, one)
    _dress(axes, len(table))
    sampled = f"{len(table):,} of {len(complete):,} customers drawn."
    caption(
        figure,
        [
            "Further down only denser groups are left: lambda = 1 / distance.",
            f"A bar is as wide as it has customers; {size} are the fewest.",
            _said_of_segments(labels),
            sampled if len(table) < len(complete) else "",
        ],
    )
    settle(axes)
    chosen = [one for one in clusters if one.first]
    places = [[one.middle, float(one.lambdas[[0, -1]].mean())] for one in chosen]
    number_centres(axes, np.array(places), [one.segment for one in chosen])
    return figure


def _tree(
    table: Matrix, size: int, min_samples: int | None
) -> tuple[list[_Cluster], Labels]:
    from hdbscan import HDBSCAN

    # More neighbours than there are customers would be an error of the library's.
    neighbours = min(min_samples or size, len(table) - 1)
    model = HDBSCAN(min_cluster_size=size, min_samples=neighbours).fit(table)
    edges = model.condensed_tree_.to_numpy()
    labels = _by_size(model.labels_)
    finite = edges["lambda_val"][np.isfinite(edges["lambda_val"])]
    # Equal customers never part: their lambda is infinite, drawn a little below all.
    most = 1.1 * float(finite.max()) if len(finite) and finite.max() > 0 else 1.0
    edges["lambda_val"] = np.minimum(edges["lambda_val"], most)
    selected = _selected(edges, labels)
    clusters: list[_Cluster] = []
    todo = [(int(edges["parent"].min()), len(table) / 2, 0.0, -1)]
    while todo:
        node, middle, birth, inherited = todo.pop()
        segment = selected.get(node, inherited)
        own = edges[edges["parent"] == node]
        first = node in selected
        clusters.append(_cluster(own, (middle, birth), segment, first=first))
        children = own[own["child_size"] > 1]
        left = middle - children["child_size"].sum() / 2
        for child in children:
            half = child["child_size"] / 2
            start = float(child["lambda_val"])
            todo.append((int(child["child"]), float(left + half), start, segment))
            left += 2 * half
    return clusters, labels


def _cluster(
    own: Any, start: tuple[float, float], segment: int, *, first: bool
) -> _Cluster:
    middle, birth = start
    lambdas, places = np.unique(own["lambda_val"], return_inverse=True)
    lost = np.bincount(places, weights=own["child_size"]).astype(np.int64)
    left = int(lost.sum()) - np.concatenate([[0], np.cumsum(lost)])
    # From its birth to the first loss it is whole; after the last one nobody is left.
    return _Cluster(middle, np.r_[birth, lambdas], left, segment, first)


def _by_size(labels: Labels) -> Labels:
    sizes = np.bincount(labels[labels >= 0])
    rank = np.empty(len(sizes), dtype=np.int64)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    return np.array([rank[one] if one >= 0 else -1 for one in labels], dtype=np.int64)


def _selected(edges: Any, labels: Labels) -> dict[int, int]:
    """Segments by their node: the highest node with no customer of any other."""
    root = int(edges["parent"].min())
    inside: dict[int, set[int]] = {}
    order = np.argsort(-edges["parent"], kind="stable")
    for edge in edges[order]:  # children have higher numbers than their parents
        child = int(edge["child"])
        found = {int(labels[child])} if child < root else inside[child]
        inside.setdefault(int(edge["parent"]), set()).update(found)
    pure = {
        node: next(iter(found))
        for node, found in inside.items()
        if len(found) == 1 and found != {-1}
    }
    highest: dict[int, int] = {}
    for node in sorted(pure, reverse=True):
        highest[pure[node]] = node
    return {node: segment for segment, node in highest.items()}


def _draw(axes: Axes, one: _Cluster) -> None:
    axes.fill_betweenx(
        one.lambdas,
        one.middle - one.sizes / 2,
        one.middle + one.sizes / 2,
        step="post",
        color=PALE if one.segment < 0 else segment_color(one.segment),
        linewidth=0.5,  # closes the hairlines between an icicle and the next
        gid=f"segment {one.segment}",
    )
    inside = one.segment >= 0 and not one.first
    if one.lambdas[0] > 0 and not inside:  # a white seam where a group splits off
        half = one.sizes[0] / 2
        ends = [one.middle - half, one.middle + half]
        axes.plot(ends, [one.lambdas[0]] * 2, color="white", lw=1.2)


def _dress(axes: Axes, n: int) -> None:
    axes.set_xlim(-0.02 * n, 1.02 * n)
    axes.set_ylim(bottom=0)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.set_xlabel(f"{n:,} customers, side by side", fontsize=9)
    axes.set_ylabel("lambda = 1 / distance", fontsize=9)
    axes.tick_params(labelsize=8)
    axes.spines[["top", "right", "bottom"]].set_visible(False)


def _said_of_segments(labels: Labels) -> str:
    if not (labels >= 0).any():
        return "No group lasts: everybody is noise."
    noise = share_in_words(int((labels < 0).sum()), len(labels))
    return f"Colours and numbers: the segments; {noise} of the customers are noise."
