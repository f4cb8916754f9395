"""Silhouettes: how well each customer fits its segment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from segbench.core import Labels, Matrix
from segbench.errors import UserError
from segbench.report.figures.drawing import BLACK, plain_text, segment_color
from segbench.report.figures.text_room import (
    EDGE,
    SMALL,
    TEXT,
    Margins,
    dress,
    fit,
    in_words,
    one_panel,
    spread,
    widest,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_DRAWN = 5_000
"""Customers above which each segment is drawn by its quantiles."""

MOST_SEGMENTS = 40
PANEL_WIDTH = 3.8  # inches
ROW, LOWEST, TALLEST = 0.42, 1.2, 7.0
NAME_WIDTH = 1.7
LEAD = 0.3  # from a name to its segment
WHITE = 0.012
"""White between segments, as a share of all customers."""


def silhouette_plot(
    silhouettes: Matrix, labels: Labels, names: Sequence[str]
) -> Figure:
    """Draw the sorted silhouettes of every segment, one below the other.

    Parameters
    ----------
    silhouettes : ndarray of shape (n_customers,)
        In [-1, 1]; NaN = undefined, left out.
    labels : ndarray of shape (n_customers,)
        Segments 0..k-1; -1 = noise, left out.
    names : sequence of str
        Of the segments.

    References
    ----------
    Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7
    """
    if silhouettes.shape != labels.shape or labels.max(initial=-1) >= len(names):
        raise UserError(
            "a silhouette plot takes one silhouette and one label per customer and a "
            f"name per segment: got {silhouettes.size} silhouettes, {labels.size} "
            f"labels and {len(names)} names"
        )
    k = min(len(names), MOST_SEGMENTS)
    known = (labels >= 0) & (labels < k) & np.isfinite(silhouettes)
    groups = [np.sort(silhouettes[known & (labels == i)])[::-1] for i in range(k)]
    shortened = fit(names[:k], NAME_WIDTH)
    words = [_words(group) for group in groups]
    height = float(np.clip(ROW * k, LOWEST, TALLEST))
    margins = Margins(
        EDGE + widest(shortened) + LEAD + 0.1, widest(words, SMALL) + 0.2, 0.25, 0.5
    )
    note = _note(silhouettes, labels, int(known.sum()), k)
    figure, axes = one_panel(PANEL_WIDTH, height, margins, note)
    middles, end = _areas(axes, groups)
    axes.set(ylim=(end, 0), xlim=_limits(silhouettes[known]))
    gap = end * 0.15 / height
    places = spread(middles, gap, gap / 2, end - gap / 2)
    for segment, (place, middle) in enumerate(zip(places, middles, strict=True)):
        color = segment_color(segment)
        _name(axes, place, (shortened[segment], words[segment]), color)
        _lead(axes, (place, middle), color)
    _mean_line(axes, silhouettes[known])
    axes.set_yticks([])
    axes.set_xlabel("silhouette", fontsize=TEXT)
    dress(axes, "bottom")
    return figure


def _areas(axes: Axes, groups: Sequence[Matrix]) -> tuple[list[float], float]:
    """Draw the groups; return their middles and the end of the last."""
    everybody = sum(map(len, groups)) or 1
    white = WHITE * everybody if len(groups) > 1 else 0.0
    middles, start = [], 0.0
    for segment, group in enumerate(groups):
        values, places = _thinned(group, everybody)
        axes.fill_betweenx(
            start + places,
            0,
            values,
            step="mid" if len(group) == len(values) else None,
            color=segment_color(segment),
            lw=0,
            gid="silhouettes",
        )
        middles.append(start + len(group) / 2)
        start += len(group) + white
    return middles, max(start - white, 1.0)


def _thinned(group: Matrix, everybody: int) -> tuple[Matrix, Matrix]:
    """Values to draw and their places; the quantiles of a segment when it is large."""
    places = np.asarray(np.arange(len(group)) + 0.5, np.float64)
    if everybody <= MOST_DRAWN or len(group) < 3:
        return group, places
    points = max(20, round(MOST_DRAWN * len(group) / everybody))
    if points >= len(group):
        return group, places
    shares = np.linspace(0, 1, points, dtype=np.float64)
    thinned: Matrix = np.quantile(group, 1 - shares)
    return thinned, shares * len(group)


def _words(group: Matrix) -> str:
    if not len(group):
        return "no value"
    below = float(np.mean(group < 0))
    return f"mean {group.mean():.2f}; {below:.0%} below 0"


def _limits(values: Matrix) -> tuple[float, float]:
    low = min(float(values.min(initial=0.0)), 0.0)
    return (low - 0.05 if low < 0 else 0.0), max(float(values.max(initial=0.0)), 0.5)


def _name(axes: Axes, place: float, names: tuple[str, str], color: str) -> None:
    """Write a segment's name on the left of the panel and its numbers on the right."""
    sides = ((0, -72 * LEAD - 3, "right", TEXT), (1, 6, "left", SMALL))
    for text, (side, offset, ha, size) in zip(names, sides, strict=True):
        axes.annotate(
            text,
            (side, place),
            (offset, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha=ha,
            va="center",
            fontsize=size,
            color=color,
            **plain_text(),
        )


def _lead(axes: Axes, ends: tuple[float, float], color: str) -> None:
    """Join a name to its segment, which it may have had to leave."""
    axes.plot(
        [-LEAD / PANEL_WIDTH, 0],
        ends,
        transform=axes.get_yaxis_transform(),
        color=color,
        lw=0.7,
        clip_on=False,
        gid="lead",
    )


def _mean_line(axes: Axes, values: Matrix) -> None:
    if not len(values):
        return
    mean = float(values.mean())
    low, high = axes.get_xlim()
    place = (mean - low) / (high - low)
    axes.axvline(mean, color=BLACK, lw=1, ls="--", gid="mean")
    axes.annotate(
        f"mean {mean:.2f}",
        (mean, 1),
        (0, 3),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="left" if place < 0.15 else "right" if place > 0.85 else "center",
        va="bottom",
        fontsize=TEXT,
    )


def _note(silhouettes: Matrix, labels: Labels, known: int, k: int) -> str:
    parts = []
    if known > MOST_DRAWN:
        parts.append(f"Drawn by quantiles of {known:,} customers.")
    noise = int((labels < 0).sum())
    if noise:
        parts.append(f"Left out: {in_words(noise, 'customer')} in no segment.")
    undefined = int((np.isnan(silhouettes) & (labels >= 0)).sum())
    if undefined:
        parts.append(f"Left out: {in_words(undefined, 'undefined silhouette')}.")
    if labels.max(initial=-1) >= k:
        parts.append(f"The first {k} segments.")
    return " ".join(parts)
