"""The results in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from segbench.core import Dataset
from segbench.ranking import Ranking
from segbench.report.frames import best_frame
from segbench.report.results import Results
from segbench.report.text import printable
from segbench.report.words import NOT_ACROSS_SPACES, settings_line, winner_line

MOST_STEPS = 8
"""Lines of the cleaning log that are shown; the manifest has them all."""


def print_results(out: Console, results: Results) -> None:
    """Print one ranked table per space, the winner below each."""
    for dataset in results.datasets.values():
        _print_dataset(out, dataset)
    if len(results.rankings) > 1:
        out.print(f"\n{NOT_ACROSS_SPACES}")
    for ranking in results.rankings:
        _print_ranking(out, results, ranking)
    out.print(f"\n[dim]{escape(settings_line(results))}[/dim]")


def print_files(out: Console, folder: Path, files: Sequence[Path]) -> None:
    """Say where the files are."""
    names = ", ".join(path.name for path in files)
    out.print(f"\nFiles in {escape(str(folder))}: {escape(names)}, manifest.json")


def _print_dataset(out: Console, dataset: Dataset) -> None:
    plural = f"{dataset.n_customers:,} customers"
    out.print(f"\n[bold]{escape(dataset.title)}[/bold]: {plural}")
    for step in dataset.log[:MOST_STEPS]:
        where = f"{step.column}: " if step.column else ""
        count = f" ({step.count:,})" if step.count > 1 else ""
        out.print(f"  {escape(where + step.action + count)}")
    if len(dataset.log) > MOST_STEPS:
        out.print(f"  ... and {len(dataset.log) - MOST_STEPS} more, in manifest.json")


def _print_ranking(out: Console, results: Results, ranking: Ranking) -> None:
    best = best_frame(ranking)
    table = Table(
        title=escape(results.space_name(ranking.space)),
        title_justify="left",
        title_style="bold",
        box=None,
        header_style="dim",
        pad_edge=False,
    )
    text = printable(best)
    text.insert(3, "of", [str(tried) for tried in best["tried"]])
    for heading in text.columns:
        words = heading in ("algorithm", "setting", "note")
        table.add_column(heading, justify="left" if words else "right", overflow="fold")
    for _, row in text.iterrows():
        style = "" if row["rank"] != "-" else "dim"
        table.add_row(*(escape(cell) for cell in row), style=style)
    out.print()
    out.print(table)
    out.print(escape(winner_line(ranking)))
