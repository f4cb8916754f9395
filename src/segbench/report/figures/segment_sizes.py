"""Sizes of the segments: customers and shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from segbench.errors import UserError
from segbench.report.figures.drawing import BLACK, NOISE_COLOR, segment_color
from segbench.report.figures.text_room import (
    EDGE,
    TEXT,
    Margins,
    dress,
    fit,
    in_words,
    label_rows,
    one_panel,
    widest,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_SHOWN = 35
ROW = 0.24  # inches
PANEL_WIDTH = 3.6
NAME_WIDTH = 2.4


def segment_sizes(sizes: ArrayLike, names: Sequence[str], noise: int = 0) -> Figure:
    """Draw a bar per segment with its number and share of customers.

    Parameters
    ----------
    sizes : array-like of shape (k,)
        Customers per segment, in the order of the segments.
    names : sequence of str
        Of the segments.
    noise : int
        Customers in no segment; they count among all customers.
    """
    counts = np.asarray(sizes, float)
    if len(names) != len(counts):
        raise UserError(
            f"a figure of sizes takes one name per segment: expected {len(counts)} "
            f"names, got {len(names)}; name every segment"
        )
    shown = min(len(counts), MOST_SHOWN)
    everybody = np.nansum(counts) + noise
    labels = fit(names[:shown], NAME_WIDTH) + ["in no segment"] * (noise > 0)
    values = np.append(counts[:shown], [noise] * (noise > 0))
    said = [_words(value, everybody) for value in values]
    left_out = in_words(len(counts) - shown, "more segment")
    note = f"Not shown: {left_out}." if len(counts) > shown else ""
    margins = Margins(left=EDGE + widest(labels) + 0.1, right=widest(said) + 0.15)
    figure, axes = one_panel(PANEL_WIDTH, ROW * len(values), margins, note)
    rows = np.arange(len(values))
    colors = [*map(segment_color, range(shown)), NOISE_COLOR][: len(values)]
    lengths = np.nan_to_num(values)
    axes.barh(rows, lengths, height=0.7, color=colors)
    for row, text in enumerate(said):
        axes.annotate(
            text,
            (lengths[row], row),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontsize=TEXT,
            color=BLACK,
        )
    axes.set(xlim=(0, lengths.max(initial=0) or 1), ylim=(len(values) - 0.5, -0.5))
    axes.set_xticks([])
    label_rows(axes, labels, rows)
    dress(axes)
    axes.tick_params(axis="y", length=0)
    return figure


def _words(count: float, everybody: float) -> str:
    if not np.isfinite(count):
        return "unknown"
    if not everybody:
        return f"{count:,.0f}"
    share = count / everybody
    few = 0 < share < 0.0005
    return f"{count:,.0f}  ({'< 0.1%' if few else f'{share:.1%}'})"
