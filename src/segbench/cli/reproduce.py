"""Compute reference tables again and say what has become other; write them first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from segbench.cli.console import console
from segbench.cli.stored import flag_of, read_results, tell_apart
from segbench.errors import UnknownNameError, UserError
from segbench.report.reference import tables
from segbench.report.reference.check import Reproduction, compare
from segbench.report.reference.manifest import (
    is_file,
    read_reference,
    reference_of,
    write_reference,
)
from segbench.report.results import Results
from segbench.store.manifest import versions

USAGE = (
    "reproduce takes one folder: python -m segbench reproduce results/reference/NAME"
)
OPTIONS = ("write", "tables", "dataset.path", "strict", "output_dir", "debug")

DIFFERS = 1
"""Exit code when something exceeds its tolerance."""

MOST_SHOWN = 20
"""Cells beyond their tolerance that are shown; the columns are all listed."""


def reproduce_command(words: Sequence[str]) -> int:
    """Reproduce a reference; with ``write=FOLDER`` make one of a stored run.

    Returns
    -------
    int
        0 when all is within its tolerance, otherwise 1.
    """
    names = dict.fromkeys(one.split(".")[0] for one in OPTIONS)
    places, options = tell_apart(words, list(names), 1, USAGE)
    for name in options:
        if name not in OPTIONS:
            raise UnknownNameError("option", name, OPTIONS)
    if "write" in options:
        _write(places[0], Path(options["write"]), options.get("tables"))
        return 0
    if "tables" in options:
        raise UserError(
            "tables= chooses what is written; the manifest has what is read"
        )
    strict = flag_of(options, "strict", default=False)
    return _reproduce(Path(places[0]), options, strict=strict)


def _write(run: str, folder: Path, named: str | None) -> None:
    _, results = read_results(run)
    texts = tables.texts_of(results, _wanted(results, named))
    jobs = list(results.jobs)
    reference = reference_of(list(results.datasets.values()), jobs, texts)
    files = write_reference(folder, reference, texts)
    out = console()
    out.print(f"{escape(str(folder))}: {', '.join(one.name for one in files)}")
    out.print(
        f"python -m segbench reproduce {escape(str(folder))} computes them again."
    )


def _wanted(results: Results, named: str | None) -> list[str]:
    """Which tables to keep; customers of a file are named in none."""
    found = list(tables.USUAL)
    if named is not None:
        found = [one.strip() for one in named.strip("[]").split(",") if one.strip()]
    if not found:
        raise UserError(f"tables names none; take some of {', '.join(tables.KNOWN)}")
    paths = [(job.config.get("dataset") or {}).get("path") for job in results.jobs]
    if not any(is_file(path) for path in paths):
        return found
    if named is not None and tables.LABELS in found:
        raise UserError(
            "labels say who is in which segment, and these customers are of a file; "
            "leave labels out of tables="
        )
    return [one for one in found if one != tables.LABELS]


def _reproduce(folder: Path, options: dict[str, str], *, strict: bool) -> int:
    from segbench.cli.recompute import recompute

    reference = read_reference(folder)
    results = recompute(reference, options.get("dataset.path"))
    now = tables.texts_of(results, tables.names_of(reference.tables))
    if "output_dir" in options:
        _keep(Path(options["output_dir"]), now)
    found = compare(folder, reference, list(results.datasets.values()), now, versions())
    _print(console(), folder, found, strict=strict)
    if strict and found.versions:
        return DIFFERS
    return 0 if found.holds else DIFFERS


def _keep(folder: Path, texts: dict[str, str]) -> None:
    from segbench.store import create_run_folder
    from segbench.store.atomic import write_text

    made = create_run_folder("results", str(folder))
    made.records.rmdir()  # the tables alone are kept
    for name, text in texts.items():
        write_text(made.path / name, text)


def _print(out: Console, folder: Path, found: Reproduction, *, strict: bool) -> None:
    out.print(_columns(found))
    for name in found.altered:
        out.print(f"\n{escape(name)} is not as it was written: its SHA-256 is another.")
    if found.differences:
        out.print("\n[bold]Beyond the tolerance[/bold]")
        out.print(_cells(found))
        more = len(found.differences) - MOST_SHOWN
        if more > 0:
            out.print(f"and {more:,} more; output_dir=FOLDER keeps what was computed.")
    for name, then, now in found.versions:
        out.print(escape(f"{name} was {then} and is {now}."))
    out.print(f"\n[bold]{escape(_verdict(folder, found, strict=strict))}[/bold]")


def _columns(found: Reproduction) -> Table:
    """Put columns of a table that agree to the last digit on one line."""
    table = Table(box=None, header_style="dim", pad_edge=False)
    for name in (
        "table",
        "column",
        "cells",
        "differ",
        "largest",
        "tolerance",
        "beyond",
    ):
        table.add_column(
            name, justify="left" if name in ("table", "column") else "right"
        )
    same = Counter(one.table for one in found.columns if not one.differing)
    cells = Counter[str]()
    for one in found.columns:
        cells[one.table] += 0 if one.differing else one.cells
    for name in dict.fromkeys(one.table for one in found.columns):
        if same[name]:
            columns = f"{same[name]} columns, to the last digit"
            table.add_row(escape(name), columns, f"{cells[name]:,}", "0", "0", "", "0")
        for one in found.columns:
            if one.table == name and one.differing:
                numbers = (f"{one.cells:,}", f"{one.differing:,}", f"{one.largest:.2g}")
                table.add_row(
                    *map(escape, (name, one.column)),
                    *(*numbers, one.tolerance, f"{one.beyond:,}"),
                )
    return table


def _cells(found: Reproduction) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for name in ("table", "row", "column", "stored", "now", "tolerance"):
        table.add_column(name, overflow="fold")
    for one in found.differences[:MOST_SHOWN]:
        cells = (one.table, one.row, one.column, one.stored, one.now, one.tolerance)
        table.add_row(*map(escape, cells))
    return table


def _verdict(folder: Path, found: Reproduction, *, strict: bool) -> str:
    libraries = ", ".join(name for name, _, _ in found.versions)
    if not found.holds:
        said = f"{len(found.differences):,} values beyond their tolerance"
        if found.altered:
            said += f", {len(found.altered)} files altered"
        why = f"; {libraries} differ, which may be why" if libraries else ""
        return f"{folder} is not reproduced: {said}{why}."
    if libraries and strict:
        return f"The numbers of {folder} hold, but strict=true: {libraries} differ."
    under = f", under other versions of {libraries}" if libraries else ""
    cells = sum(one.cells for one in found.columns)
    return f"{folder} is reproduced: {cells:,} values within their tolerance{under}."
