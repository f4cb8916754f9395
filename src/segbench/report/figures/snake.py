"""Snake plot: the profile of each segment as a line over the variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from segbench.core import Matrix
from segbench.report.figures.drawing import (
    GREY,
    plain_text,
    segment_color,
    segment_marker,
)
from segbench.report.figures.profile_heat_map import Profiles
from segbench.report.figures.text_room import (
    EDGE,
    LINE,
    SMALL,
    TEXT,
    Margins,
    dress,
    fit,
    label_rows,
    one_panel,
    spread,
    widest,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_SEGMENTS, MOST_VARIABLES = 12, 60  # more lines than that are a tangle
NAME_WIDTH = 2.0  # inches
PANEL_WIDTH = 5.2
ROW = 0.3  # between two variables, at most
TALLEST = 7.0
LEADS = 0.3  # from the first variable to the names
MANY = 8
"""With more segments than this the lines are thin."""


def snake_plot(profiles: Profiles) -> Figure:
    """Draw a line per segment down the variables, named where it starts.

    Parameters
    ----------
    profiles : Profiles
        Standardised means or differences; a missing value is a gap in the line.
    """
    values = np.asarray(profiles.values, float)[:MOST_SEGMENTS, :MOST_VARIABLES]
    k, p = values.shape
    size = TEXT if p < MOST_VARIABLES // 2 else SMALL
    variables = fit(profiles.variables[:p], NAME_WIDTH, size)
    segments = fit(profiles.segments[:k], 0.8 * NAME_WIDTH, SMALL)
    flat = (widest(segments, SMALL) + 0.1) * k < PANEL_WIDTH
    room = LINE if flat else widest(segments, SMALL) + 0.05
    margins = Margins(EDGE + widest(variables, size) + 0.1, 0.25, EDGE + room, 0.42)
    row = min(ROW, TALLEST / p)
    note = _note(profiles, k, p)
    figure, axes = one_panel(PANEL_WIDTH, row * p + LEADS, margins, note)
    axes.vlines(0, -0.5, p - 0.5, color=GREY, lw=0.8, zorder=0)
    _lines(axes, values)
    label_rows(axes, variables, np.arange(p))
    top = -0.5 - LEADS / row
    axes.set_ylim(p - 0.5, top)
    _name_lines(axes, values, segments, flat=flat)
    axes.set_xlabel("standard deviations from the mean of all customers", fontsize=TEXT)
    dress(axes, "bottom")
    axes.tick_params(axis="y", length=0, labelsize=size)
    return figure


def _note(profiles: Profiles, k: int, p: int) -> str:
    parts = []
    if np.isnan(np.asarray(profiles.values, float)).any():
        parts.append("A gap in a line is a missing value.")
    if len(profiles.segments) > k:
        parts.append(f"The first {k} of {len(profiles.segments)} segments.")
    if len(profiles.variables) > p:
        parts.append(f"The first {p} of {len(profiles.variables)} variables.")
    return " ".join(parts)


def _lines(axes: Axes, values: Matrix) -> None:
    k, p = values.shape
    for segment, row in enumerate(values):
        axes.plot(
            row,
            np.arange(p),
            color=segment_color(segment),
            marker=segment_marker(segment),
            ms=3 if k > MANY or p > MOST_VARIABLES // 2 else 5,
            lw=0.8 if k > MANY else 1.6,
            ls=("-", "--", "-.", ":")[segment // 8 % 4],
            gid="segment",
        )
    finite = values[np.isfinite(values)]
    reach = max(np.abs(finite).max(initial=0.0) * 1.08, 0.5)
    axes.set_xlim(-reach, reach)


def _name_lines(axes: Axes, values: Matrix, segments: list[str], *, flat: bool) -> None:
    """Write the names along the top, each with a lead to the start of its line."""
    low, high = axes.get_xlim()
    scale = (high - low) / PANEL_WIDTH  # of an inch
    gap = widest(segments, SMALL) + 0.1 if flat else 0.14
    half = gap / 2 * scale if flat else 0.0
    starts = [_start(row) for row in values]
    places = spread([x for x, _ in starts], gap * scale, low + half, high - half)
    top = min(axes.get_ylim())
    for segment, ((x, y), place) in enumerate(zip(starts, places, strict=True)):
        color = segment_color(segment)
        axes.plot([x, place], [y, top], color=color, lw=0.6, ls=":", gid="lead")
        axes.annotate(
            segments[segment],
            (place, top),
            (0, 2),
            textcoords="offset points",
            ha="center",
            va="bottom",
            rotation=0 if flat else 90,
            fontsize=SMALL,
            color=color,
            **plain_text(),
        )


def _start(row: Matrix) -> tuple[float, float]:
    """First point of a line; the middle of the axis where it has none."""
    known = np.flatnonzero(np.isfinite(row))
    return (float(row[known[0]]), float(known[0])) if len(known) else (0.0, -0.5)
