"""Flow of customers from their old segments to those they are in anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from segbench.core import NOISE, Labels, Matrix
from segbench.errors import UserError
from segbench.report.figures.drawing import BLACK, plain_text, segment_color
from segbench.report.figures.text_room import (
    EDGE,
    LINE,
    TEXT,
    Margins,
    dress,
    fit,
    one_panel,
    spread,
    widest,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANEL_WIDTH, PANEL_HEIGHT = 3.4, 4.0  # inches
NAME_WIDTH = 2.0
BAR = 0.06  # width of a segment's bar, in panels
GAP = 0.2  # share of the height that is white between segments
NOBODY = "in no segment"


@dataclass(frozen=True)
class FlowSide:
    """One of the two segmentations of the same customers."""

    labels: Labels  # shape (n_customers,), -1 = in no segment
    names: Sequence[str]  # of segments 0..k-1
    colors: Sequence[int]  # their colours' numbers, k
    heading: str


@dataclass(frozen=True)
class _Column:
    """Where the segments of a side stand: noise last, where there is any."""

    codes: NDArray[np.int64]  # of the customers, places in the lists below
    sizes: NDArray[np.int64]
    bottoms: Matrix
    colors: list[str]
    words: list[str]


def flow_figure(old: FlowSide, new: FlowSide) -> Figure:
    """Draw bands as wide as the customers that two segments share.

    Parameters
    ----------
    old, new : FlowSide
        Of the same customers. Bands have the colour of the old segment; a new one
        that took over an old one's number has its colour, too.
    """
    if np.shape(old.labels) != np.shape(new.labels) or not len(old.labels):
        raise UserError(
            "a figure of flows takes two segments of every customer: got the shapes "
            f"{np.shape(old.labels)} and {np.shape(new.labels)}; give both labels of "
            "the same customers"
        )
    left = _column(old, None)
    right = _column(new, (left, old))
    names = left.words, right.words
    margins = Margins(
        left=EDGE + widest(names[0]) + 0.1,
        right=EDGE + widest(names[1]) + 0.1,
        top=LINE + 2 * EDGE,
    )
    note = "Height: customers. Colour of a band: the old segment."
    figure, axes = one_panel(PANEL_WIDTH, PANEL_HEIGHT, margins, note)
    ends = [(one.bottoms.min(), max(one.bottoms + one.sizes)) for one in (left, right)]
    axes.set(
        xlim=(0, 1), ylim=(min(a for a, _ in ends), max(b for _, b in ends)), xticks=[]
    )
    axes.set_yticks([])
    _bands(axes, left, right)
    _bars(axes, 0.0, left, names[0], old.heading)
    _bars(axes, 1.0, right, names[1], new.heading)
    dress(axes)
    return figure


def _column(side: FlowSide, before: tuple[_Column, FlowSide] | None) -> _Column:
    """Stack the segments, those on the right near the ones they came from."""
    k = len(side.names)
    codes = np.where(side.labels == NOISE, k, side.labels)
    sizes = np.bincount(codes, minlength=k)
    names, colors = list(side.names), [segment_color(one) for one in side.colors]
    if len(sizes) > k:
        names, colors = [*names, NOBODY], [*colors, segment_color(NOISE)]
    wished = -np.arange(len(sizes), dtype=float)
    if before is not None:
        column, _ = before
        middles = (column.bottoms + column.sizes / 2)[column.codes]
        with np.errstate(invalid="ignore"):
            wished = np.bincount(codes, middles, minlength=k) / sizes
    order = np.argsort(np.nan_to_num(wished, nan=0.0), kind="stable")
    gap = GAP * len(codes) / max(len(sizes), 2)
    height = sizes.sum() + gap * (len(sizes) - 1)
    bottoms = np.empty(len(sizes))
    bottoms[order] = np.cumsum(np.append(0, sizes[order][:-1] + gap)) - height / 2
    words = [
        f"{name}: {size:,} ({size / len(codes):.0%})" if size else ""
        for name, size in zip(fit(names, NAME_WIDTH), sizes, strict=True)
    ]
    return _Column(codes, sizes, bottoms, colors, words)


def _bands(axes: Axes, left: _Column, right: _Column) -> None:
    shape = len(left.sizes), len(right.sizes)
    counts = np.bincount(
        left.codes * shape[1] + right.codes, minlength=shape[0] * shape[1]
    ).reshape(shape)
    out, into = left.bottoms.copy(), right.bottoms.copy()
    ts = np.linspace(0, 1, 40)
    ease = ts**2 * (3 - 2 * ts)
    # Bands leave and arrive in the order of their other ends: they do not twist.
    for i in np.argsort(left.bottoms):
        for j in np.argsort(right.bottoms):
            if counts[i, j]:
                low = out[i] + (into[j] - out[i]) * ease
                xs = BAR + (1 - 2 * BAR) * ts
                band = axes.fill_between(xs, low, low + counts[i, j])
                band.set(color=left.colors[i], alpha=0.4, lw=0, gid="band")
                out[i] += counts[i, j]
                into[j] += counts[i, j]


def _bars(
    axes: Axes, x: float, column: _Column, names: Sequence[str], heading: str
) -> None:
    start = 0.0 if x == 0 else 1 - BAR
    axes.bar(
        start, column.sizes, BAR, column.bottoms, align="edge", color=column.colors
    )
    low, high = axes.get_ylim()
    gap = LINE / PANEL_HEIGHT * (high - low)
    places = spread(column.bottoms + column.sizes / 2, gap, low, high)
    away, side = (-6, "right") if x == 0 else (6, "left")
    for place, name in zip(places, names, strict=True):
        axes.annotate(
            name,
            (x, place),
            (away, 0),
            textcoords="offset points",
            ha=side,
            va="center",
            fontsize=TEXT,
            color=BLACK,
            annotation_clip=False,
            **plain_text(),
        )
    axes.annotate(
        heading,
        (x, high),
        (0, 6),
        textcoords="offset points",
        ha="left" if x == 0 else "right",
        fontsize=TEXT,
        color=BLACK,
        annotation_clip=False,
        **plain_text(),
    )
