"""The code that decides a result, named by a hash."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from segbench.cache.keys import content_key
from segbench.version import __version__

_LIBRARIES = ("numpy", "scipy", "scikit-learn", "hdbscan", "numba")


@cache
def code_version() -> str:
    """Give a hash of the code that decides a result, 32 hex digits.

    It changes with segbench's version and with any of its Python files, with Python's
    minor version, and with the versions of numpy, scipy, scikit-learn, hdbscan and
    numba. The files are read once a process.
    """
    python = sys.version_info[:2]
    libraries = [_version(name) for name in _LIBRARIES]
    sources = source_hash(Path(__file__).parents[1])
    return content_key(__version__, sources, tuple(python), libraries)


def source_hash(package: Path) -> str:
    """Hash the names and the content of the Python files below a folder."""
    digest = hashlib.blake2b(digest_size=16)
    for name in sorted(_python_files(str(package), "")):
        content = Path(package, name).read_bytes()
        digest.update(f"{len(name)} {name} {len(content)} ".encode())
        digest.update(content)
    return digest.hexdigest()


def _python_files(folder: str, below: str) -> Iterator[str]:
    """Name the files as they are called below the folder, with ``/``, quickly."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                yield below + entry.name
            elif entry.name != "__pycache__" and entry.is_dir():
                yield from _python_files(entry.path, f"{below}{entry.name}/")


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
