"""Which files a path means: one, those of a folder, or those of a pattern."""

from __future__ import annotations

import difflib
import glob
from collections import Counter
from pathlib import Path

from segbench.errors import DataError

_ALIKE = 0.75
"""Names less alike than this are of other files."""


def find_files(path: str) -> list[Path]:
    """Give the files of a path in the order of their names.

    Parameters
    ----------
    path : str
        A file, a folder, or a pattern such as ``sales/2024-*.csv``. A file that is
        there is meant literally, whatever characters its name has.

    Raises
    ------
    DataError
        When no file is there; the nearest name in the folder is suggested.
    """
    if not path:
        raise DataError("dataset.path is empty; give a file, a folder or a pattern")
    there = Path(path)
    try:
        there = there.expanduser()
        if there.is_file():
            return [there]
        if there.is_dir():
            return _in_folder(there)
        found = sorted(glob.glob(str(there), recursive=True))  # noqa: PTH207, as typed
    except (OSError, ValueError, RuntimeError) as error:  # no name, or no such user
        raise DataError(f"cannot look for {path!r}: {error}") from error
    files = [Path(name) for name in found if Path(name).is_file()]
    if files:
        return files
    if glob.has_magic(path):
        raise DataError(f"no file matches {path}; check dataset.path")
    raise DataError(f"no file at {path}; check dataset.path{_nearest(there)}")


def _in_folder(folder: Path) -> list[Path]:
    """List what a person put there; hidden files and markers are a program's."""
    files = [file for file in folder.iterdir() if file.is_file()]
    files = [file for file in files if not file.name.startswith((".", "_"))]
    if not files:
        raise DataError(f"the folder {folder} has no files; check dataset.path")
    return sorted(files)


def _nearest(missing: Path) -> str:
    try:
        there = sorted(missing.parent.iterdir())
    except OSError:
        return f" (there is no folder {missing.parent} either)"
    by_stem = {file.stem: file for file in there}  # endings are alike anyway
    close = difflib.get_close_matches(missing.stem, by_stem, n=1, cutoff=_ALIKE)
    return f", did you mean {str(by_stem[close[0]])!r}?" if close else ""


def without_others(files: list[Path], odd: Path) -> str:
    """Say which pattern leaves out a file that is not like the others; "" for none."""
    kinds = Counter("".join(file.suffixes).lower() for file in files)
    usual, _ = kinds.most_common(1)[0]
    if not usual or "".join(odd.suffixes).lower() == usual:
        return ""
    return f"; for the others alone: 'dataset.path={odd.parent / f'*{usual}'}'"
