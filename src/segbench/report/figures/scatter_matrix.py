"""How pairs of variables go together, before any segment is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segbench.core import Matrix
from segbench.report.figures.drawing import (
    BLACK,
    BLUE,
    GREY,
    VERMILION,
    new_figure,
    plain_text,
)
from segbench.report.figures.legible import caption, few_ticks, fit, readable_ticks
from segbench.report.figures.points import (
    MOST_POINTS,
    VECTORS,
    complete_rows,
    customers,
    nothing_to_draw,
    stratified,
)
from segbench.report.figures.scales import Scale, scale_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_VARIABLES = 6
LEAST_SIDE, SIDE = 3.5, 8.0  # inches
BINS = 24
NAME_LETTERS = 20  # of five variables and more: 17
STRONG = 0.3
"""Correlations from here on are written in colour and bold."""


def scatter_matrix_figure(values: ArrayLike, names: Sequence[str]) -> Figure:
    """Draw all pairs of the first six variables, with Spearman's correlations.

    Customers stand in the lower half, a sample of 5,000 if there are more. The upper
    half has the rank correlation of all customers that have both values.

    Parameters
    ----------
    values : array-like of shape (n, d)
        NaN = missing. Axes of variables with a long tail are logarithmic.
    names : sequence of str
        Of the d variables, in the order of importance.
    """
    known = customers(values, names)
    d = min(len(names), MOST_VARIABLES)
    table = known.values[:, :d]
    rows = stratified(known.labels, MOST_POINTS)
    scales = [scale_of(column) for column in table.T]
    side = float(np.clip(2.0 * d, LEAST_SIDE, SIDE))
    figure = new_figure(side, side)
    figure.set_layout_engine("constrained", w_pad=0.03, h_pad=0.03)
    panels = figure.subplots(d, d, squeeze=False)
    for i in range(d):
        for j in range(i):
            _points(panels[i, j], table[rows][:, [j, i]], (scales[j], scales[i]))
            _number(panels[j, i], table[:, j], table[:, i])
        _histogram(panels[i, i], table[:, i], scales[i])
    _label(panels, _titles(names[:d], scales))
    n = len(table)
    sampled = f"{len(rows):,} of {n:,} customers drawn as points."
    caption(
        figure,
        [
            "Numbers: Spearman's rank correlation." if d > 1 else "",
            f"The first {d} of {len(names)} variables." if d < len(names) else "",
            sampled if len(rows) < n and d > 1 else "",
            "" if np.isfinite(table).all() else "Missing values are left out.",
        ],
    )
    return figure


def _titles(names: Sequence[str], scales: Sequence[Scale]) -> list[str]:
    letters = NAME_LETTERS if len(names) < 5 else NAME_LETTERS - 3
    return [
        f"{fit(name, letters - 6)} (log)" if scale.log else fit(name, letters)
        for name, scale in zip(names, scales, strict=True)
    ]


def _points(axes: Axes, points: Matrix, scales: tuple[Scale, Scale]) -> None:
    xs, ys = points[complete_rows(points)].T
    if not len(xs):
        nothing_to_draw(axes)
        return
    for side, scale in zip("xy", scales, strict=True):
        scale.put_on(axes, side)
    axes.scatter(
        xs,
        ys,
        s=float(np.clip(1500 / max(len(xs), 1), 2, 7)),
        c=BLUE,
        alpha=float(np.clip(300 / max(len(xs), 1), 0.25, 0.8)),
        linewidths=0,
        rasterized=len(xs) > VECTORS,
    )


def _histogram(axes: Axes, values: Matrix, scale: Scale) -> None:
    present = values[np.isfinite(values)]
    if not len(present):
        nothing_to_draw(axes)
        return
    scale.put_on(axes, "x")
    axes.hist(present, bins=scale.bins(present, BINS), color=GREY, linewidth=0)


def _number(axes: Axes, one: Matrix, other: Matrix) -> None:
    both = complete_rows(np.c_[one, other])
    found = _spearman(one[both], other[both])
    strong = abs(found) >= STRONG
    color = (BLUE if found > 0 else VERMILION) if strong else BLACK
    words = f"{found:.2f}" if np.isfinite(found) else "no value"
    said = axes.text(0.5, 0.5, words, fontsize=11 if np.isfinite(found) else 8)
    said.set(ha="center", va="center", color=color, transform=axes.transAxes)
    said.set(fontweight="bold" if strong else "normal", gid="correlation")
    axes.set_axis_off()


def _spearman(one: Matrix, other: Matrix) -> float:
    from scipy.stats import spearmanr

    if len(one) < 3 or one.min() == one.max() or other.min() == other.max():
        return float("nan")  # a constant has no ranks to compare
    return float(spearmanr(one, other).statistic)


def _has_values(axes: Axes) -> bool:
    return bool(axes.collections or axes.patches)


def _label(panels: NDArray[Any], titles: Sequence[str]) -> None:
    d = len(titles)
    style = {"fontsize": 8, **plain_text()}
    for row in range(d):
        for column in range(row + 1):
            axes = panels[row, column]
            if _has_values(axes):
                few_ticks(axes)
                readable_ticks(axes, "x" if row == column else "xy")
            axes.tick_params(labelsize=7, labelbottom=row == d - 1)
            axes.tick_params(labelleft=column == 0 < row)
            axes.spines[["top", "right"]].set_visible(False)
        panels[row, row].set_yticks([])
        panels[row, row].spines["left"].set_visible(False)
        panels[d - 1, row].set_xlabel(titles[row], **style)
        panels[d - 1, row].tick_params(axis="x", labelrotation=35)
        if row:
            panels[row, 0].set_ylabel(titles[row], **style)
