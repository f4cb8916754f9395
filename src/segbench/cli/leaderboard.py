"""One page and one table over all runs that are stored under a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from segbench.cli.console import console
from segbench.cli.stored import read_results, tell_apart
from segbench.cli.warn import warn
from segbench.errors import OutputError, UserError
from segbench.report.files import write_csv
from segbench.report.leaderboard.page import summary, write_leaderboard
from segbench.report.leaderboard.rows import StoredRun, leaderboard_frame
from segbench.store.folder import RECORDS

USAGE = "leaderboard takes one folder: python -m segbench leaderboard results/"
PAGE = "leaderboard.html"
TABLE = "leaderboard.csv"


def leaderboard_command(words: Sequence[str]) -> int:
    """Read every run under a folder and write the page and the table into it.

    With ``output_dir=FOLDER`` they go there. A run that cannot be read is named and
    left out.
    """
    places, options = tell_apart(words, ("output_dir", "debug"), 1, USAGE)
    top = Path(places[0])
    folders = list(_folders(top))
    runs, skipped = [], []
    for folder in folders:
        try:
            runs.append(_read(folder, top))
        except UserError as error:
            skipped.append(f"{_name(folder, top)} is left out: {error}.")
    for sentence in skipped:
        warn(sentence.removesuffix("."))
    if not runs:
        raise OutputError(
            f"{top} holds no run that can be read; python -m segbench makes one in "
            "results/"
        )
    target = Path(options.get("output_dir", top))
    target.mkdir(parents=True, exist_ok=True)
    frame = leaderboard_frame(runs)
    page = write_leaderboard(frame, runs, skipped, target / PAGE)
    table = write_csv(target / TABLE, frame)
    out = console()
    out.print(summary(frame, runs, skipped), markup=False)
    for path in (page, table):
        out.print(str(path), markup=False, soft_wrap=True)
    return 0


def _folders(top: Path) -> Iterator[Path]:
    """Find runs by their records, in the order of their names."""
    if not top.is_dir():
        raise OutputError(f"{top} is no folder; give that of your runs: results/")
    for records in sorted(top.rglob(RECORDS)):
        if records.is_dir():
            yield records.parent


def _name(folder: Path, top: Path) -> str:
    return folder.name if folder == top else folder.relative_to(top).as_posix()


def _read(folder: Path, top: Path) -> StoredRun:
    _, results = read_results(str(folder))
    versions = [job.versions.get("segbench", "") for job in results.jobs]
    return StoredRun(
        name=_name(folder, top),
        results=results,
        date=_date(folder / "manifest.json"),
        version=versions[0] if versions else "",
    )


def _date(manifest: Path) -> str:
    """When a run was made; "" where its manifest is missing, as of one that broke."""
    try:
        created = json.loads(manifest.read_text(encoding="utf-8"))["created"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return str(created)[:10]
