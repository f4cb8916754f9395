"""Stability across solutions: where the customers go when there is one segment more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from segbench.core import Labels, Matrix
from segbench.errors import UserError
from segbench.report.figures.drawing import BLACK, GREY, NOISE_COLOR, segment_color
from segbench.report.figures.text_room import (
    SMALL,
    TEXT,
    Margins,
    dress,
    one_panel,
    spread,
)
from segbench.segments.across import flows, slsa

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_SOLUTIONS = 10
PANEL_WIDTH, PANEL_HEIGHT = 7.0, 4.6  # inches
GAP = 0.25
"""Share of the height that is white between segments, in the fullest column."""

BAR = 0.09  # width of a segment's bar, in columns
COLORS = "viridis"
NOTE = (
    "Height: customers. Left of a bar: the segment's number. Colour of the bands, and "
    "right of a bar: segment level stability across solutions (SLSA); 1 = the segment "
    "came whole from one segment before, 0 = from all of them alike."
)


@dataclass(frozen=True)
class _Column:
    """A solution: where its segments stand, noise last where there is any."""

    labels: Labels  # noise coded k
    sizes: NDArray[np.int64]
    bottoms: Matrix  # of the segments, in customers; heights are the sizes
    stable: Matrix  # SLSA, NaN in the first column and for noise
    k: int

    @property
    def middles(self) -> Matrix:
        return self.bottoms + self.sizes / 2


def stability_across(
    labelings: Sequence[Labels], colors: Sequence[Sequence[int]] | None = None
) -> Figure:
    """Draw how customers flow between the segments of consecutive solutions.

    Parameters
    ----------
    labelings : sequence of ndarray of shape (n_customers,)
        Solutions with growing numbers of segments, at least one; -1 = noise. Of more
        than 10, the first are drawn.
    colors : sequence of sequence of int, optional
        For each solution the numbers whose colours the bars of its segments have;
        without them bars are coloured as their bands.

    References
    ----------
    Dolnicar & Leisch 2017, doi:10.1007/s11002-016-9405-7
    """
    if not len(labelings) or not len(labelings[0]):
        raise UserError(
            "a figure across solutions takes one list of labels per solution: got "
            "none; give the labels of two or more numbers of segments"
        )
    columns = _columns(labelings[:MOST_SOLUTIONS])
    note = NOTE
    if any(len(one.sizes) > one.k for one in columns):
        note += " Grey: in no segment."
    if len(labelings) > MOST_SOLUTIONS:
        note += f" The first {MOST_SOLUTIONS} of {len(labelings)} solutions."
    margins = Margins(left=0.2, right=0.2, top=0.2, bottom=0.5)
    width = float(np.clip(1.3 * len(columns) + 1.0, 3.6, PANEL_WIDTH))
    figure, axes = one_panel(width, PANEL_HEIGHT, margins, note)
    ends = [(one.bottoms.min(), (one.bottoms + one.sizes).max()) for one in columns]
    axes.set_ylim(min(low for low, _ in ends), max(high for _, high in ends))
    for x, (one, following) in enumerate(pairwise(columns)):
        _bands(axes, x, one, following)
    for x, column in enumerate(columns):
        _segments(axes, x, column, None if colors is None else colors[x])
    axes.set_xlim(-0.5, len(columns) - 0.5)
    axes.set_xticks(range(len(columns)), [str(one.k) for one in columns])
    axes.set_xlabel("number of segments", fontsize=TEXT)
    axes.set_yticks([])
    dress(axes)
    axes.tick_params(length=0)
    return figure


def _columns(labelings: Sequence[Labels]) -> list[_Column]:
    most = max(int(labels.max()) + 2 for labels in labelings)
    gap = GAP * len(labelings[0]) / most
    columns: list[_Column] = []
    for labels in labelings:
        before = columns[-1] if columns else None
        columns.append(_column(labels, before, gap))
    return columns


def _column(labels: Labels, before: _Column | None, gap: float) -> _Column:
    """Stack segments near those they came from: bands cross as little as can be."""
    k = int(labels.max(initial=-1)) + 1
    coded = np.where(labels < 0, k, labels)
    sizes = np.bincount(coded, minlength=k)
    if before is None:
        wished = -np.arange(len(sizes), dtype=float)
        stable = np.full(k, np.nan)
    else:
        known = np.where(before.labels == before.k, -1, before.labels)
        counts = flows(known, coded)
        with np.errstate(invalid="ignore"):
            wished = before.middles[: before.k] @ counts / counts.sum(axis=0)
        stable = slsa(known, labels)
    if len(sizes) > k:
        wished[k] = -np.inf  # noise at the foot
    order = np.argsort(np.nan_to_num(wished, nan=0.0, neginf=-np.inf), kind="stable")
    # Columns with fewer segments have fewer gaps: centre all on one line.
    height = sizes.sum() + gap * (len(sizes) - 1)
    starts = np.cumsum(np.append(0, sizes[order][:-1] + gap)) - height / 2
    bottoms = np.empty(len(sizes))
    bottoms[order] = starts
    return _Column(coded, sizes, bottoms, stable, k)


def _color(column: _Column, segment: int) -> tuple[float, ...] | str | None:
    """Colour by SLSA, dark = stable; None where there is none."""
    from matplotlib import colormaps

    if segment >= column.k:
        return NOISE_COLOR
    value = column.stable[segment]
    # The palest end of the map would be lost on white.
    return colormaps[COLORS](0.9 * (1 - value)) if np.isfinite(value) else None


def _bands(axes: Axes, x: int, one: _Column, following: _Column) -> None:
    counts = flows(one.labels, following.labels)
    out, into = one.bottoms.copy(), following.bottoms.copy()
    left, right = x + BAR / 2, x + 1 - BAR / 2
    ts = np.linspace(0, 1, 30)
    ease = ts**2 * (3 - 2 * ts)
    # Bands leave and arrive in the order of their other ends: they do not twist.
    for i in np.argsort(one.bottoms):
        for j in np.argsort(following.bottoms):
            n = counts[i, j]
            if n:
                low = out[i] + (into[j] - out[i]) * ease
                axes.fill_between(
                    left + (right - left) * ts,
                    low,
                    low + n,
                    color=_color(following, int(j)) or NOISE_COLOR,
                    alpha=0.35,
                    lw=0,
                    gid="band",
                )
                out[i] += n
                into[j] += n


def _segments(
    axes: Axes, x: int, column: _Column, numbers: Sequence[int] | None
) -> None:
    """Draw the bars, with their numbers on the left and their SLSA on the right."""
    for segment, size in enumerate(column.sizes):
        color = _color(column, segment)
        if numbers is not None and segment < column.k:
            color = segment_color(int(numbers[segment]))
        (bar,) = axes.bar(x, size, BAR, column.bottoms[segment], lw=0.6, gid="segment")
        bar.set(facecolor=color or "white", edgecolor=color or GREY)
    low, high = axes.get_ylim()
    gap = 0.11 / PANEL_HEIGHT * (high - low)
    places = spread(column.middles, gap, low, high)
    for segment, place in enumerate(places[: column.k]):
        value = column.stable[segment]
        _write(axes, (x - BAR / 2, place), str(segment), "right")
        if np.isfinite(value):
            _write(axes, (x + BAR / 2, place), f"{value:.2f}", "left")


def _write(axes: Axes, at: tuple[float, float], text: str, ha: str) -> None:
    axes.annotate(
        text,
        at,
        (2 if ha == "left" else -2, 0),
        textcoords="offset points",
        ha=ha,
        va="center_baseline",
        fontsize=SMALL,
        color=BLACK,
    )
