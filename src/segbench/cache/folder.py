"""A cache in a folder: one file a key, whole or not there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from segbench.cache.codec import decode, encode
from segbench.cache.container import pack, unpack
from segbench.cache.interface import MISSING
from segbench.errors import OutputError
from segbench.store.atomic import replacing

_KEY = re.compile(r"[0-9a-f]{3,}")


@dataclass
class FolderCache:
    """Values in the files of a folder, such as ``ab/cdef0123.rec``.

    Any number of processes may use one folder at a time: a file takes its name once it
    is whole, and the last writer of a key wins. Files are not forced onto the disk, so
    a power cut may lose or spoil the latest of them. A checksum finds what is spoilt,
    and what is damaged, foreign or of a newer segbench counts as not there: it is
    computed again and written over.

    Parameters
    ----------
    folder : Path
        Where the files are; made when the first value comes.
    fresh : bool
        Whether what is there is ignored, and written over.

    Attributes
    ----------
    found : int
        Values that were there, in this process.
    stored : int
        Values that were written, by this process.
    """

    folder: Path
    fresh: bool = False
    found: int = 0
    stored: int = 0
    _made: bool = field(default=False, init=False, repr=False)

    def get(self, key: str) -> Any:
        """Give the value of a key, or `MISSING`.

        Raises
        ------
        OutputError
            When a file is there and may not be read.
        """
        if self.fresh:
            return MISSING
        path = self._path(key)
        try:
            data = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return MISSING
        except OSError as error:
            raise OutputError(
                f"cannot read {path}: {error.strerror or error}"
            ) from error
        try:
            value = decode(unpack(data, key))
        except Exception:  # noqa: BLE001 a foreign file may make Python say anything
            return MISSING
        self.found += 1
        return value

    def put(self, key: str, value: Any) -> None:
        """Write a value under a key.

        Raises
        ------
        TypeError
            When the value holds something that cannot be kept; nothing is written.
        OutputError
            When the folder has vanished, is full or may not be written.
        """
        parts = pack(encode(value), key)
        path = self._path(key)
        self._make(path.parent)
        with replacing(path) as temporary, temporary.open("wb") as file:
            file.writelines(parts)
        self.stored += 1

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} is no key: hex digits, as of content_key")
        return self.folder / key[:2] / f"{key[2:]}.rec"

    def _make(self, folder: Path) -> None:
        """Make the folders once; one that vanishes later is not made in its place."""
        try:
            if not self._made:
                self.folder.mkdir(parents=True, exist_ok=True)
                self._made = True
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"cannot write {folder}: {error.strerror or error}"
            ) from error
