"""Criteria by number of segments, small panels side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from segbench.errors import UserError
from segbench.report.figures.drawing import (
    BLUE,
    GREY,
    VERMILION,
    new_figure,
    one_line,
    plain_text,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = 3
PANEL_WIDTH, PANEL_HEIGHT = 3.0, 2.3  # inches
TITLE_WIDTH = 38  # letters to a line
MANY = 15
"""With more numbers of segments than this the points are drawn small."""


@dataclass(frozen=True)
class CriterionCurve:
    """One criterion over the numbers of segments."""

    title: str
    ks: Sequence[int]
    values: ArrayLike  # by k; NaN = undefined
    low: ArrayLike | None = None  # of a band around the values
    high: ArrayLike | None = None
    chosen: int | None = None  # the k it names; None = it names none
    counts: bool = True  # False: shown, not counted among the votes

    def __post_init__(self) -> None:
        """Refuse values that belong to no k."""
        given = (self.values, self.low, self.high)
        lengths = {np.size(one) for one in given if one is not None}
        if lengths != {len(self.ks)} or (self.low is None) != (self.high is None):
            raise UserError(
                f"the curve {self.title!r} takes one value per k, and both or none of "
                "low and high"
            )


def choice_of_k_figure(curves: Sequence[CriterionCurve]) -> Figure:
    """Draw one panel per criterion, three in a row, with the k that each names.

    Parameters
    ----------
    curves : sequence of CriterionCurve
        At least one. A gap in the values is a gap in the line.
    """
    if not curves:
        raise UserError("a figure of the choice of k takes one curve or more")
    columns = min(COLUMNS, len(curves))
    rows = math.ceil(len(curves) / columns)
    figure = new_figure(PANEL_WIDTH * columns, PANEL_HEIGHT * rows)
    figure.set_layout_engine("constrained")
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes, curve in zip(panels, curves, strict=False):
        _draw(axes, curve)
    for axes in panels[len(curves) :]:
        axes.set_axis_off()
    return figure


def _draw(axes: Axes, curve: CriterionCurve) -> None:
    ks, values = np.asarray(curve.ks, float), np.asarray(curve.values, float)
    color = BLUE if curve.counts else GREY
    if curve.low is not None and curve.high is not None:
        low, high = np.asarray(curve.low, float), np.asarray(curve.high, float)
        axes.fill_between(ks, low, high, color=color, alpha=0.2, lw=0)
        # A band around a single k, or between gaps, has no width: draw its height.
        axes.vlines(ks, low, high, color=color, alpha=0.4, lw=1)
    size = 2.0 if len(ks) > MANY else 4.0
    axes.plot(ks, values, color=color, marker="o", ms=size, lw=1.3, gid="values")
    if not np.isfinite(values).any():
        axes.set_yticks([])
        nothing = axes.text(0.5, 0.5, "no value", color=GREY, ha="center")
        nothing.set_transform(axes.transAxes)
    _mark_chosen(axes, curve)
    _dress(axes, curve)


def _mark_chosen(axes: Axes, curve: CriterionCurve) -> None:
    if curve.chosen is None:
        return
    axes.axvline(curve.chosen, color=VERMILION, ls="--", lw=1, zorder=1, gid="chosen")
    at = dict(zip(curve.ks, np.asarray(curve.values, float), strict=True))
    if curve.chosen in at:
        axes.plot([curve.chosen], [at[curve.chosen]], marker="D", ms=7, color=VERMILION)


def _dress(axes: Axes, curve: CriterionCurve) -> None:
    from matplotlib.ticker import MaxNLocator

    names = "names no k" if curve.chosen is None else f"k = {curve.chosen}"
    remark = names if curve.counts else f"{names}; shown, not counted"
    title = axes.set_title(
        f"{fill(one_line(curve.title), TITLE_WIDTH)}\n{remark}", fontsize=9
    )
    title.set(**plain_text())
    axes.set_xlabel("number of segments, k", fontsize=8)
    axes.tick_params(labelsize=8)
    axes.yaxis.get_offset_text().set_fontsize(8)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True, min_n_ticks=1))
    axes.spines[["top", "right"]].set_visible(False)
    shown = [*curve.ks, *([] if curve.chosen is None else [curve.chosen])]
    if shown:
        axes.set_xlim(min(shown) - 0.5, max(shown) + 0.5)
