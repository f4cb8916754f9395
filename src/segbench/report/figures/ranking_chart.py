"""Ranking: scores with their intervals, best on top, and who is as good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from segbench.report.figures.drawing import BLUE, GREY, new_figure, one_line, plain_text
from segbench.report.figures.text_room import (
    EDGE,
    TEXT,
    Margins,
    add_note,
    dress,
    fit,
    in_words,
    label_rows,
    one_panel,
    widest,
    wrap,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_SHOWN = 25
ROW = 0.24  # inches
PANEL_WIDTH = 3.6
NAME_WIDTH = 3.2
SHADE = "#E3EFF7"  # a light blue


@dataclass(frozen=True)
class RankedCandidate:
    """One line of a ranking."""

    name: str
    score: float  # NaN = undefined
    low: float  # of the score's interval; NaN = it has none
    high: float
    rank: int  # 1 = best
    tied: bool  # not told apart from the best


def ranking_chart(
    candidates: Sequence[RankedCandidate],
    unranked: Mapping[str, int] | None = None,
    score_name: str = "score",
    cap: int = MOST_SHOWN,
) -> Figure:
    """Draw the best candidates as dots with interval bars.

    Parameters
    ----------
    candidates : sequence of RankedCandidate
        In any order; the smallest ranks are shown, on top.
    unranked : mapping of str to int, optional
        How many candidates are not ranked, by the reason.
    score_name : str
        What the dots are.
    cap : int
        Most candidates to show; how many are left out stands below.
    """
    by_rank = sorted(candidates, key=lambda one: one.rank)
    shown, said = by_rank[:cap], _note(by_rank, unranked or {}, cap)
    if not shown:
        return _nothing(said)
    names = _labels(shown)
    scores = [f"{one.score:.3g}" if np.isfinite(one.score) else "none" for one in shown]
    margins = Margins(
        left=EDGE + widest(names) + 0.1,
        right=widest(scores) + 0.1 + EDGE,
        bottom=0.42,
    )
    figure, axes = one_panel(PANEL_WIDTH, ROW * len(shown), margins, said)
    _draw(axes, shown)
    for row, score in enumerate(scores):
        axes.annotate(
            score,
            (1, row),
            (widest(scores) * 72 + 6, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=TEXT,
            color=BLUE if shown[row].tied else GREY,
        )
    label_rows(axes, names, np.arange(len(shown)))
    axes.set_xlabel(one_line(score_name), fontsize=TEXT, **plain_text())
    axes.set_ylim(len(shown) - 0.5, -0.5)
    dress(axes, "bottom")
    axes.tick_params(axis="y", length=0)
    return figure


def _labels(shown: Sequence[RankedCandidate]) -> list[str]:
    names = fit([one.name for one in shown], NAME_WIDTH)
    return [f"{name}  {one.rank:>2}" for name, one in zip(names, shown, strict=True)]


def _draw(axes: Axes, shown: Sequence[RankedCandidate]) -> None:
    values = np.array([(one.low, one.score, one.high) for one in shown], float)
    half = np.isnan(values[:, 0]) | np.isnan(values[:, 2])
    values[np.ix_(half, [0, 2])] = np.nan  # half an interval is none
    for row, (one, (low, score, high)) in enumerate(zip(shown, values, strict=True)):
        if one.tied:
            axes.axhspan(row - 0.5, row + 0.5, color=SHADE, lw=0, zorder=0, gid="tied")
        color, marker = (BLUE, "o") if one.tied else (GREY, "D")
        axes.plot([low, high], [row, row], color=color, lw=1.4, gid="interval")
        axes.plot([score], [row], color=color, marker=marker, ms=5, gid="score")
    finite = values[np.isfinite(values)]
    if finite.size:
        room = 0.04 * (finite.max() - finite.min()) or 0.5
        axes.set_xlim(finite.min() - room, finite.max() + room)
    else:
        axes.set_xticks([])


def _note(
    by_rank: Sequence[RankedCandidate], unranked: Mapping[str, int], cap: int
) -> str:
    parts = []
    bars = any(np.isfinite([one.low, one.high]).all() for one in by_rank[:cap])
    if bars:
        parts.append("Bars: intervals of the scores.")
    if sum(one.tied for one in by_rank[:cap]) > 1:
        parts.append("Shaded, round dots: not told apart from the best.")
    if len(by_rank) > cap:
        parts.append(f"The first {cap} of {len(by_rank):,} ranked candidates.")
    if unranked:
        reasons = "; ".join(f"{count:,}: {why}" for why, count in unranked.items())
        total = in_words(sum(unranked.values()), "candidate")
        parts.append(f"Not ranked: {total} ({reasons}).")
    return " ".join(parts)


def _nothing(said: str) -> Figure:
    """Say that nobody is ranked, and why."""
    lines = wrap(f"No candidate is ranked. {said}".strip(), 5.0)
    figure = new_figure(5.0, 0.2 * len(lines) + 2 * EDGE)
    add_note(figure, lines)
    return figure
