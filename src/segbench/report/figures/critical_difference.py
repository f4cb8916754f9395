"""Critical-difference diagram: mean ranks, and who cannot be told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from segbench.ranking.across import DatasetComparison
from segbench.ranking.across.words import evidence_in_words
from segbench.report.figures.drawing import (
    BLACK,
    BLUE,
    GREY,
    VERMILION,
    new_figure,
    one_line,
    plain_text,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# All lengths are inches: the drawing grows with its names, its letters do not shrink.
AXIS_WIDTH = 4.5
ROW = 0.22  # between two names
BAR_STEP = 0.11  # between two bars
MARGIN = 0.25
TEXT_GAP = 0.08
STUB = 0.3  # between the axis' end and the names
SCALE_HEIGHT = 0.6  # for the critical difference above the axis
FOOT_HEIGHT = 0.55  # for the caption
TEXT_SIZE = 9


@dataclass(frozen=True)
class _Layout:
    """Where things stand on the page, in inches from its lower left corner."""

    left: float  # of rank 1
    right: float  # of the last rank
    width: float
    height: float
    axis: float  # height of the axis
    first_row: float  # height of the first name
    n_algorithms: int

    def x(self, rank: float) -> float:
        """Place of a rank on the axis."""
        share = (rank - 1) / (self.n_algorithms - 1)
        return self.left + share * (self.right - self.left)


@dataclass(frozen=True)
class _Bar:
    """A bar over the mean ranks of a clique."""

    start: float
    stop: float
    level: int  # 0 = nearest to the axis


def critical_difference_diagram(comparison: DatasetComparison) -> Figure:
    """Draw mean ranks on an axis, best on the left, and bars over equals.

    Parameters
    ----------
    comparison : DatasetComparison
        A bar joins algorithms that Wilcoxon's test with Holm's correction does not
        tell apart; Nemenyi's critical difference is drawn as a scale. Without tests
        there are neither, and the figure says that it is descriptive.

    References
    ----------
    Demsar 2006, JMLR 7, 1-30
    Benavoli, Corani & Mangili 2016, JMLR 17(5), 1-10
    """
    names = [one_line(name) for name in comparison.names_by_rank]
    ranks = [float(comparison.mean_ranks[i]) for i in comparison.order]
    half = (len(names) + 1) // 2
    texts = [
        f"{name}   {rank:.2f}" if i < half else f"{rank:.2f}   {name}"
        for i, (name, rank) in enumerate(zip(names, ranks, strict=True))
    ]
    bars = _bars(comparison)
    caption = _caption(comparison)
    layout = _layout(texts, bars, caption)
    figure = new_figure(layout.width, layout.height)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, layout.width), ylim=(0, layout.height))
    axes.set_axis_off()
    _draw_axis(axes, layout)
    _draw_bars(axes, layout, bars)
    _draw_names(axes, layout, texts, ranks)
    _draw_scale(axes, layout, comparison)
    axes.text(MARGIN, MARGIN, caption, color=GREY, va="bottom", **_style())
    return figure


def _style() -> dict[str, Any]:
    return {"fontsize": TEXT_SIZE, **plain_text()}


def _bars(comparison: DatasetComparison) -> list[_Bar]:
    """Place the bars on as few levels as keep them from touching."""
    place = dict(
        zip(comparison.table.algorithms, map(float, comparison.mean_ranks), strict=True)
    )
    # A little longer than the ranks, so that a bar over equal ones is seen too.
    over = 0.012 * (len(place) - 1)
    ends: list[float] = []  # of the last bar on every level
    bars = []
    for clique in comparison.cliques:
        start, stop = place[clique[0]] - over, place[clique[-1]] + over
        free = (i for i, end in enumerate(ends) if start > end + over)
        level = next(free, len(ends))
        ends[level : level + 1] = [stop]
        bars.append(_Bar(start, stop, level))
    return bars


def _caption(comparison: DatasetComparison) -> str:
    n = len(comparison.table.datasets)
    failed = int(comparison.table.failures.sum())
    parts = [f"Mean rank over {n} data set{'s' if n > 1 else ''}, 1 = best"]
    if failed:
        parts.append(f"{failed} failed, ranked last")
    if comparison.descriptive:
        return f"{', '.join(parts)}."
    parts.append(evidence_in_words(comparison))
    if comparison.cliques:
        told = "Bars join algorithms that are not told apart (Wilcoxon-Holm)."
    else:
        told = "All algorithms are told apart (Wilcoxon-Holm)."
    return f"{', '.join(parts)}.\n{told}"


def _layout(texts: list[str], bars: list[_Bar], caption: str) -> _Layout:
    half = (len(texts) + 1) // 2
    left = MARGIN + _widest(texts[:half]) + TEXT_GAP + STUB
    right = left + AXIS_WIDTH
    width = right + STUB + TEXT_GAP + _widest(texts[half:]) + MARGIN
    width = max(width, _widest(caption.split("\n")) + 2 * MARGIN)
    levels = 1 + max((bar.level for bar in bars), default=-1)
    below_axis = (levels + 1) * BAR_STEP + ROW
    height = MARGIN + FOOT_HEIGHT + half * ROW + below_axis + SCALE_HEIGHT + MARGIN
    axis = height - MARGIN - SCALE_HEIGHT
    return _Layout(left, right, width, height, axis, axis - below_axis, len(texts))


def _widest(texts: list[str]) -> float:
    """Width of the widest text as it will be drawn."""
    figure = new_figure(1, 1)
    style = _style()
    drawn = [figure.text(0, 0, text, **style) for text in texts]
    return max(one.get_window_extent().width for one in drawn) / figure.dpi


def _draw_axis(axes: Axes, layout: _Layout) -> None:
    ends = [layout.left, layout.right]
    axes.plot(ends, [layout.axis] * 2, color=BLACK, lw=1.2)
    for rank in range(1, layout.n_algorithms + 1):
        x = layout.x(rank)
        axes.plot([x, x], [layout.axis, layout.axis + 0.06], color=BLACK, lw=1)
        up = layout.axis + 0.09
        axes.text(x, up, str(rank), ha="center", va="bottom", **_style())


def _draw_bars(axes: Axes, layout: _Layout, bars: list[_Bar]) -> None:
    for bar in bars:
        y = layout.axis - (bar.level + 1) * BAR_STEP
        ends = [layout.x(bar.start), layout.x(bar.stop)]
        axes.plot(
            ends, [y, y], color=BLUE, lw=4, solid_capstyle="butt", zorder=3, gid="bar"
        )


def _draw_names(
    axes: Axes, layout: _Layout, texts: list[str], ranks: list[float]
) -> None:
    """Lead a line from every rank to its name: the outermost has the highest row."""
    half = (len(texts) + 1) // 2
    for i, (text, rank) in enumerate(zip(texts, ranks, strict=True)):
        on_left = i < half
        row = i if on_left else len(texts) - 1 - i
        side = -1 if on_left else 1
        edge = (layout.left if on_left else layout.right) + side * STUB
        x, y = layout.x(rank), layout.first_row - row * ROW
        axes.plot([x, x, edge], [layout.axis, y, y], color=BLACK, lw=0.8)
        ha = "right" if on_left else "left"
        start = edge + side * TEXT_GAP
        axes.text(start, y, text, ha=ha, va="center_baseline", **_style())


def _draw_scale(axes: Axes, layout: _Layout, comparison: DatasetComparison) -> None:
    """Draw the critical difference above the axis, or say why there is none."""
    y, start = layout.axis + 0.45, layout.left
    cd = comparison.tests.nemenyi_cd
    if cd is None:
        said = "descriptive: too few data sets for a test"
        axes.text(start, y, said, color=VERMILION, **_style())
        return
    stop = layout.x(1 + cd)
    axes.plot([start, stop], [y, y], color=GREY, lw=1.2, gid="scale")
    for x in (start, stop):
        axes.plot([x, x], [y - 0.05, y + 0.05], color=GREY, lw=1.2)
    said = f"Nemenyi CD = {cd:.2f} (alpha = {comparison.alpha:g})"
    axes.text(start, y + 0.08, said, color=GREY, va="bottom", **_style())
