"""Agreement of segmentations: who sorts the customers alike."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
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

MOST_SHOWN = 30
NAME_WIDTH = 2.6  # inches
LARGEST_CELL, WHOLE = 0.45, 5.2
PRINTED_FROM = 0.27
"""Side of a cell, in inches, from which its value fits in."""


def agreement_matrix(values: ArrayLike, names: Sequence[str]) -> Figure:
    """Draw the agreement of every two segmentations, each pair once.

    The names stand on the diagonal, where agreement is no news: a cell belongs to
    the name at the end of its row and to the name on top of its column.

    Parameters
    ----------
    values : array-like of shape (n, n)
        Symmetric, such as adjusted Rand indices: 1 = the same segments, 0 = as by
        chance. NaN = undefined. Values below 0 have the colour of 0.
    names : sequence of str
        Of the segmentations, in the order of the rows.
    """
    matrix = np.asarray(values, float)
    if matrix.shape != (len(names), len(names)) or not len(names):
        raise UserError(
            "an agreement matrix takes a square of values with one name per row: "
            f"got the shape {matrix.shape} and {len(names)} names"
        )
    n = min(len(names), MOST_SHOWN)
    labels = fit(names[:n], NAME_WIDTH)
    side = min(LARGEST_CELL, WHOLE / n)
    note = "Adjusted Rand index: 1 = the same segments, 0 = as by chance."
    if side < PRINTED_FROM:
        note += " The darker, the more alike."
    if np.isnan(matrix[np.tril_indices(n, -1)]).any():
        note += " Crossed out: undefined."
    if len(names) > n:
        note += f" The first {n} of {len(names)} segmentations."
    # Names start at the diagonal: the panel reaches as far as the last of them.
    reach = [side * i + width for i, width in enumerate(map(_width, labels))]
    panel = max(*reach, side * n, 3.0) + 0.1
    figure, axes = one_panel(panel, side * n, Margins(right=EDGE), note)
    axes.set(xlim=(-0.5, panel / side - 0.5), ylim=(n - 0.5, -0.5))
    axes.set(xticks=[], yticks=[])
    dress(axes)
    _cells(axes, matrix[:n, :n], side)
    for i, label in enumerate(labels):
        axes.text(
            i - 0.35, i, label, va="center", fontsize=TEXT, color=BLACK, **plain_text()
        )
    return figure


def _width(label: str) -> float:
    return widest([label])


def _cells(axes: Axes, matrix: Matrix, side: float) -> None:
    from matplotlib import colormaps
    from matplotlib.patches import Rectangle

    colors = colormaps["Blues"]
    size = TEXT if side > 0.36 else SMALL
    for column, row in combinations(range(len(matrix)), 2):
        value = matrix[row, column]
        known = np.isfinite(value)
        shade = 0.9 * float(np.clip(value, 0, 1)) if known else 0.0
        cell = Rectangle((column - 0.5, row - 0.5), 1, 1, ec="white", lw=1, gid="cell")
        cell.set_facecolor(colors(shade) if known else "white")
        axes.add_patch(cell)
        if not known:
            ends = [column - 0.2, column + 0.2]
            axes.plot(ends, [row - 0.2, row + 0.2], color="#999999", lw=0.8)
        elif side >= PRINTED_FROM:
            color = "white" if shade > 0.6 else BLACK
            text = f"{round(value, 2) + 0:.2f}"  # no minus before 0.00
            axes.text(
                column, row, text, ha="center", va="center", fontsize=size, color=color
            )
