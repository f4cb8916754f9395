"""Candidates as rows of a table: the best values bold, every reason in a note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from segbench.core import NOISE, Params
from segbench.ranking import Method, RankedRow, Ranking
from segbench.report.columns import COLUMNS
from segbench.report.frames import ranked_cells
from segbench.report.paper.escape import latex_reason, latex_text
from segbench.report.paper.tabular import (
    EMPTY,
    Column,
    Grid,
    bold,
    fixed,
    mark,
    paragraph_cell,
    ragged,
    raised,
)
from segbench.scoring.measures import MEASURES, Direction

DAGGER = "\\dag"


@dataclass(frozen=True)
class ScoreColumn:
    """A column of scores, whose best value is bold."""

    name: str  # in `ranking.csv`
    heading: str
    digits: int
    legend: str
    high: str = ""  # column with the upper end of the interval; "" = has none

    @property
    def small_is_good(self) -> bool:
        """Tell which way the column is good; all but some measures: large."""
        measure = MEASURES.get(self.name)
        return measure is not None and measure.direction is Direction.SMALL


SCORES = (
    ScoreColumn(
        "silhouette",
        "Sil.",
        3,
        "Sil.: silhouette of the customers in segments, large is good",
        "silhouette_high",
    ),
    ScoreColumn(
        "davies_bouldin", "D-B", 3, "D-B: Davies-Bouldin of the same, small is good"
    ),
    ScoreColumn(
        "stability",
        "Stability",
        3,
        "Stability: mean adjusted Rand index with refits of resamples, with half the "
        "width of its 95 % Monte-Carlo interval",
        "stability_high",
    ),
    ScoreColumn(
        "z_silhouette",
        "z Sil.",
        1,
        "z Sil.: standard deviations of the silhouette above random partitions",
    ),
    ScoreColumn("z_davies_bouldin", "z D-B", 1, "z D-B: -log Davies-Bouldin, the same"),
    ScoreColumn(
        "z_stability",
        "z Stab.",
        1,
        "z Stab.: stability above the same setting on customers without structure",
    ),
    ScoreColumn("score", "Score", 2, ""),
)

SCORE_WORDS = {
    Method.CALIBRATED: "Score: weighted sum of the z",
    Method.RANKS: "Score: weighted share of the other candidates that it beats",
}

TIED = (
    "cannot be told from the first: it has the same segments, or its score is within "
    "what resamples vary by, or the first place hangs on the weights."
)


@dataclass(frozen=True)
class CandidateTable:
    """Rows of candidates, and what has to be said under them."""

    grid: Grid
    notes: tuple[str, ...]  # LaTeX


def candidate_table(ranking: Ranking, rows: Sequence[RankedRow]) -> CandidateTable:
    """Lay candidates of one space out in their order, those without a rank too."""
    cells = [_cells(ranking, row) for row in rows]
    remarks = [_remark(one) for one in cells]
    marks = {x: mark(i) for i, x in enumerate(dict.fromkeys(filter(None, remarks)))}
    shown = [one for one in SCORES if _is_shown(one, cells)]
    best = {one.name: _best(one, cells) for one in shown}
    columns = (
        Column("Rank"),
        Column("Algorithm", "@{\\hspace{8pt}}l"),
        Column("Setting", ragged(0.17)),
        *(Column(heading) for heading in ("n", "k", "Cov.")),
        *(Column(one.heading) for one in shown),
        Column("P(first)"),
    )
    lines = [
        (
            _rank(one),
            latex_text(str(one["algo"])) + _raised(marks.get(remark, "")),
            paragraph_cell(latex_text(str(one["params"]) or EMPTY)),
            *_counts(one),
            *(_score(score, one, best[score.name]) for score in shown),
            fixed(one["p_first"], 2),
        )
        for one, remark in zip(cells, remarks, strict=True)
    ]
    notes = [_legend(ranking, shown)]
    if any(one["tied"] for one in cells):
        notes.append(f"{raised(DAGGER)} {latex_text(TIED)}")
    notes += [f"{raised(letter)} {remark}." for remark, letter in marks.items()]
    return CandidateTable(Grid(columns, tuple(lines)), tuple(notes))


def _cells(ranking: Ranking, row: RankedRow) -> dict[str, Any]:
    labeling = row.scored.labeling
    labels = labeling.labels
    return {
        **dict.fromkeys((one.name for one in SCORES), float("nan")),
        **ranked_cells(ranking, row),
        "params": setting_text(labeling.setting.params),
        "n": None if labels is None else int(np.sum(labels != NOISE)),
    }


def setting_text(params: Params) -> str:
    """Write the varied values; long fractions with six digits, like ``eps=0.3``."""
    return ", ".join(
        f"{name}={value:.6g}" if isinstance(value, float) else f"{name}={value}"
        for name, value in sorted(params.items())
    )


def _is_shown(column: ScoreColumn, cells: Sequence[Mapping[str, Any]]) -> bool:
    """Leave out calibrated values where nothing is calibrated."""
    is_calibrated = column.name.startswith("z_")
    return not is_calibrated or any(not np.isnan(one[column.name]) for one in cells)


def _best(column: ScoreColumn, cells: Sequence[Mapping[str, Any]]) -> str:
    """Return the best value of the ranked candidates as it is printed."""
    values = [one[column.name] for one in cells if one["rank"] is not None]
    known = [value for value in values if not np.isnan(value)]
    if not known:
        return EMPTY
    best = min(known) if column.small_is_good else max(known)
    return fixed(best, column.digits)


def _score(column: ScoreColumn, cells: Mapping[str, Any], best: str) -> str:
    value = cells[column.name]
    text = fixed(value, column.digits)
    if text == EMPTY:
        return text
    shown = bold(text) if cells["rank"] is not None and text == best else text
    high = cells.get(column.high, float("nan"))
    if np.isnan(high):
        return shown
    return f"{shown} $\\pm$ {fixed(high - value, column.digits)}"


def _rank(cells: Mapping[str, Any]) -> str:
    rank = EMPTY if cells["rank"] is None else str(cells["rank"])
    # The mark takes no room, so that the ranks stay in line.
    return f"{rank}\\rlap{{{raised(DAGGER)}}}" if cells["tied"] else rank


def _raised(letter: str) -> str:
    return raised(letter) if letter else ""


def _counts(cells: Mapping[str, Any]) -> tuple[str, str, str]:
    n, k = cells["n"], cells["k"]
    return (
        EMPTY if n is None else f"{n:,}",
        EMPTY if k is None else str(k),
        fixed(cells["coverage"], 2),
    )


def _remark(cells: Mapping[str, Any]) -> str:
    """Say why a candidate is not ranked, and how many of its refits failed."""
    failed = cells.get("refits_failed") or 0
    lost = f"{failed} of {cells['resamples']} refits failed" if failed else ""
    return "; ".join(filter(None, (latex_reason(str(cells["reason"])), lost)))


def _legend(ranking: Ranking, shown: Sequence[ScoreColumn]) -> str:
    words = [
        "n: customers in segments",
        "k: segments",
        "Cov.: share of the customers that are in segments",
        *(one.legend or SCORE_WORDS[ranking.rule.method] for one in shown),
        f"P(first): {COLUMNS['p_first']}",
        "bold: best of the ranked candidates in this table",
    ]
    return f"{latex_text('; '.join(words))}."
