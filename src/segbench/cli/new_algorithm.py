"""Write a package for an algorithm of the user's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from segbench.algorithms.registry import origins
from segbench.errors import ConfigError, UserError
from segbench.scaffold import AlgorithmName, write_package

USAGE = "python -m segbench new-algorithm NAME [--folder FOLDER]"


def new_algorithm(words: Sequence[str]) -> int:
    """Write the package, and say what to do with it."""
    name, folder = _read(words)
    known = origins()
    if name.name in known:
        taken = f"algorithm {name.name!r} is already there, of {known[name.name]}"
        raise ConfigError(f"{taken}; choose another name")
    files = write_package(name, folder)
    print(_said(name, folder, files))  # noqa: T201 this is what was asked for
    return 0


def _read(words: Sequence[str]) -> tuple[AlgorithmName, Path]:
    rest = list(words)
    folder = None
    for place, word in enumerate(rest):
        flag, equals, value = word.partition("=")
        if flag == "--folder":
            after = rest[place + 1 : place + 2] if not equals else [value]
            if not after or not after[0]:
                raise UserError(f"--folder needs a value: {USAGE}")
            folder = Path(after[0])
            del rest[place : place + (1 if equals else 2)]
            break
    if len(rest) != 1 or rest[0].startswith("-"):
        raise UserError(f"new-algorithm takes one name: {USAGE}")
    name = AlgorithmName(rest[0])
    return name, folder or Path(name.distribution)


def _said(name: AlgorithmName, folder: Path, files: Sequence[Path]) -> str:
    lines = [
        *(f"  {path.as_posix()}" for path in files),
        "",
        f"  cd {folder.as_posix()}",
        "  pip install -e .",
        "  pytest                                    its contract, which holds already",
        f"  python -m segbench '+algo=[kmeans,{name.name}]'",
    ]
    return "\n".join(lines)
