"""Segment profile plot: what is special about each segment, in shares and means."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from segbench.core import Matrix
from segbench.report.figures.drawing import (
    BLACK,
    GREY,
    VERMILION,
    new_figure,
    plain_text,
)
from segbench.report.figures.markers import (
    BINARY_MARKER,
    METRIC_MARKER,
    MeanProfiles,
    marker_variables,
    relative_means,
    relative_total,
)
from segbench.report.figures.text_room import (
    EDGE,
    LINE,
    SMALL,
    TEXT,
    WIDEST,
    add_note,
    dress,
    fit,
    widest,
    wrap,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_VARIABLES = 60
FEWEST_ACROSS = 4
PANEL_WIDTH, NARROWEST, GAP = 1.7, 0.6, 0.25  # inches
ROOM = 0.45  # inches of a tick's label
ROW, HEAD, FOOT = 0.14, 0.3, 0.25
TALLEST = 9.3
NAME_WIDTH = 1.9
LONGEST = 3.0
"""Bars end here: three times the mean of all customers."""


def profile_plot(profiles: MeanProfiles) -> Figure:
    """Draw a panel per segment: its means as bars, those of all customers as dots.

    Shares of binary variables are drawn as they are; means of the others relative to
    the mean of all customers, whose dot is at 100 %. Variables are drawn in the order
    given; `order_variables` puts those side by side that go together.

    Parameters
    ----------
    profiles : MeanProfiles
        As many segments are drawn as have room on a page; the note says how many.

    References
    ----------
    Dolnicar, Gruen & Leisch 2018, Market Segmentation Analysis, section 8.3.1
    """
    p = min(len(profiles.variables), MOST_VARIABLES)
    names = fit(profiles.variables[:p], NAME_WIDTH, SMALL)
    page = _page(p, len(profiles.segments), EDGE + widest(names, SMALL) + 0.1)
    lines = wrap(_note(profiles, page), page.width)
    foot = LINE * len(lines) + 2 * EDGE
    tall = page.rows * page.step + foot
    figure = new_figure(page.width, tall)
    markers = marker_variables(profiles)[:, :p]
    shown, dots = relative_means(profiles)[:, :p], relative_total(profiles)[:p]
    titles = fit(profiles.segments, page.panel, TEXT)
    reach = _reach(shown[: page.shown], dots)
    for segment in range(page.shown):
        row, column = divmod(segment, page.columns)
        x = page.left + column * (page.panel + GAP)
        y = tall - row * page.step - HEAD - ROW * p
        axes = figure.add_axes(
            (x / page.width, y / tall, page.panel / page.width, ROW * p / tall)
        )
        _draw(axes, shown[segment], dots, markers[segment])
        _dress(axes, reach, names if column == 0 else [])
        axes.set_title(titles[segment], fontsize=TEXT, loc="left", y=1, **plain_text())
    add_note(figure, lines)
    return figure


@dataclass(frozen=True)
class _Page:
    """Where the panels stand, in inches."""

    left: float  # of the first panel
    panel: float  # width of one
    columns: int
    rows: int
    step: float  # from one row of panels to the next
    shown: int  # segments

    @property
    def width(self) -> float:
        across = self.columns * (self.panel + GAP)
        return max(self.left + across + 2 * EDGE, 4.0)


def _page(p: int, k: int, left: float) -> _Page:
    """Lay out panels: four in a row, more and narrower ones where it takes them."""
    step = HEAD + ROW * p + FOOT
    rows = max(1, int(TALLEST / step))
    room = WIDEST - left - 2 * EDGE
    columns = min(k, max(FEWEST_ACROSS, math.ceil(k / rows)))
    columns = min(columns, int(room / (NARROWEST + GAP)))
    columns = math.ceil(k / math.ceil(k / columns))  # no nearly empty last row
    panel = min(PANEL_WIDTH, room / columns - GAP)
    shown = min(k, rows * columns)
    return _Page(left, panel, columns, math.ceil(shown / columns), step, shown)


def _reach(shown: Matrix, dots: Matrix) -> tuple[float, float]:
    values = np.concatenate([shown.ravel(), dots])
    values = values[np.isfinite(values)]
    high = min(max(values.max(initial=0.0) * 1.05, 1.05), LONGEST)
    return max(min(values.min(initial=0.0) * 1.05, 0.0), -LONGEST), high


def _draw(axes: Axes, shown: Matrix, dots: Matrix, markers: NDArray[np.bool_]) -> None:
    rows = np.arange(len(shown))
    axes.set_ylim(len(shown) - 0.4, -0.6)
    colors = [VERMILION if marker else "#BBBBBB" for marker in markers]
    bars = axes.barh(rows, np.nan_to_num(shown), height=0.72, color=colors)
    for bar in bars:
        bar.set_gid("bar")
    axes.plot(dots, rows, "o", color=BLACK, ms=2.6, mew=0, gid="total", clip_on=False)


def _dress(axes: Axes, reach: tuple[float, float], names: Sequence[str]) -> None:
    low, high = reach
    axes.set_xlim(low, high)
    ticks = _ticks(low, high, axes.get_window_extent().width / axes.figure.dpi)
    axes.set_xticks(ticks, [f"{tick:.0%}" for tick in ticks])
    axes.axvline(0, color=GREY, lw=0.8)
    axes.set_yticks(range(len(names)), names, **plain_text())
    dress(axes)
    axes.tick_params(labelsize=SMALL, length=0, pad=2)


def _ticks(low: float, high: float, inches: float) -> list[float]:
    """Shares to write below a panel, as far as there is room."""
    unit = inches / (high - low)  # from 0 % to 100 %
    if unit < ROOM:
        return [1.0]
    step = 0.5 if unit > 2 * ROOM else 1.0
    return [float(tick) for tick in np.arange(0, high + 1e-9, step)]


def _note(profiles: MeanProfiles, page: _Page) -> str:
    binary = np.asarray(profiles.binary, bool)
    bars, marks = [], []
    if binary.any():
        bars.append("shares of customers")
        marks.append(f"a share at least {BINARY_MARKER * 100:g} points away")
    if not binary.all():
        bars.append("means in % of the mean of all customers")
        marks.append(f"a mean at least {METRIC_MARKER:.0%} away")
    parts = [
        f"Bars: {'; '.join(bars)}. Dots: all customers.",
        f"Colour: what marks a segment, {' or '.join(marks)}.",
    ]
    k, p = len(profiles.segments), len(profiles.variables)
    shown = relative_means(profiles)[: page.shown]
    if (np.abs(shown) > LONGEST).any():
        parts.append(f"Bars end at {LONGEST:.0%}.")
    if np.isnan(shown).any():
        parts.append("No bar: no value.")
    if k > page.shown:
        parts.append(f"The first {page.shown} of {k} segments have room.")
    if p > MOST_VARIABLES:
        parts.append(f"The first {MOST_VARIABLES} of {p} variables.")
    return " ".join(parts)
