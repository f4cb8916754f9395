"""The ranking as text to paste: Markdown and LaTeX, sectioned by space."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from segbench.report.frames import best_frame
from segbench.report.paper.escape import latex_text
from segbench.report.paper.ranking import ranking_latex
from segbench.report.results import Results
from segbench.report.verdict import first_line, space_lines
from segbench.report.words import NOT_ACROSS_SPACES, failure_lines, settings_line

__all__ = [
    "EMPTY",
    "PAPER_COLUMNS",
    "latex_text",
    "markdown_text",
    "printable",
    "to_latex",
    "to_markdown",
]

PAPER_COLUMNS = {
    "rank": "rank",
    "algo": "algorithm",
    "params": "setting",
    "k": "k",
    "coverage": "coverage",
    "smallest_share": "smallest",
    "silhouette": "silhouette",
    "davies_bouldin": "Davies-Bouldin",
    "stability": "stability",
    "z_silhouette": "z silhouette",
    "z_davies_bouldin": "z Davies-Bouldin",
    "z_stability": "z stability",
    "p_first": "P(first)",
    "note": "note",
}
"""Columns of the tables that are pasted, with their headings."""

_DIGITS = {
    "coverage": 2,
    "smallest_share": 2,
    "silhouette": 3,
    "davies_bouldin": 3,
    "stability": 3,
    "z_silhouette": 1,
    "z_davies_bouldin": 1,
    "z_stability": 1,
    "p_first": 2,
}

DIGITS = 10
"""Digits that count in the tables of a run, and that its page sorts by."""

EMPTY = "-"
"""What stands for an undefined value in text tables; CSV leaves it empty."""


def printable(best: pd.DataFrame) -> pd.DataFrame:
    """Round and name the columns of `best_frame` for reading; all cells are text."""
    table = pd.DataFrame(index=best.index)
    for name, heading in PAPER_COLUMNS.items():
        if name.startswith("z_") and best[name].isna().all():
            continue  # nothing is calibrated
        if name == "note":
            table[heading] = [_note(row) for _, row in best.iterrows()]
        else:
            table[heading] = [_shown(name, value) for value in best[name]]
    for name, high in (
        ("stability", "stability_high"),
        ("silhouette", "silhouette_high"),
    ):
        table[name] = [
            _with_interval(row[name], row[high]) for _, row in best.iterrows()
        ]
    return table


def to_markdown(results: Results) -> str:
    """One table per space, with the settings above."""
    parts = [f"**{first_line(results)}**\n", f"_{settings_line(results)}_\n"]
    if len(results.rankings) > 1:
        parts.append(f"_{NOT_ACROSS_SPACES}_\n")
    for ranking in results.rankings:
        table = printable(best_frame(ranking))
        parts.append(f"## {markdown_text(results.space_name(ranking.space))}\n")
        rows = [table.columns, ["---"] * table.shape[1], *table.to_numpy()]
        lines = ["| " + " | ".join(map(markdown_text, row)) + " |" for row in rows]
        parts.append("\n".join(lines) + "\n")
        parts += [f"{markdown_text(x)}\n" for x in space_lines(results, ranking)]
    parts += [f"{markdown_text(line)}\n" for line in failure_lines(results)]
    return "\n".join(parts)


def to_latex(results: Results) -> str:
    r"""One booktabs table per space; needs ``\\usepackage{booktabs}``."""
    return ranking_latex(results)


def _shown(name: str, value: Any) -> str:
    if value is None or pd.isna(value):
        return EMPTY
    return f"{value:.{_DIGITS[name]}f}" if name in _DIGITS else str(value)


def _with_interval(mean: float, high: float) -> str:
    """Mean, and half the width of its interval where it has one."""
    if np.isnan(mean):
        return EMPTY
    return f"{mean:.3f}" + ("" if np.isnan(high) else f" ± {high - mean:.3f}")


def _note(row: pd.Series) -> str:
    failed = row["refits_failed"]
    lost = 0 if pd.isna(failed) else int(failed)
    remarks = [
        "tied" if row["tied"] else "",
        str(row["reason"]),
        f"{lost} of {row['resamples']} refits failed" if lost else "",
    ]
    return "; ".join(remark for remark in remarks if remark)


def markdown_text(text: object) -> str:
    """Escape what Markdown or HTML would take for markup."""
    escaped = str(text).replace("&", "&amp;").replace("<", "&lt;").replace("\n", " ")
    return re.sub(r"([\\`*_\[\]|])", r"\\\1", escaped)
