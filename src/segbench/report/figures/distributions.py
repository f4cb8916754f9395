"""What the variables look like, one small panel each."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from segbench.errors import UserError
from segbench.report.figures.drawing import (
    BLUE,
    GREY,
    lay_out,
    new_figure,
    one_line,
    plain_text,
)
from segbench.report.figures.legible import (
    caption,
    few_ticks,
    fit,
    readable_ticks,
    trim,
)
from segbench.report.figures.points import nothing_to_draw, share_in_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_VARIABLES = 24
MOST_LEVELS = 7
COLUMNS = 4
PANEL_WIDTH, PANEL_HEIGHT = 2.0, 1.62  # inches
OVER = 0.03  # inches that a title may stand over its panel
LEVEL_LETTERS = 13


@dataclass(frozen=True)
class VariableCounts:
    """How many customers have which value of a variable."""

    name: str
    counts: ArrayLike  # shape (b,), customers
    edges: ArrayLike | None = None  # shape (b + 1,), of a quantity
    levels: Sequence[str] | None = None  # of a category, b of them
    skewness: float = math.nan  # NaN = undefined, or a category
    transform: str = ""  # that would help, such as "log"; "" = none
    missing: int = 0  # customers without a value

    def __post_init__(self) -> None:
        """Refuse counts that belong to no values."""
        b = np.size(self.counts)
        edges = None if self.edges is None else np.size(self.edges)
        levels = None if self.levels is None else len(self.levels)
        if (edges, levels) not in {(b + 1, None), (None, b)}:
            raise UserError(
                f"the variable {self.name!r} takes one more edge than counts, or as "
                f"many levels as counts ({b})"
            )


def distributions_figure(variables: Sequence[VariableCounts]) -> Figure:
    """Draw a histogram of each quantity and bars of each category.

    Parameters
    ----------
    variables : sequence of VariableCounts
        At least one; of more than 24 the first ones, and the figure says so. The most
        frequent levels of a category are shown, the others together.

    Raises
    ------
    UserError
        When there is no variable.
    """
    if not variables:
        raise UserError(
            "a figure of distributions takes one variable or more, got none"
        )
    shown = list(variables[:MOST_VARIABLES])
    columns = min(COLUMNS, len(shown))
    rows = math.ceil(len(shown) / columns)
    figure = new_figure(max(PANEL_WIDTH * columns, 3.4), PANEL_HEIGHT * rows + 0.3)
    figure.set_layout_engine("constrained", w_pad=0.05, h_pad=0.05)
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes, variable in zip(panels, shown, strict=False):
        _draw(axes, variable)
    for axes in panels[len(shown) :]:
        axes.set_axis_off()
    skewed = any(one.transform for one in shown)
    capped = f"The first {len(shown)} of {len(variables)} variables."
    caption(
        figure,
        [
            "Height or length of a bar: customers.",
            "Skewness: 0 = symmetric, above 1 = a long tail of high values."
            if any(math.isfinite(one.skewness) for one in shown)
            else "",
            "After the arrow: a transform that shortens the tail." if skewed else "",
            capped if len(shown) < len(variables) else "",
        ],
    )
    lay_out(figure)  # only now the panels have their widths
    for axes, variable in zip(panels, shown, strict=False):
        axes.title.set_text(_title(variable))
        trim(axes.title, axes.get_window_extent().width + OVER * figure.dpi)
    return figure


def _draw(axes: Axes, variable: VariableCounts) -> None:
    counts = np.asarray(variable.counts, float)
    axes.tick_params(labelsize=7, length=2)
    axes.spines[["top", "right"]].set_visible(False)
    if not counts.sum() > 0:
        nothing_to_draw(axes)
    elif variable.levels is not None:
        _bars(axes, list(variable.levels), counts)
    else:
        edges = np.asarray(variable.edges, float)
        axes.stairs(counts, edges, fill=True, color=BLUE)
        axes.set_ylim(bottom=0)
        few_ticks(axes, 3)
        readable_ticks(axes)
    # Long titles would narrow their panels: as many lines hold their place.
    title = axes.set_title(re.sub(".+", "x", _title(variable)), fontsize=8)
    title.set(x=0, ha="left", linespacing=1.15, **plain_text())


def _bars(axes: Axes, levels: list[str], counts: Any) -> None:
    order = [int(i) for i in np.argsort(-counts, kind="stable")]
    top = order if len(order) <= MOST_LEVELS + 1 else order[:MOST_LEVELS]
    names = [fit(levels[i], LEVEL_LETTERS) for i in top]
    values = [float(counts[i]) for i in top]
    colors = [BLUE] * len(top)
    if len(top) < len(order):
        names.append(f"{len(order) - len(top)} others")
        values.append(float(counts[order[len(top) :]].sum()))
        colors.append(GREY)
    places = range(len(names))
    axes.barh(places, values, color=colors, height=0.75)
    axes.set_yticks(list(places), names, fontsize=7)
    for label in axes.get_yticklabels():
        label.set(**plain_text())
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    axes.locator_params(axis="x", nbins=3)
    readable_ticks(axes, "x")


def _title(variable: VariableCounts) -> str:
    lines = [one_line(variable.name)]
    arrow = f" → {one_line(variable.transform)}" if variable.transform else ""
    if math.isfinite(variable.skewness):
        # Adding zero makes a rounded -0.0 a plain 0.0.
        lines.append(f"skewness {round(variable.skewness, 1) + 0.0:.1f}{arrow}")
    elif arrow:
        lines.append(arrow.strip())
    if variable.missing:
        everybody = int(np.sum(variable.counts)) + variable.missing
        lines.append(f"{share_in_words(variable.missing, everybody)} missing")
    return "\n".join(lines)
