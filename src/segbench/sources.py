"""The source of a package, named by a hash."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path


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
