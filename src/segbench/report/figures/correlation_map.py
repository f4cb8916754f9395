"""Which variables say the same: correlations as a heat map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segbench.core import Matrix
from segbench.errors import UserError
from segbench.report.figures.drawing import new_figure, plain_text
from segbench.report.figures.legible import caption, fit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_VARIABLES = 60
MOST_WRITTEN = 20
"""Up to so many variables the values are written into the cells."""

NAME_LETTERS = 24
MOST_NAMED = 30
"""With more variables than this the columns have numbers: names would not fit."""
PALETTE = "RdBu"  # red = opposite, blue = together: told apart by the color-blind
MISSING = "#DDDDDD"


def correlation_map_figure(
    correlations: ArrayLike, names: Sequence[str], *, measure: str = "Spearman"
) -> Figure:
    """Draw correlations, variables that go together side by side.

    Parameters
    ----------
    correlations : array-like of shape (d, d)
        Symmetric, in [-1, 1]; NaN = undefined. Of more than 60 variables those with
        the strongest correlations are drawn, and the figure says so.
    names : sequence of str
        Of the d variables.
    measure : str
        Whose correlation it is.

    Raises
    ------
    UserError
        When the shapes do not belong together or the values are no correlations.
    """
    table = np.array(correlations, dtype=np.float64)
    d = len(names)
    if not d or table.shape != (d, d):
        raise UserError(
            f"a map of correlations takes a square of them, got shape {table.shape} "
            f"for {d} names"
        )
    if np.nanmax(np.abs(table), initial=0) > 1 + 1e-9:
        raise UserError("a map of correlations takes values in [-1, 1]")
    kept = _strongest(table)
    order = kept[_order(table[np.ix_(kept, kept)])]
    shown = table[np.ix_(order, order)]
    m = len(order)
    side = float(np.clip(1.9 + 0.3 * m, 3.6, 8.0))
    figure = new_figure(side, side)
    figure.set_layout_engine("constrained")
    axes = figure.subplots()
    _draw(axes, shown, measure)
    _label(axes, [fit(names[i], NAME_LETTERS) for i in order])
    gaps = bool(np.isnan(shown[np.tril_indices(m, -1)]).any())
    caption(
        figure,
        [
            "Variables that go together stand side by side.",
            "Grey: undefined, as for a constant." if gaps else "",
            f"The {m} of {d} with the strongest correlations." if m < d else "",
        ],
    )
    return figure


def _strongest(table: Matrix) -> NDArray[np.intp]:
    strength = np.nan_to_num(np.abs(table))
    np.fill_diagonal(strength, 0)
    order = np.argsort(-strength.max(axis=1), kind="stable")
    return np.sort(order[:MOST_VARIABLES])


def _order(table: Matrix) -> NDArray[np.intp]:
    """Order of a tree whose distance is 1 - |correlation|: neighbours are alike."""
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    if len(table) < 3:
        return np.arange(len(table))
    distance = 1 - np.abs(np.nan_to_num(table))
    distance = np.clip((distance + distance.T) / 2, 0, 1)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance), "average", optimal_ordering=True)
    return np.asarray(leaves_list(tree), dtype=np.intp)


def _draw(axes: Axes, shown: Matrix, measure: str) -> None:
    import seaborn as sns

    m = len(shown)
    # The upper half is empty and holds the key; a single cell leaves it no room.
    where = (0.8, 0.62, 0.04, 0.28) if m > 1 else (1.2, 0.1, 0.06, 0.75)
    bar = axes.inset_axes(where)
    # Both halves are the same and the diagonal is 1: the lower half says it all.
    hidden = np.triu(np.ones_like(shown, dtype=bool), 0 if m > 1 else 1)
    grey = np.where(hidden, np.nan, np.isnan(shown) * 1.0)
    axes.pcolormesh(np.ma.masked_not_equal(grey, 1), cmap=_one_color(MISSING))
    sns.heatmap(
        shown,
        mask=hidden | np.isnan(shown),
        ax=axes,
        vmin=-1,
        vmax=1,
        cmap=PALETTE,
        square=True,
        linewidths=0.5 if m <= MOST_WRITTEN else 0,
        annot=m <= MOST_WRITTEN,
        fmt=".2f",
        annot_kws={"fontsize": 7},
        cbar_ax=bar,
        cbar_kws={"ticks": [-1, 0, 1]},
    )
    bar.tick_params(labelsize=7, length=2)
    bar.set_title(fit(measure, 14), fontsize=8, **plain_text())


def _one_color(color: str) -> Any:
    from matplotlib.colors import ListedColormap

    return ListedColormap([color])


def _label(axes: Axes, names: Sequence[str]) -> None:
    m = len(names)
    places = np.arange(m) + 0.5
    # The first row and the last column of a lower half are empty.
    rows = slice(1, m) if m > 1 else slice(0, m)
    columns = slice(0, m - 1) if m > 1 else slice(0, m)
    if m > MOST_NAMED:
        below = [str(i + 1) for i in range(m)]
        names = [f"{name}  {i + 1}" for i, name in enumerate(names)]
    else:
        below = list(names)
    axes.set_yticks(places[rows], names[rows], fontsize=7, rotation=0)
    axes.set_xticks(places[columns], below[columns], fontsize=7, rotation=90)
    for label in [*axes.get_xticklabels(), *axes.get_yticklabels()]:
        label.set(**plain_text())
    axes.tick_params(length=0)
