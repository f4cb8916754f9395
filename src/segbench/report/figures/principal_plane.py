"""Segments in the first two principal components of a space."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segbench.core import Matrix
from segbench.errors import DataError
from segbench.report.figures.drawing import BLACK, new_figure
from segbench.report.figures.legible import caption, fit
from segbench.report.figures.numbering import number_centres, place_names, settle
from segbench.report.figures.points import (
    Customers,
    customers,
    draw_points,
    drawn_customers,
    share_in_words,
)
from segbench.seeds import seed_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 6.5, 6.2  # inches
MOST_ARROWS = 8
LONG_ENOUGH = 0.5
"""Arrows shorter than this share of the longest one are left out."""

NAME_LETTERS = 26


@dataclass(frozen=True)
class _Plane:
    """The customers and the features in two components."""

    scores: Matrix  # shape (n, 2); NaN where a value is missing
    loadings: Matrix  # shape (d, 2): covariance of feature and standardised component
    explained: Matrix  # shape (2,), shares of the variance; 0 = there is none


def principal_plane_figure(
    matrix: ArrayLike, names: Sequence[str], labels: ArrayLike
) -> Figure:
    """Draw customers in the plane in which they differ most, and what spans it.

    Parameters
    ----------
    matrix : array-like of shape (n, d)
        The space in which the segments were found: features on one scale.
    names : sequence of str
        Of the d features.
    labels : array-like of shape (n,)
        Segment of each customer, -1 = noise.

    Raises
    ------
    DataError
        When fewer than two customers have all values.

    References
    ----------
    Gabriel 1971, Biometrika 58, 453-467, doi:10.1093/biomet/58.3.453
    """
    known = customers(matrix, names, labels)
    drawn = drawn_customers(known.values, known.labels)
    if drawn.complete.sum() < 2:
        raise DataError(
            "principal components take two customers or more without missing values, "
            f"got {int(drawn.complete.sum())}; impute the missing values first"
        )
    plane = _project(known.values, drawn.complete)
    flat = not plane.explained[1] > 0
    figure = new_figure(WIDTH, HEIGHT / 2 if flat else HEIGHT)
    figure.set_layout_engine("constrained")
    axes = figure.subplots()
    draw_points(axes, plane.scores[drawn.rows], known.labels[drawn.rows])
    _dress(axes, plane, flat=flat)
    chosen = [] if flat else _long_arrows(plane.loadings)
    noise = int((known.labels < 0).sum())
    crosses = f"Grey crosses: noise, {share_in_words(noise, len(known.labels))}."
    caption(
        figure,
        [
            "Numbers stand at the centres of the segments.",
            _said_of_arrows(len(chosen), len(names)),
            "Height has no meaning." if flat else "",
            crosses if noise else "",
            f"{drawn.note}." if drawn.note else "",
        ],
    )
    tips = _make_room(axes, plane.loadings[chosen])
    settle(axes)
    _draw_arrows(axes, tips)
    taken = number_centres(axes, _centres(plane, known), known.segments)
    place_names(axes, tips, [fit(names[i], NAME_LETTERS) for i in chosen], taken)
    return figure


def _project(values: Matrix, complete: NDArray[np.bool_]) -> _Plane:
    from sklearn.decomposition import PCA

    table = values[complete]
    rank = min(2, *table.shape)
    scores = np.full((len(values), 2), np.nan)
    scores[complete] = 0.0
    loadings = np.zeros((values.shape[1], 2))
    explained = np.zeros(2)
    if float(table.var(axis=0).sum()) > 0:
        pca = PCA(rank, svd_solver="full").fit(table)
        # The sign of a component is free: the largest loading points up or right.
        largest = np.abs(pca.components_).argmax(axis=1)
        signs = np.sign(pca.components_[np.arange(rank), largest])
        scores[complete, :rank] = pca.transform(table) * signs
        spread = np.sqrt(pca.explained_variance_)
        loadings[:, :rank] = (pca.components_ * (signs * spread)[:, None]).T
        explained[:rank] = pca.explained_variance_ratio_
    if not explained[1] > 0:  # a strip: a line would hide how many there are
        rng = np.random.default_rng(seed_for(0, "height in a strip"))
        scores[complete, 1] = rng.uniform(-1, 1, size=len(table))
    return _Plane(scores, loadings, explained)


def _long_arrows(loadings: Matrix) -> list[int]:
    """Features whose arrows are long enough to matter, the longest first."""
    lengths = np.linalg.norm(loadings, axis=1)
    order = np.argsort(-lengths, kind="stable")[:MOST_ARROWS]
    least = LONG_ENOUGH * lengths.max()
    return [int(i) for i in order if lengths[i] > 0 and lengths[i] >= least]


def _said_of_arrows(shown: int, features: int) -> str:
    if not shown:
        return ""
    which = (
        "" if shown == features else f" The {shown} longest of {features} are drawn."
    )
    return f"Arrows point where a feature is high.{which}"


def _make_room(axes: Axes, loadings: Matrix) -> Matrix:
    """Scale the arrows to the cloud and widen the limits where they leave it."""
    if not len(loadings):
        return loadings
    spans = np.ptp([axes.get_xlim(), axes.get_ylim()], axis=1)
    longest = float(np.linalg.norm(loadings, axis=1).max())
    tips: Matrix = loadings * (0.4 * float(spans.min()) / longest)
    axes.update_datalim(tips * 1.25)
    axes.autoscale_view()
    return tips


def _draw_arrows(axes: Axes, tips: Matrix) -> None:
    for tip in tips:
        style = {"arrowstyle": "-|>", "color": BLACK, "lw": 1.1, "shrinkA": 0}
        arrow = axes.annotate("", xy=tuple(tip), xytext=(0, 0), arrowprops=style)
        arrow.set(zorder=6, in_layout=False, gid="arrow")


def _centres(plane: _Plane, known: Customers) -> Matrix:
    complete = np.isfinite(plane.scores).all(axis=1)
    means = np.full((len(known.segments), 2), np.nan)
    for i, segment in enumerate(known.segments):
        members = plane.scores[complete & (known.labels == segment)]
        if len(members):
            means[i] = members.mean(axis=0)
    return means


def _dress(axes: Axes, plane: _Plane, *, flat: bool) -> None:
    writers = (axes.set_xlabel, axes.set_ylabel)
    for i, write in enumerate(writers[: 1 if flat else 2]):
        share = 100 * plane.explained[i]
        write(f"component {i + 1}: {share:.0f} % of the variance", fontsize=9)
    axes.tick_params(labelsize=8)
    axes.spines[["top", "right"]].set_visible(False)
    if flat:
        axes.set(yticks=[], ylim=(-2, 2))
        axes.spines["left"].set_visible(False)
    else:
        axes.set_aspect("equal", adjustable="datalim")
