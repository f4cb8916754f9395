"""What changed between two runs, in the terminal and as tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from segbench.cli.console import console
from segbench.cli.stored import read_results, tell_apart
from segbench.report.files import write_csv
from segbench.report.html.parts import cell
from segbench.report.run_difference import RunDifference, difference
from segbench.report.terminal import print_files
from segbench.store import create_output_folder

MOST_SHOWN = {"Customers who moved": 10}
MOST_ROWS = 40
"""Rows of a table that are printed, by its title; output_dir= writes all."""

USAGE = "compare takes two runs: python -m segbench compare results/A results/B"


def compare_command(words: Sequence[str]) -> int:
    """Print what differs between two runs; with ``output_dir=`` write tables, too."""
    places, options = tell_apart(words, ("output_dir", "debug"), 2, USAGE)
    found = difference(*(read_results(place)[1] for place in places))
    out = console()
    _print(out, found)
    if "output_dir" in options:
        folder = create_output_folder("results", options["output_dir"])
        tables = {
            "settings.csv": found.settings,
            "versions.csv": found.versions,
            "ranks.csv": found.ranks,
            "moved.csv": found.moved,
        }
        files = [write_csv(folder.path / name, one) for name, one in tables.items()]
        print_files(out, folder.path, files, manifest=False)
    return 0


def _print(out: Console, found: RunDifference) -> None:
    out.print(f"[bold]{escape(_first_line(found))}[/bold]")
    for line in found.data:
        out.print(f"  {escape(line)}")
    for title, frame in (
        ("Settings that differ", found.settings),
        ("Versions that differ", found.versions),
        ("The best of every algorithm", found.ranks.drop(columns=_unshown(found))),
        ("Customers who moved", found.moved),
    ):
        if frame.empty:
            out.print(f"\n{title}: none.")
            continue
        out.print(f"\n[bold]{title}[/bold]")
        most = MOST_SHOWN.get(title, MOST_ROWS)
        out.print(_table(frame.head(most)))
        if len(frame) > most:
            more = len(frame) - most
            out.print(f"and {more:,} more; output_dir=FOLDER writes them all.")


def _first_line(found: RunDifference) -> str:
    if np.isnan(found.ari) and not found.common:
        return "The runs have no segmented customers in common."
    return (
        f"{len(found.moved):,} of {found.common:,} common customers are in another "
        f"segment; adjusted Rand index {found.ari:.3f}."
    )


def _unshown(found: RunDifference) -> list[str]:
    """Leave the measures to the file."""
    measures = ("silhouette", "stability")
    return [name for name in map(str, found.ranks) if name.startswith(measures)]


def _table(frame: pd.DataFrame) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for name in frame:
        table.add_column(str(name).replace("_", " "))
    for row in frame.itertuples(index=False, name=None):
        table.add_row(*(escape(cell(value).text) for value in row))
    return table
