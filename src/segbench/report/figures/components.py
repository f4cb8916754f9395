"""Principal components: how much they explain, and what they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from segbench.core import Matrix
from segbench.errors import UserError
from segbench.report.figures.drawing import (
    BLUE,
    GREY,
    VERMILION,
    new_figure,
    plain_text,
)
from segbench.report.figures.legible import caption, fit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ENOUGH = 0.8
"""Share of the variance that the shown components make together."""

MOST_COMPONENTS = 6
MOST_FEATURES = 60
MOST_WRITTEN = 25
NAME_LETTERS = 28
ROW = 0.2  # inches of a feature; less where there are many
TALLEST = 9.4
CURVE = 3.4  # inches


def components_figure(
    explained: ArrayLike, loadings: ArrayLike, names: Sequence[str]
) -> Figure:
    """Draw the cumulative share of variance and the loadings of the first components.

    Parameters
    ----------
    explained : array-like of shape (c,)
        Share of the variance of each component, in [0, 1], the largest first.
    loadings : array-like of shape (d, c)
        Of the features on the components, in [-1, 1]: the components' unit vectors,
        or correlations of features and components. As many components are shown as
        make 80 %, at most six; of more than 60 features those with the largest
        loadings.
    names : sequence of str
        Of the d features.

    Raises
    ------
    UserError
        When the shapes do not belong together.

    References
    ----------
    Jolliffe 2002, Principal Component Analysis, doi:10.1007/b98835
    """
    shares = np.asarray(explained, dtype=np.float64)
    table = np.asarray(loadings, dtype=np.float64)
    if shares.ndim != 1 or not len(shares) or table.shape != (len(names), len(shares)):
        raise UserError(
            f"loadings are of shape (features, components): expected "
            f"({len(names)}, {shares.size}), got {table.shape}"
        )
    enough = components_that_make(shares)
    m = min(enough, MOST_COMPONENTS)
    kept = _features(table[:, :m])
    height = float(np.clip(ROW * len(kept) + 1.3, 3.0, TALLEST))
    figure = new_figure(8.0, height)
    figure.set_layout_engine("constrained")
    # A curve gains nothing from the height that many features take.
    heights = [CURVE, max(height - CURVE, 0.01)]
    grid = figure.add_gridspec(2, 2, width_ratios=[1, 1.15], height_ratios=heights)
    tall = height > CURVE + 1
    left = figure.add_subplot(grid[0, 0] if tall else grid[:, 0])
    right = figure.add_subplot(grid[:, 1])
    _curve(left, np.cumsum(shares), enough)
    _loadings(right, table[kept, :m], [fit(names[i], NAME_LETTERS) for i in kept])
    caption(
        figure,
        [
            "Loading: how much of a feature is in a component, with its sign.",
            f"The first {m} of {enough} components that make 80 %."
            if m < enough
            else "",
            f"The {len(kept)} of {len(names)} features with the largest loadings."
            if len(kept) < len(names)
            else "",
        ],
    )
    return figure


def components_that_make(explained: Matrix, share: float = ENOUGH) -> int:
    """Count the first components that explain a share together, at least one.

    Parameters
    ----------
    explained : ndarray of shape (c,)
        Shares of the variance, in [0, 1].
    share : float
        In [0, 1]; where all together do not reach it, all are counted.
    """
    reached = np.cumsum(np.nan_to_num(explained)) >= share - 1e-12
    return int(reached.argmax()) + 1 if reached.any() else len(explained)


def _features(table: Matrix) -> list[int]:
    """Features with the largest loadings, in their own order."""
    strength = np.nan_to_num(np.abs(table)).max(axis=1)
    order = np.argsort(-strength, kind="stable")[:MOST_FEATURES]
    return sorted(int(i) for i in order)


def _curve(axes: Axes, cumulative: Matrix, enough: int) -> None:
    from matplotlib.ticker import MaxNLocator

    numbers = np.arange(len(cumulative)) + 1
    size = 4 if len(numbers) <= 20 else 2
    axes.plot(numbers, 100 * cumulative, color=BLUE, marker="o", ms=size, lw=1.3)
    axes.axhline(100 * ENOUGH, color=GREY, ls="--", lw=1)
    if np.isfinite(cumulative[enough - 1]):
        share = 100 * cumulative[enough - 1]
        axes.plot([enough], [share], marker="D", ms=6, color=VERMILION, gid="enough")
        many = "1 component" if enough == 1 else f"{enough} components"
        said = axes.text(0.97, 0.05, f"{many}: {share:.0f} %", fontsize=8)
        said.set(ha="right", color=VERMILION, transform=axes.transAxes)
    axes.set_xlabel("number of components", fontsize=9)
    axes.set_ylabel("variance explained together (%)", fontsize=9)
    axes.set(ylim=(0, 104), xlim=(0.5, len(numbers) + 0.5))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True, min_n_ticks=1))
    axes.tick_params(labelsize=8)
    axes.spines[["top", "right"]].set_visible(False)


def _loadings(axes: Axes, table: Matrix, names: Sequence[str]) -> None:
    import seaborn as sns

    d, m = table.shape
    written = d <= MOST_WRITTEN
    sns.heatmap(
        table,
        ax=axes,
        vmin=-1,
        vmax=1,
        cmap="RdBu",
        annot=written,
        fmt=".2f",
        annot_kws={"fontsize": 7},
        linewidths=0.5 if written else 0,
        yticklabels=False,
        xticklabels=[str(i + 1) for i in range(m)],
        cbar_kws={"shrink": 0.6, "ticks": [-1, 0, 1], "label": "loading"},
    )
    bar = axes.collections[-1].colorbar
    assert bar is not None  # seaborn has just made it
    bar.ax.tick_params(labelsize=7, length=2)
    bar.ax.yaxis.label.set_fontsize(8)
    axes.set_yticks(np.arange(d) + 0.5, names, fontsize=7, rotation=0)
    for label in axes.get_yticklabels():
        label.set(**plain_text())
    axes.tick_params(axis="both", length=0)
    axes.tick_params(axis="x", labelsize=8)
    axes.set_xlabel("component", fontsize=9)
