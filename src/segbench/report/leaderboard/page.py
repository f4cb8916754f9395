"""The leaderboard as one HTML file that needs no network and no other file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from segbench.report.html.page import Page, render
from segbench.report.html.parts import Chapter, grid
from segbench.report.leaderboard.rows import COLUMNS, StoredRun, rule_text
from segbench.report.verdict import first_line
from segbench.store.atomic import write_text
from segbench.version import __version__

SCRIPT = "leaderboard.js"

HOW_TO_READ = (
    "Each row is an algorithm's best setting in one space of one run. Rows come by "
    "null score: how many standard deviations the customers are above customers "
    "without structure in the very same space. It is the one value here that compares "
    "across spaces, and only of the same customers: look for equal letters under data.",
    "Raw silhouette, Davies-Bouldin and stability compare within a space alone: a "
    "distance means something else in every feature set and scaler. So does score, "
    "which counts from random partitions of that space.",
    "Where a space has no cluster structure, the first row is a useful partition at "
    "best. Runs with scoring=quick calibrate nothing: they have no score here, and "
    "stand last.",
)


def write_leaderboard(
    frame: pd.DataFrame,
    runs: Sequence[StoredRun],
    skipped: Sequence[str],
    path: Path,
) -> Path:
    """Write the page.

    Parameters
    ----------
    frame : DataFrame
        Of `leaderboard_frame`.
    runs : sequence of StoredRun
    skipped : sequence of str
        A sentence for every run that could not be read.
    path : Path
        The file.
    """
    chapters = [_rows(frame, runs), _runs(runs), _columns()]
    if skipped:
        chapters.append(Chapter("skipped", "What was left out", tuple(skipped)))
    page = Page(
        title="Leaderboard of customer segmentations",
        verdict=summary(frame, runs, skipped),
        openings=(),
        chapters=chapters,
        settings="Made from the stored records of each run; nothing was fitted again.",
        version=__version__,
    )
    write_text(path, render(page, more_script=SCRIPT))
    return path


def summary(
    frame: pd.DataFrame, runs: Sequence[StoredRun], skipped: Sequence[str]
) -> str:
    """Say in one line what is on the page."""
    left = f"; {_count(len(skipped), 'folder')} left out" if skipped else ""
    datasets = _count(frame["data"].nunique(), "data set")
    algorithms = _count(frame["algorithm"].nunique(), "algorithm")
    return f"{_count(len(runs), 'run')}, {datasets}, {algorithms}{left}."


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _rows(frame: pd.DataFrame, runs: Sequence[StoredRun]) -> Chapter:
    """Lay out the rows; a rule is a letter in them and is spelt out above."""
    rules = {
        rule: chr(ord("A") + place % 26) * (1 + place // 26)
        for place, rule in enumerate(
            dict.fromkeys(rule_text(one.results.rule) for one in runs)
        )
    }
    lines = [f"Rule {letter}: {rule}." for rule, letter in rules.items()]
    if len(rules) > 1:
        lines.append("Null scores of two rules do not compare.")
    shown = frame.assign(rule=frame["rule"].map(rules))
    table = grid("leaderboard", "Best of each algorithm", shown, filtered=True)
    return Chapter("rows", "Leaderboard", (*HOW_TO_READ, *lines), (table,))


def _columns() -> Chapter:
    rows = [{"column": name, "meaning": text} for name, text in COLUMNS.items()]
    table = grid("columns-table", "What the columns mean", pd.DataFrame(rows))
    return Chapter("columns", "Columns", (), (table,))


def _runs(runs: Sequence[StoredRun]) -> Chapter:
    rows = [
        {
            "run": one.name,
            "date": one.date,
            "version": one.version,
            "data sets": ", ".join(d.title for d in one.results.datasets.values()),
            "spaces": len(one.results.rankings),
            "candidates": sum(len(r.rows) for r in one.results.rankings),
            "verdict": first_line(one.results),
        }
        for one in runs
    ]
    return Chapter(
        "runs", "Runs", (), (grid("runs-table", "Runs", pd.DataFrame(rows)),)
    )
