"""Texts in another encoding, written again as UTF-8 piece by piece."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from segbench.data.orders.log_files import LogFiles
from segbench.errors import DataError

WINDOWS = "cp1252"
"""What a text without a mark is in where it is no UTF-8; Latin-1 is within it."""

_CHUNK = 2**22


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    """Take the five bytes that Windows-1252 leaves open as Latin-1 has them."""
    assert isinstance(error, UnicodeDecodeError)  # the only one that decoders raise
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("segbench-latin-1", _as_latin_1)


def is_utf8(encoding: str) -> bool:
    """Whether DuckDB reads an encoding by itself."""
    return codecs.lookup(encoding).name in {"utf-8", "utf-8-sig"}


def in_utf8(log: LogFiles, folder: Path) -> LogFiles:
    """Give files that DuckDB can read: these, or copies of them in a folder.

    Raises
    ------
    DataError
        When a file is not in its encoding, or there is no room for a copy.
    """
    if log.layout is None or is_utf8(log.layout.encoding):
        return log
    copies = []
    for i, path in enumerate(log.paths):
        copies.append(folder / f"{i}.csv")
        _write(path, log.layout.encoding, copies[-1])
    return replace(log, paths=tuple(copies))


def _write(path: Path, encoding: str, copy: Path) -> None:
    try:
        with copy.open("wb") as target:
            for piece in _decoded(path, encoding):
                target.write(piece.encode())
    except UnicodeError as error:
        message = f"{path} is not {encoding} text: {error}"
        raise DataError(f"{message}; set dataset.encoding") from error
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"cannot copy {path} as UTF-8: {error}") from error


def _decoded(path: Path, encoding: str) -> Iterator[str]:
    errors = "segbench-latin-1" if encoding == WINDOWS else "strict"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)
