"""Captions, names and ticks that are whole and can be read."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

import numpy as np

from segbench.report.figures.drawing import GREY, one_line, plain_text, shorten

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

LETTER = 0.55  # width of a letter by its height, on average
CAPTION_SIZE = 7.5


def caption(figure: Figure, sentences: Sequence[str]) -> None:
    """Write what a reader has to know below the figure, empty sentences left out."""
    said = " ".join(one for one in sentences if one)
    if not said:
        return
    letters = int(figure.get_figwidth() * 72 / (CAPTION_SIZE * LETTER))
    text = fill(said, letters)
    below = figure.supxlabel(text, fontsize=CAPTION_SIZE, color=GREY, x=0.01)
    below.set(ha="left", linespacing=1.3, **plain_text())


def fit(name: str, letters: int) -> str:
    """Shorten a name to the width of so many Latin letters: others may be wider."""
    whole = one_line(name)
    widths = np.cumsum([1 + (east_asian_width(one) in "WF") for one in whole])
    if widths[-1] <= letters:
        return whole
    return shorten(
        whole, max(int(np.searchsorted(widths, letters - 1, "right")), 1) + 1
    )


def trim(text: Text, width: float) -> None:
    """Shorten the lines of a text until none is wider than this, in pixels."""
    lines = text.get_text().split("\n")
    done = []
    for line in lines:
        text.set_text(line)
        now = text.get_window_extent().width
        letters = len(line)
        if now > width:  # not letter by letter from the end: names may be very long
            letters = min(letters, int(letters * width / now) + 6)
        while letters > 4 and text.get_window_extent().width > width:
            letters -= 1
            text.set_text(shorten(line, letters))
        done.append(text.get_text())
    text.set_text("\n".join(done))


def readable_ticks(axes: Axes, which: Sequence[str] = "xy") -> None:
    """Write large numbers on the axes as 20,000 or 3M rather than 20000 or 10^4."""
    limits = {"x": axes.get_xlim(), "y": axes.get_ylim()}
    for side in which:
        axis = axes.xaxis if side == "x" else axes.yaxis
        if 1000 <= max(map(abs, limits[side])) < 1e12:
            axis.set_major_formatter(_in_millions)


def _in_millions(value: float, _: object = None) -> str:
    return f"{value / 1e6:,.6g}M" if abs(value) >= 1e6 else f"{value:,.6g}"


def few_ticks(axes: Axes, most: int = 4) -> None:
    """Leave a small panel a few ticks, on whatever scale."""
    from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

    for axis, kind in (
        (axes.xaxis, axes.get_xscale()),
        (axes.yaxis, axes.get_yscale()),
    ):
        if kind == "linear":
            axis.set_major_locator(MaxNLocator(most))
        elif kind == "log":
            axis.set_major_locator(LogLocator(numticks=most))
        else:
            locator: Any = axis.get_major_locator()  # of a symmetric logarithm
            locator.set_params(numticks=most)
        axis.set_minor_locator(NullLocator())
