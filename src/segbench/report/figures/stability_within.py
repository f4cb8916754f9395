"""Stability of each segment over resamples: how surely it comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from segbench.core import Matrix
from segbench.errors import UserError
from segbench.report.figures.drawing import BLACK, GREY, segment_color
from segbench.report.figures.text_room import (
    EDGE,
    LINE,
    SMALL,
    TEXT,
    Margins,
    dress,
    fit,
    in_words,
    label_rows,
    one_panel,
    widest,
)
from segbench.scoring.stability import DOUBTFUL, TRUST

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_SHOWN = 35
ROW = 0.23  # inches
PANEL_WIDTH = 5.2
NAME_WIDTH = 2.2


def stability_within(
    jaccard: Matrix, names: Sequence[str], *, words: bool = True
) -> Figure:
    """Draw a box per segment of its Jaccard similarities with re-clusterings.

    Parameters
    ----------
    jaccard : ndarray of shape (B, k)
        Largest similarity of each segment with any segment of the re-clustering of
        each resample, in [0, 1]; NaN where the segment has nobody in the resample.
    names : sequence of str
        Of the segments.
    words : bool
        Whether Hennig's words and bounds are drawn; they belong to the bootstrap.

    References
    ----------
    Hennig 2007, doi:10.1016/j.csda.2006.11.025
    Dolnicar & Leisch 2017, doi:10.1007/s11002-016-9405-7
    """
    if jaccard.ndim != 2 or jaccard.shape[1] != len(names) or not len(names):
        raise UserError(
            "a figure of stability takes one column of similarities per named segment: "
            f"got the shape {jaccard.shape} and {len(names)} names"
        )
    k = min(len(names), MOST_SHOWN)
    labels = fit(names[:k], NAME_WIDTH)
    note = f"Boxes: {in_words(len(jaccard), 'resample')}; dots: means."
    if len(names) > k:
        note += f" The first {k} of {len(names)} segments."
    margins = Margins(EDGE + widest(labels) + 0.1, 0.2, LINE + 0.1, 0.42)
    figure, axes = one_panel(PANEL_WIDTH, ROW * k, margins, note)
    axes.set(xlim=(0, 1), ylim=(k - 0.5, -0.5))
    if words:
        _bounds(axes)
    for row in range(k):
        _box(axes, jaccard[np.isfinite(jaccard[:, row]), row], row)
    label_rows(axes, labels, np.arange(k))
    axes.set_xlabel("Jaccard similarity with the nearest segment", fontsize=TEXT)
    dress(axes, "bottom")
    axes.tick_params(axis="y", length=0)
    return figure


def _box(axes: Axes, values: Matrix, row: int) -> None:
    if not len(values):
        axes.text(0.01, row, "no value", color=GREY, va="center", fontsize=TEXT)
        return
    from matplotlib.cbook import boxplot_stats

    color = segment_color(row)
    (box,) = boxplot_stats(values)
    low, high, middle = box["q1"], box["q3"], box["med"]
    for start, end in ((box["whislo"], low), (high, box["whishi"])):
        axes.plot([start, end], [row, row], color=color, lw=1.2)
    axes.barh(row, high - low, 0.6, low, color=color, alpha=0.35, gid="box")
    axes.plot(
        [middle] * 2,
        [row - 0.3, row + 0.3],
        color=color,
        lw=2,
        clip_on=False,
        gid="median",
    )
    fliers = box["fliers"]
    axes.plot(fliers, np.full(len(fliers), row), ".", color=color, ms=3, mew=0)
    axes.plot(
        values.mean(),
        row,
        marker="o",
        ms=4,
        mfc="white",
        mec=BLACK,
        clip_on=False,
        zorder=3,
        gid="mean",
    )


def _bounds(axes: Axes) -> None:
    """Draw Hennig's bounds, each range with its word on top."""
    bounds = sorted(bound for bound, _ in TRUST)
    for bound in bounds:
        axes.axvline(bound, color=GREY, lw=0.8, ls=":", zorder=0, gid="bound")
    ticks = [0, 0.2, 0.4, *bounds, 1]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    words = [DOUBTFUL, *(word for _, word in reversed(TRUST))]
    for start, end, word in zip([0, *bounds], [*bounds, 1], words, strict=True):
        axes.annotate(
            word,
            ((start + end) / 2, 1),
            (0, 3),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=SMALL,
            color=GREY,
        )
