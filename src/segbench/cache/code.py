"""The code that decides a result, named by a hash."""

from __future__ import annotations

import importlib.metadata
import sys
from functools import cache
from pathlib import Path

from segbench.cache.keys import content_key
from segbench.sources import source_hash
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


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
