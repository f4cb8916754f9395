"""The results in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from segbench.core import Dataset
from segbench.ranking import Method, Ranking
from segbench.ranking.across import in_words
from segbench.report.agreement import scaler_line
from segbench.report.datasets import dataset_comparison
from segbench.report.frames import best_frame
from segbench.report.results import Results
from segbench.report.spaces import across_table, spaces_frame
from segbench.report.story import in_order
from segbench.report.text import EMPTY, printable
from segbench.report.verdict import first_line, space_lines
from segbench.report.words import (
    LEGEND,
    NOT_ACROSS_SPACES,
    failure_lines,
    settings_line,
    shown_line,
)

SHORT = {
    "Davies-Bouldin": "D-B",
    "smallest": "small.",
    "coverage": "cover.",
    "silhouette": "silh.",
    "z silhouette": "z sil.",
    "z Davies-Bouldin": "z D-B",
    "z stability": "z stab.",
}
"""Headings that are too wide for a terminal."""

WORDS = {"algorithm": 13, "setting": 16, "note": 4}
"""Columns of words and the least width they need."""

WIDE = 116
ONLY_WHEN_WIDE = ("of", "small.", "P(first)", "z sil.", "z D-B")
"""Columns that a narrow terminal leaves to the files."""

LONGEST_NOTE = 8
"""Characters of a note that stands in the table; longer ones follow below it."""

MOST_STEPS = 8
"""Lines of the cleaning log that are shown; the manifest has them all."""


def print_results(out: Console, results: Results) -> None:
    """Print the verdict, then one ranked table per space, the winner below each."""
    out.print(f"[bold]{escape(first_line(results))}[/bold]")
    for dataset in results.datasets.values():
        _print_dataset(out, dataset)
    if len(results.rankings) > 1:
        out.print(f"\n{NOT_ACROSS_SPACES}")
    for ranking in results.rankings:
        _print_ranking(out, results, ranking)
    if len(results.rankings) > 1:
        _print_across(out, results)
        _print_shown(out, results)
    scalers = scaler_line(results)
    if scalers:
        out.print(f"\n{escape(scalers)}")
    comparison = dataset_comparison(results)
    if comparison is not None:
        out.print(f"\n{escape(in_words(comparison))}")
    for line in failure_lines(results):
        out.print(f"\n{escape(line)}")
    out.print(f"\n[dim]{escape(settings_line(results))}")
    out.print(f"[dim]{escape(' '.join(_legend(out, results)))}")


def print_files(
    out: Console, folder: Path, files: Sequence[Path], *, manifest: bool = True
) -> None:
    """Say where the files are."""
    tops = [_top(path, folder) for path in files]
    tops += ["manifest.json"] if manifest else []
    names = ", ".join(dict.fromkeys(tops))
    out.print(f"\nFiles in {escape(str(folder))}: {escape(names)}")


def _legend(out: Console, results: Results) -> list[str]:
    """What the headings mean that are there."""
    is_raw = results.rule.method is Method.RANKS
    return [
        text
        for heading, text in LEGEND.items()
        if _fits(out, heading) and not (is_raw and heading.startswith("z "))
    ]


def _top(path: Path, folder: Path) -> str:
    """Name a file of the folder itself, or the folder in it that holds the file."""
    first, *below = path.relative_to(folder).parts
    return f"{first}/" if below else first


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
    text = printable(best).rename(columns=SHORT)
    text.insert(3, "of", [str(tried) for tried in best["tried"]])
    text = text[[heading for heading in text.columns if _fits(out, heading)]]
    text["note"], notes = _numbered(list(text["note"]))
    table = _titled(results.space_name(ranking.space))
    for heading in text.columns:
        words = heading in WORDS
        width = WORDS.get(heading)
        table.add_column(
            heading,
            justify="left" if words else "right",
            min_width=width,
            overflow="fold",
        )
    doubtful = results.lacks_structure(ranking.space)
    for _, row in text.iterrows():
        dim = doubtful or row["rank"] == EMPTY
        table.add_row(*map(escape, row), style="dim" if dim else "")
    out.print()
    out.print(table)
    for line in (*notes, *space_lines(results, ranking)):
        out.print(escape(line))


def _numbered(notes: Sequence[str]) -> tuple[list[str], list[str]]:
    """Put numbers in the place of long notes, equal ones alike, and list them."""
    numbers: dict[str, str] = {}
    short = []
    for note in notes:
        if len(note) > LONGEST_NOTE:
            numbers.setdefault(note, f"({len(numbers) + 1})")
        short.append(numbers.get(note, note))
    return short, [f"{number} {note}" for note, number in numbers.items()]


def _print_shown(out: Console, results: Results) -> None:
    """Say what the report begins with: not always the first space of the table."""
    for dataset in results.datasets.values():
        for ranking in in_order(results, dataset)[:1]:
            line = shown_line(results.space_name(ranking.space), ranking)
            if line:
                out.print(escape(line))


def _print_across(out: Console, results: Results) -> None:
    """Order the spaces by calibrated values, the only ones that compare."""
    frame = spaces_frame(results)
    if frame["null_score"].isna().all():
        return
    table = _titled("Across spaces: standard deviations above data without structure")
    shown = across_table(frame)
    for heading in shown.columns:
        table.add_column(heading, overflow="fold")
    for _, row in shown.iterrows():
        table.add_row(*map(escape, row))
    out.print()
    out.print(table)


def _titled(title: str) -> Table:
    return Table(
        title=escape(title),
        title_justify="left",
        title_style="bold",
        box=None,
        header_style="dim",
        padding=(0, 1, 0, 0),
    )


def _fits(out: Console, heading: str) -> bool:
    return out.width >= WIDE or heading not in ONLY_WHEN_WIDE
