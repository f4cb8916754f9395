"""The folder of a run: never shared by two, found again by its records."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import platform
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from segbench.errors import OutputError

RECORDS = "records"

UNFINISHED = ".unfinished"
"""File of a run that goes on; one that was killed leaves it behind."""


@dataclass(frozen=True)
class RunFolder:
    """Where one run, or all jobs of one sweep, write."""

    path: Path
    made: tuple[Path, ...] = ()  # parents that this run made, innermost first

    @property
    def records(self) -> Path:
        """Folder of what was computed; tables are made from it alone."""
        return self.path / RECORDS

    def finished(self) -> None:
        """Say that everything is written."""
        (self.path / UNFINISHED).unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove the folder, and the parents made for it where nobody uses them.

        What has vanished, or may not be removed any more, is left as it is.
        """
        shutil.rmtree(self.path, ignore_errors=True)
        with contextlib.suppress(OSError):
            for parent in self.made:
                parent.rmdir()  # only an empty one

    def __str__(self) -> str:
        return str(self.path)


def create_run_folder(results: str, named: str | None = None) -> RunFolder:
    """Make the folder of a run, or take over that of one that was killed.

    Until `RunFolder.finished` it counts as unfinished. For parameters and errors see
    `create_output_folder`.
    """
    if named and _was_killed(Path(named)):
        shutil.rmtree(named)
    folder = create_output_folder(results, named)
    mark = f"{platform.node()} {os.getpid()}\n"
    (folder.path / UNFINISHED).write_text(mark, "utf-8")
    folder.records.mkdir()
    return folder


def create_output_folder(results: str, named: str | None = None) -> RunFolder:
    """Make a folder that did not exist before.

    Parameters
    ----------
    results : str
        Parent of unnamed folders.
    named : str or None
        The folder itself, when the user has chosen one.

    Raises
    ------
    OutputError
        When it exists or cannot be made.
    """
    path = Path(named) if named else Path(results) / _fresh_name()
    missing = tuple(parent for parent in path.parents if not parent.exists())
    try:
        path.mkdir(parents=True)
    except FileExistsError as error:
        message = f"{path} exists already; a run never writes into another's folder"
        raise OutputError(f"{message}: name a new output_dir") from error
    except OSError as error:
        message = f"cannot make the output folder {path}: {error.strerror or error}"
        raise OutputError(f"{message}; choose another output_dir") from error
    return RunFolder(path, made=missing)


def open_run_folder(path: str) -> RunFolder:
    """Find a run that was made before.

    Raises
    ------
    OutputError
        When the folder holds no run, or links to folders elsewhere, into which a
        report of it would be written.
    """
    folder = RunFolder(Path(path))
    if not folder.records.is_dir():
        message = f"{path} is no segbench run: it has no folder {RECORDS!r}"
        raise OutputError(f"{message}; give a folder such as results/2026-01-31_...")
    for one in folder.path.iterdir():
        if one.is_symlink() and one.is_dir() and one.name != RECORDS:
            raise OutputError(f"{one} is a link; a run has its folders in itself")
    return folder


def _was_killed(path: Path) -> bool:
    """Tell whether a run on this machine left the folder without finishing it."""
    try:
        machine, process = (path / UNFINISHED).read_text("utf-8").rsplit(maxsplit=1)
        os.kill(int(process), 0)  # asks only whether it is there
    except ProcessLookupError:
        return machine == platform.node()
    except (OSError, ValueError):
        return False
    return False


def _fresh_name() -> str:
    now = dt.datetime.now(tz=dt.UTC).astimezone()
    return f"{now:%Y-%m-%d_%H%M%S}_{secrets.token_hex(3)}"
