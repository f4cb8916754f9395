"""Profiles at a glance: segments by variables, above and below all customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from segbench.core import Matrix
from segbench.errors import UserError
from segbench.report.figures.drawing import BLACK, plain_text
from segbench.report.figures.text_room import (
    EDGE,
    SMALL,
    TEXT,
    Margins,
    dress,
    fit,
    one_panel,
    widest,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_SEGMENTS, MOST_VARIABLES = 30, 60
MOST_ACROSS = 20
"""With more variables than this they go down the page, and segments across."""

NAME_WIDTH = 2.3  # inches
WIDE, TALL = 4.7, 6.9  # of the panel, at most
CELL = 0.42  # side of a cell, at most
PRINTED_FROM = (0.3, 0.14)
"""Width and height of a cell from which its value fits in."""

MINUS = "\N{MINUS SIGN}"  # as wide as a plus

CLIP = 2.0
"""Standard deviations at which the colours end."""


@dataclass(frozen=True)
class Profiles:
    """Segments by variables."""

    values: ArrayLike  # shape (k, p), in standard deviations from all customers
    segments: Sequence[str]  # names, k
    variables: Sequence[str]  # names, p
    sizes: ArrayLike | None = None  # customers, shape (k,)

    def __post_init__(self) -> None:
        """Refuse values that belong to no segment or variable."""
        expected = (len(self.segments), len(self.variables))
        sized = self.sizes is None or np.size(self.sizes) == len(self.segments)
        if np.shape(self.values) != expected or not sized or 0 in expected:
            raise UserError(
                "profiles take one row of values per named segment and one column per "
                f"named variable: expected the shape {expected}, got "
                f"{np.shape(self.values)}; name every segment and variable"
            )


def profile_heat_map(profiles: Profiles) -> Figure:
    """Draw standardised differences of segments from all customers as colours.

    Parameters
    ----------
    profiles : Profiles
        Above 20 variables, variables stand in the rows and segments in the columns.
        Of more than 60 variables, those that differ most are shown.
    """
    values = np.asarray(profiles.values, float)
    kept = _most_different(values)
    values, note = values[:MOST_SEGMENTS, kept], _note(values)
    segments = _named_with_sizes(profiles)[:MOST_SEGMENTS]
    variables = fit([profiles.variables[i] for i in kept], NAME_WIDTH)
    upright = len(variables) > MOST_ACROSS
    matrix = values.T if upright else values
    rows, columns = (variables, segments) if upright else (segments, variables)
    width, height = min(CELL, WIDE / len(columns)), min(CELL * 0.6, TALL / len(rows))
    slanted = widest(columns, SMALL) > width - 0.04
    above = widest(columns, SMALL) if slanted else 0.12
    margins = Margins(EDGE + widest(rows, SMALL) + 0.08, 0.8, above + 0.15)
    panel = max(width * len(columns), 2.0)
    figure, axes = one_panel(panel, height * len(rows), margins, note)
    _cells(axes, matrix, (panel / len(columns), height))
    axes.set_yticks(range(len(rows)), rows, fontsize=SMALL, **plain_text())
    axes.set_xticks(range(len(columns)), columns, fontsize=SMALL, **plain_text())
    axes.tick_params(length=0, bottom=False, labelbottom=False, labeltop=True, pad=3)
    for label in axes.get_xticklabels():
        label.set_rotation(90 if slanted else 0)
    _scale(figure, axes)
    return figure


def _most_different(values: Matrix) -> list[int]:
    """Variables to show, in their order."""
    if values.shape[1] <= MOST_VARIABLES:
        return list(range(values.shape[1]))
    largest = np.nan_to_num(np.abs(values)).max(axis=0)
    first = np.argsort(-largest, kind="stable")[:MOST_VARIABLES]
    return [int(i) for i in np.sort(first)]


def _named_with_sizes(profiles: Profiles) -> list[str]:
    if profiles.sizes is None:
        return fit(profiles.segments, NAME_WIDTH, SMALL)
    names = fit(profiles.segments, NAME_WIDTH - 0.6, SMALL)
    sizes = np.asarray(profiles.sizes, float)
    return [f"{name} ({n:,.0f})" for name, n in zip(names, sizes, strict=True)]


def _note(values: Matrix) -> str:
    k, p = values.shape
    parts = ["Standard deviations above (+) or below (-) the mean of all customers."]
    if (np.abs(values) > CLIP).any():
        parts.append(f"Colours end at ±{CLIP:g}.")
    if np.isnan(values).any():
        parts.append("Empty: no value.")
    if k > MOST_SEGMENTS:
        parts.append(f"The first {MOST_SEGMENTS} of {k} segments.")
    if p > MOST_VARIABLES:
        parts.append(f"The {MOST_VARIABLES} of {p} variables that differ most.")
    return " ".join(parts)


def _cells(axes: Axes, matrix: Matrix, cell: tuple[float, float]) -> None:
    axes.imshow(
        np.ma.masked_invalid(matrix),
        cmap="RdBu_r",
        vmin=-CLIP,
        vmax=CLIP,
        aspect="auto",
        interpolation="nearest",
        gid="cells",
    )
    rows, columns = matrix.shape
    # White lines between cells keep colours from running into each other.
    axes.hlines(np.arange(rows + 1) - 0.5, -0.5, columns - 0.5, color="white", lw=0.8)
    axes.vlines(np.arange(columns + 1) - 0.5, -0.5, rows - 0.5, color="white", lw=0.8)
    dress(axes)
    if cell[0] < PRINTED_FROM[0] or cell[1] < PRINTED_FROM[1]:
        return
    for row, column in zip(*np.nonzero(np.isfinite(matrix)), strict=True):
        value = matrix[row, column]
        color = "white" if abs(value) > 0.65 * CLIP else BLACK
        text = _signed(value, 1)
        axes.text(
            column, row, text, ha="center", va="center", fontsize=SMALL, color=color
        )


def _signed(value: float, digits: int) -> str:
    """Write a difference with its sign; what rounds to 0 has none."""
    rounded = round(float(value), digits)
    text = f"{rounded:+.{digits}f}" if rounded else f"{0:.{digits}f}"
    return text.replace("-", MINUS)


def _scale(figure: Figure, axes: Axes) -> None:
    """Draw the colour scale beside the cells, one inch high at most."""
    place = axes.get_position()
    wide, tall = figure.get_size_inches()
    height = min(1.0, place.height * tall)
    bar = figure.add_axes(
        (
            place.x1 + 0.15 / wide,
            place.y1 - height / tall,
            0.1 / wide,
            height / tall,
        )
    )
    few = height < 0.5
    ticks = [-CLIP, CLIP] if few else [-CLIP, 0, CLIP]
    scale = figure.colorbar(axes.images[0], cax=bar, ticks=ticks)
    scale.ax.set_yticklabels([_signed(tick, 0) for tick in ticks])
    scale.ax.tick_params(labelsize=TEXT, length=2)
    scale.outline.set_visible(False)
