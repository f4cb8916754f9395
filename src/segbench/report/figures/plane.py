"""Segments in the plane of two features, in the features' own units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from segbench.core import Matrix
from segbench.errors import UserError
from segbench.report.figures.drawing import (
    BLACK,
    new_figure,
    plain_text,
    segment_color,
    segment_marker,
)
from segbench.report.figures.legible import caption, fit, readable_ticks
from segbench.report.figures.numbering import number_centres, settle
from segbench.report.figures.points import (
    Customers,
    customers,
    draw_points,
    drawn_customers,
    nothing_to_draw,
    share_in_words,
)
from segbench.report.figures.scales import Scale, scale_of
from segbench.seeds import seed_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 6.5, 5.6  # inches
NAME_LETTERS = 48


def plane_figure(
    points: ArrayLike,
    names: Sequence[str],
    labels: ArrayLike,
    *,
    medoids: Sequence[int] | None = None,
    log: bool | None = None,
) -> Figure:
    """Draw customers in the plane of two features, numbers at the segments' centres.

    Parameters
    ----------
    points : array-like of shape (n, 1) or (n, 2)
        In the features' own units, NaN = missing. One feature is drawn as a strip
        whose height means nothing.
    names : sequence of str
        Of the features, best with their units.
    labels : array-like of shape (n,)
        Segment of each customer, -1 = noise.
    medoids : sequence of int, optional
        Rows of the customers that stand for their segments.
    log : bool, optional
        Logarithmic axes; by default where a feature has no negative values and a
        long tail. With zeros the axis is linear below the lowest positive values.
    """
    known = customers(points, names, labels)
    if len(names) > 2:
        raise UserError(f"a plane takes one or two features, got {len(names)}")
    flat = len(names) == 1
    if flat:
        known = _with_height(known)
    drawn = drawn_customers(known.values, known.labels)
    figure = new_figure(WIDTH, HEIGHT / 2 if flat else HEIGHT)
    figure.set_layout_engine("constrained")
    axes = figure.subplots()
    scales = [
        scale_of(column[drawn.complete], False if flat and i else log)
        for i, column in enumerate(known.values.T)
    ]
    draw_points(axes, known.values[drawn.rows], known.labels[drawn.rows])
    shown = _draw_medoids(axes, known, medoids)
    _dress(axes, known.names, scales, flat=flat)
    height = "Height has no meaning." if flat else ""
    caption(figure, [*_explained(known, shown=shown), height, _sentence(drawn.note)])
    if not len(drawn.rows):
        nothing_to_draw(axes)
        return figure
    settle(axes)
    centres = segment_means(known, scales)
    number_centres(axes, centres, known.segments)
    return figure


def segment_means(known: Customers, scales: Sequence[Scale]) -> Matrix:
    """Means of the segments over all complete customers, not only the drawn ones.

    On a logarithmic axis the median is taken: a mean would stand apart from its
    segment.
    """
    middle = np.nanmedian if any(one.log for one in scales) else np.nanmean
    complete = np.isfinite(known.values).all(axis=1)
    means = np.full((len(known.segments), known.values.shape[1]), np.nan)
    for i, segment in enumerate(known.segments):
        members = known.values[complete & (known.labels == segment)]
        if len(members):
            means[i] = middle(members, axis=0)
    return means


def _with_height(known: Customers) -> Customers:
    rng = np.random.default_rng(seed_for(0, "height in a strip"))
    height = rng.uniform(-1, 1, size=len(known.values))
    return Customers(np.c_[known.values, height], (*known.names, ""), known.labels)


def _draw_medoids(axes: Axes, known: Customers, medoids: Sequence[int] | None) -> bool:
    shown = False
    for row in medoids or ():
        segment = int(known.labels[row])
        # Noise has no customer that stands for it.
        if segment >= 0 and np.isfinite(known.values[row]).all():
            color, marker = segment_color(segment), segment_marker(segment)
            axes.scatter(
                known.values[row, 0],
                known.values[row, 1],
                s=80,
                c=color,
                marker=marker,
                edgecolors=BLACK,
                linewidths=1.4,
                zorder=7,
                gid="medoid",
            )
            shown = True
    return shown


def _dress(
    axes: Axes, names: Sequence[str], scales: Sequence[Scale], *, flat: bool
) -> None:
    labels = [
        fit(name, NAME_LETTERS) + scale.words
        for name, scale in zip(names, scales, strict=True)
    ]
    for side, scale in zip("xy", scales, strict=True):
        scale.put_on(axes, side)
    style = {"fontsize": 9, **plain_text()}
    axes.set_xlabel(labels[0], **style)
    axes.set_ylabel("" if flat else labels[1], **style)
    axes.tick_params(labelsize=8)
    readable_ticks(axes)
    axes.spines[["top", "right"]].set_visible(False)
    if flat:
        axes.set(yticks=[], ylim=(-2, 2))
        axes.spines["left"].set_visible(False)


def _explained(known: Customers, *, shown: bool) -> list[str]:
    noise = int((known.labels < 0).sum())
    share = share_in_words(noise, len(known.labels))
    return [
        "Numbers stand at the centres of the segments.",
        "Black edges: the customer that stands for a segment." if shown else "",
        f"Grey crosses: noise, {share} of all customers." if noise else "",
    ]


def _sentence(note: str) -> str:
    return f"{note}." if note else ""
