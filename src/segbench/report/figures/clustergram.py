"""Clustergram: how segments split and mix as their number grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from segbench.core import Labels, Matrix
from segbench.errors import UserError
from segbench.report.figures.drawing import BLUE, segment_color
from segbench.report.figures.text_room import (
    TEXT,
    Margins,
    dress,
    in_words,
    one_panel,
)
from segbench.segments.across import flows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANEL_HEIGHT = 3.8  # inches
COLUMN, NARROWEST, WIDEST_PANEL = 0.65, 2.8, 7.0
THICKEST = 18.0
"""Points of a line that carries all customers."""

LARGEST_DOT = 11.0
"""Points across of a segment that holds all customers."""


def clustergram(
    matrix: Matrix,
    labelings: Mapping[int, Labels],
    colors: Mapping[int, Sequence[int]] | None = None,
) -> Figure:
    """Draw segments by number of segments at their mean first principal component.

    Parameters
    ----------
    matrix : ndarray of shape (n_customers, n_features)
        What the segments were found in; customers with NaN are left out.
    labelings : mapping of int to ndarray of shape (n_customers,)
        Segments 0..k-1 by k, at least one; -1 = noise, left out.
    colors : mapping of int to sequence of int, optional
        By k, the number whose colour each segment has; its own when not given.

    References
    ----------
    Schonlau 2002, doi:10.1177/1536867X0200200405; with the first principal component
    in place of the mean of the variables, as Fleischmann 2023,
    doi:10.21105/joss.05240, has it.
    """
    if not labelings or any(len(one) != len(matrix) for one in labelings.values()):
        raise UserError(
            "a clustergram takes one label per customer for one number of segments or "
            f"more: got {len(matrix)} customers and labels of "
            f"{sorted({len(one) for one in labelings.values()})}"
        )
    whole = np.isfinite(matrix).all(axis=1)
    component, share = _first_component(matrix[whole])
    ks = sorted(labelings)
    kept = {k: labelings[k][whole] for k in ks}
    means = {k: _means(component, labels) for k, labels in kept.items()}
    width = float(np.clip(COLUMN * len(ks), NARROWEST, WIDEST_PANEL))
    margins = Margins(0.65, 0.15, 0.12, 0.5)
    note = _note(int((~whole).sum()))
    figure, axes = one_panel(width, PANEL_HEIGHT, margins, note)
    for before, after in pairwise(ks):
        _lines(axes, (before, after), kept, means)
    for k in ks:
        numbers = range(len(means[k])) if colors is None else colors[k]
        _dots(axes, k, kept[k], means[k], numbers)
    _dress(axes, ks, share)
    return figure


def _first_component(matrix: Matrix) -> tuple[Matrix, float]:
    """Scores on the first principal component, and its share of the variance."""
    from sklearn.decomposition import PCA

    if len(matrix) < 2 or not np.ptp(matrix, axis=0).any():
        return np.zeros(len(matrix)), float("nan")
    pca = PCA(n_components=1, svd_solver="full").fit(matrix)
    (loadings,) = pca.components_
    # The sign of a component is anybody's: its largest loading is positive here.
    sign = np.sign(loadings[np.abs(loadings).argmax()])
    scores: Matrix = sign * pca.transform(matrix)[:, 0]
    return scores, float(pca.explained_variance_ratio_[0])


def _means(component: Matrix, labels: Labels) -> Matrix:
    """Mean of each segment, shape (k,); NaN without customers."""
    member = labels >= 0
    sizes = np.bincount(labels[member])
    sums = np.bincount(labels[member], weights=component[member])
    unknown = np.full(len(sizes), np.nan)
    means: Matrix = np.divide(sums, sizes, out=unknown, where=sizes > 0)
    return means


def _lines(
    axes: Axes,
    ks: tuple[int, int],
    labelings: Mapping[int, Labels],
    means: Mapping[int, Matrix],
) -> None:
    before, after = ks
    counts = flows(labelings[before], labelings[after])
    for i, j in zip(*np.nonzero(counts), strict=True):
        axes.plot(
            ks,
            [means[before][i], means[after][j]],
            color=BLUE,
            alpha=0.35,
            lw=max(0.4, THICKEST * counts[i, j] / len(labelings[before])),
            solid_capstyle="butt",
            gid="flow",
        )


def _dots(
    axes: Axes, k: int, labels: Labels, means: Matrix, numbers: Sequence[int]
) -> None:
    sizes = np.bincount(labels[labels >= 0], minlength=len(means))
    area = LARGEST_DOT**2 * sizes / max(len(labels), 1)
    axes.scatter(
        np.full(len(means), k),
        means,
        s=np.maximum(area, 6),
        color=[segment_color(int(one)) for one in numbers[: len(means)]],
        zorder=3,
        lw=0.5,
        ec="white",
        gid="segment",
    )


def _dress(axes: Axes, ks: list[int], share: float) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_xlabel("number of segments", fontsize=TEXT)
    variance = f" ({share:.0%} of the variance)" if np.isfinite(share) else ""
    axes.set_ylabel(f"mean first principal component{variance}", fontsize=TEXT)
    axes.set_xlim(ks[0] - 0.4, ks[-1] + 0.4)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=15, integer=True, min_n_ticks=1))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6))
    dress(axes, "left", "bottom")


def _note(left_out: int) -> str:
    said = "Dots: segments. Lines: the customers they share. Both grow with customers."
    missing = f" Left out: {in_words(left_out, 'customer')} with missing values."
    return said + (missing if left_out else "")
