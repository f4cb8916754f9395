"""Room for words: measured widths, names cut to fit, labels that keep apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from textwrap import fill
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from segbench.core import Matrix
from segbench.report.figures.drawing import (
    GREY,
    new_figure,
    one_line,
    plain_text,
    shorten,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

TEXT, SMALL = 8, 7  # points
LINE = 0.16  # inches from one line of text to the next
EDGE = 0.08  # inches that stay white around everything
WIDEST = 8.0  # inches of a page
LETTERS_AN_INCH = 14  # of a note

_one_measures = Lock()


def text_widths(texts: Sequence[str], size: float = TEXT) -> list[float]:
    """Widths of texts as they will be drawn, in inches."""
    return [_text_width(text, size) for text in texts]


@lru_cache(maxsize=4096)  # the same names stand in one figure after the other
def _text_width(text: str, size: float) -> float:
    figure, ruler = _ruler()
    with _one_measures:
        ruler.set(text=text, fontsize=size)
        return float(ruler.get_window_extent().width / figure.dpi)


@cache
def _ruler() -> tuple[Figure, Text]:
    figure = new_figure(1, 1)
    return figure, figure.text(0, 0, "", **plain_text())


def widest(texts: Sequence[str], size: float = TEXT) -> float:
    """Width of the widest text, in inches; 0 without any."""
    return max(text_widths(texts, size), default=0.0)


def fit(names: Sequence[str], inches: float, size: float = TEXT) -> list[str]:
    """Cut names to a width; those that would become equal are cut in the middle."""
    whole = [one_line(name) for name in names]
    cut = [
        _cut(name, width, inches, size)
        for name, width in zip(whole, text_widths(whole, size), strict=True)
    ]
    return [
        _middle(name, len(short)) if cut.count(short) > 1 and short != name else short
        for name, short in zip(whole, cut, strict=True)
    ]


def _cut(name: str, width: float, inches: float, size: float) -> str:
    short, letters = name, len(name)
    while width > inches and letters > 2:
        letters = min(letters - 1, max(2, int(letters * inches / width)))
        short = shorten(name, letters)
        width = widest([short], size)
    return short


def _middle(name: str, letters: int) -> str:
    """Keep the end of a name: settings of one algorithm differ there."""
    tail = (letters - 1) // 2
    head = letters - 1 - tail
    return f"{name[:head]}…{name[len(name) - tail :]}"


def spread(places: ArrayLike, gap: float, low: float, high: float) -> Matrix:
    """Move places apart until neighbours have a gap, as little as possible.

    Parameters
    ----------
    places : array-like of shape (n,)
        In any order.
    gap : float
        Between two neighbours; smaller where there is no room for it.
    low, high : float
        Between which all of them stay.

    Returns
    -------
    ndarray of shape (n,)
        In the order that was given.
    """
    from sklearn.isotonic import isotonic_regression

    wished = np.asarray(places, float)
    if len(wished) < 2:
        alone: Matrix = np.clip(wished, low, high)
        return alone
    gap = min(gap, (high - low) / (len(wished) - 1))
    order = np.argsort(wished, kind="stable")
    steps = gap * np.arange(len(wished))
    free = isotonic_regression(wished[order] - steps)
    moved = np.empty_like(wished)
    moved[order] = np.clip(free, low, high - steps[-1]) + steps
    return moved


@dataclass(frozen=True)
class Margins:
    """White around the panel, in inches, for names and axis labels."""

    left: float = EDGE
    right: float = EDGE
    top: float = EDGE
    bottom: float = EDGE


def one_panel(
    width: float, height: float, margins: Margins, note: str = ""
) -> tuple[Figure, Axes]:
    """Make a figure with one panel of this size, and a note in grey at its foot.

    Parameters
    ----------
    width, height : float
        Of the panel alone, in inches.
    """
    whole = margins.left + width + margins.right
    lines = wrap(note, whole)
    foot = margins.bottom + (LINE * len(lines) + EDGE if lines else 0.0)
    tall = margins.top + height + foot
    figure = new_figure(whole, tall)
    axes = figure.add_axes(
        (margins.left / whole, foot / tall, width / whole, height / tall)
    )
    add_note(figure, lines)
    return figure, axes


def wrap(note: str, inches: float) -> list[str]:
    """Break a note into lines that a figure of this width has room for."""
    room = inches - 2 * EDGE
    letters = int(room * LETTERS_AN_INCH)
    lines = fill(note, letters).split("\n") if note else []
    while letters > 2 and (wide := widest(lines)) > room:
        letters = min(letters - 1, int(letters * room / wide))
        lines = fill(note, max(2, letters)).split("\n")
    return lines


def add_note(figure: Figure, lines: Sequence[str]) -> None:
    """Write a note at the foot of a figure."""
    if lines:
        wide, tall = figure.get_size_inches()
        figure.text(
            EDGE / wide,
            EDGE / tall,
            "\n".join(lines),
            fontsize=TEXT,
            color=GREY,
            va="bottom",
            linespacing=1.25,
            gid="note",
            **plain_text(),
        )


def dress(axes: Axes, *spines: str) -> None:
    """Leave the named spines only, and write the ticks in the size of all text."""
    for side, spine in axes.spines.items():
        spine.set_visible(side in spines)
        spine.set_color(GREY)
    axes.tick_params(labelsize=TEXT, color=GREY, length=3)


def label_rows(axes: Axes, names: Sequence[str], places: ArrayLike) -> None:
    """Write names to the left of a panel, at places on its y axis."""
    axes.set_yticks(np.asarray(places, float), names, fontsize=TEXT, **plain_text())
    axes.tick_params(axis="y", length=0)


def in_words(number: int, what: str) -> str:
    """Write a number of things, one thing in the singular."""
    return f"{number:,} {what if number == 1 else what + 's'}"
