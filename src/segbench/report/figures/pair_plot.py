"""Segments in the planes of all pairs of a few features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segbench.core import Matrix
from segbench.report.figures.drawing import (
    GREY,
    new_figure,
    plain_text,
    segment_color,
    segment_marker,
)
from segbench.report.figures.legible import caption, few_ticks, fit, readable_ticks
from segbench.report.figures.points import (
    MOST_POINTS,
    Customers,
    customers,
    draw_points,
    nothing_to_draw,
    share_in_words,
    stratified,
)
from segbench.report.figures.scales import Scale, scale_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_VARIABLES = 5
SIDE = 8.0  # inches of the whole figure, at most
LEAST_SIDE = 5.0
BINS = 24
ROWS_OF_KEY = 10
LETTERS = (40, 20, 22, 22, 18)  # of a name, by number of features
MOST_STACKED = 8
"""With more segments than this histograms are not stacked: nobody could read them."""


def pair_plot_figure(
    values: ArrayLike, names: Sequence[str], labels: ArrayLike
) -> Figure:
    """Draw segments for all pairs of the first five features.

    Histograms stand on the diagonal, of all customers with a value, stacked by up to
    eight segments. The upper half would repeat the lower one and holds the key. Axes
    of features with a long tail are logarithmic.

    Parameters
    ----------
    values : array-like of shape (n, d)
        In the order of importance; from the sixth on features are left out and the
        figure says so. NaN = missing.
    names : sequence of str
    labels : array-like of shape (n,)
        Segment of each customer, -1 = noise.
    """
    known = customers(values, names, labels)
    left_out = max(len(names) - MOST_VARIABLES, 0)
    known = Customers(
        known.values[:, :MOST_VARIABLES], known.names[:MOST_VARIABLES], known.labels
    )
    d = len(known.names)
    rows = stratified(known.labels, MOST_POINTS)
    scales = [scale_of(column) for column in known.values.T]
    side = float(np.clip(2.0 * d, LEAST_SIDE, SIDE))
    figure = new_figure(side, side if d > 1 else 0.7 * side)
    figure.set_layout_engine("constrained", w_pad=0.03, h_pad=0.03)
    panels = figure.subplots(d, d, squeeze=False, sharex="col")
    for row in range(d):
        for column in range(d):
            _draw_panel(panels[row, column], (row, column), known, rows)
            if column <= row:
                scales[column].put_on(panels[row, column], "x")
            if column < row:
                scales[row].put_on(panels[row, column], "y")
    _label_outside(panels, _titles(known.names, scales))
    _key(figure, known)
    noise = int((known.labels < 0).sum())
    of_noise = f"Noise: {share_in_words(noise, len(known.labels))} of all customers."
    caption(
        figure,
        [
            "Diagonal: how many customers have which value.",
            of_noise if noise else "",
            f"The first {d} of {d + left_out} features." if left_out else "",
            _said_of_sample(len(rows), known),
        ],
    )
    return figure


def _titles(names: Sequence[str], scales: Sequence[Scale]) -> list[str]:
    letters = LETTERS[len(names) - 1]
    return [
        f"{fit(name, letters - 6)} (log)" if scale.log else fit(name, letters)
        for name, scale in zip(names, scales, strict=True)
    ]


def _said_of_sample(drawn: int, known: Customers) -> str:
    n = len(known.labels)
    sample = f"{drawn:,} of {n:,} customers drawn as points." if drawn < n else ""
    gaps = "" if np.isfinite(known.values).all() else "Missing values are left out."
    return f"{sample} {gaps}".strip()


def _draw_panel(
    axes: Axes, place: tuple[int, int], known: Customers, rows: NDArray[np.intp]
) -> None:
    row, column = place
    if column > row:
        axes.set_axis_off()
    elif column == row:
        _histogram(axes, known.values[:, row], known)
    else:
        points = known.values[rows][:, [column, row]]
        complete = np.isfinite(points).all(axis=1)
        draw_points(axes, points[complete], known.labels[rows][complete], scale=0.5)


def _histogram(axes: Axes, values: Matrix, known: Customers) -> None:
    present = np.isfinite(values)
    if not present.any():
        nothing_to_draw(axes)
        return
    order = [*known.segments, *([-1] if (known.labels < 0).any() else [])]
    stacked = len(order) <= MOST_STACKED
    members = [known.labels == one for one in order] if stacked else [present]
    axes.hist(
        [values[present & of_segment] for of_segment in members],
        bins=scale_of(values).bins(values[present], BINS),
        stacked=True,
        color=[segment_color(one) for one in order] if stacked else [GREY],
        linewidth=0,
    )


def _label_outside(panels: NDArray[Any], names: Sequence[str]) -> None:
    d = len(names)
    style = {"fontsize": 8, **plain_text()}
    for row in range(d):
        for column in range(row + 1):
            axes = panels[row, column]
            axes.tick_params(
                labelsize=7, labelbottom=row == d - 1, labelleft=column == 0 < row
            )
            few_ticks(axes)
            readable_ticks(axes, "x" if row == column else "xy")
            axes.spines[["top", "right"]].set_visible(False)
            if row == column:
                axes.set_yticks([])
                axes.spines["left"].set_visible(False)
        panels[d - 1, row].set_xlabel(names[row], **style)
        if row:
            panels[row, 0].set_ylabel(names[row], **style)
    for labels in (one for axes in panels[d - 1] for one in axes.get_xticklabels()):
        labels.set(rotation=30, ha="right")


def _key(figure: Figure, known: Customers) -> None:
    from matplotlib.lines import Line2D

    order = [*known.segments, *([-1] if (known.labels < 0).any() else [])]
    marks = [
        Line2D([], [], ls="", marker=segment_marker(one), color=segment_color(one))
        for one in order
    ]
    texts = [
        f"{'noise' if one < 0 else one}: {(known.labels == one).sum():,}"
        for one in order
    ]
    inside = len(known.names) > 2
    key = figure.legend(
        marks,
        texts,
        loc="upper right" if inside else "outside right upper",
        ncols=-(-len(order) // (ROWS_OF_KEY if inside else 3 * ROWS_OF_KEY)),
        title="segment: customers",
        title_fontsize=8,
        fontsize=8,
        markerscale=0.8,
        handletextpad=0.1,
        frameon=False,
    )
    key.set_in_layout(not inside)
