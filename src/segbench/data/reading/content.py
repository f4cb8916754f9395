"""The bytes of a file, and what kind of file they are."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path

from segbench.data.reading.limits import is_bomb, most_bytes, too_large
from segbench.errors import DataError

GZIP = b"\x1f\x8b"
_CHUNK = 1 << 24

_MAGIC = {
    b"PAR1": "parquet",
    b"SQLite format 3\x00": "sqlite",
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an Excel workbook",
    b"BZh": "compressed with bzip2",
    b"\xfd7zXZ\x00": "compressed with xz",
    b"\x28\xb5\x2f\xfd": "compressed with zstd",
    b"%PDF-": "a PDF document",
}
READABLE = {"parquet", "sqlite", "duckdb", "json", "csv"}


def read_bytes(file: Path) -> tuple[bytes, bool]:
    """Read a file, unpacked when it is gzip-compressed, whatever its name.

    Returns
    -------
    content : bytes
    unpacked : bool
        Whether it was compressed.

    Raises
    ------
    DataError
        When it cannot be read or is not what its ``.gz`` says, or when unpacking
        would take more than `most_bytes` or looks made to fill the memory.
    """
    try:
        with file.open("rb") as stream:
            packed = stream.read(len(GZIP)) == GZIP
        if not packed and file.suffix.lower() == ".gz" and file.stat().st_size:
            raise DataError(f"cannot read {file}: its name ends in .gz, it is not gzip")
        if not packed and file.stat().st_size > most_bytes():
            raise too_large(str(file))
        raw = b"".join(_unpack(file)) if packed else file.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"cannot read {file}: {error}") from error
    except MemoryError as error:
        raise DataError(f"{file} does not fit into the memory") from error
    return raw, packed


def _unpack(file: Path) -> Iterator[bytes]:
    size = 0
    with file.open("rb") as packed, gzip.open(packed) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if is_bomb(packed.tell(), size) or size > most_bytes():
                message = f"{file} unpacks to more than {size >> 20:,} MiB"
                raise DataError(f"{message}; unpack it yourself if that is right")
            yield chunk


def kind_of(raw: bytes, file: Path) -> str:
    """Say what the bytes are: ``parquet``, ``sqlite``, ``duckdb``, ``json`` or ``csv``.

    Raises
    ------
    DataError
        When they are of a kind that segbench does not read, such as a workbook.
    """
    kinds = [kind for start, kind in _MAGIC.items() if raw.startswith(start)]
    if raw[8:12] == b"DUCK":
        kinds = ["duckdb"]
    kind = kinds[0] if kinds else ""
    if kind and kind not in READABLE:
        raise DataError(f"{file} is {kind}; save it as CSV or Parquet and take that")
    suffixes = {suffix.lower() for suffix in file.suffixes}
    named_json = suffixes & {".json", ".jsonl", ".ndjson"}
    return kind or ("json" if named_json or _starts_as_json(raw) else "csv")


def _starts_as_json(raw: bytes) -> bool:
    """A first line that is a record, or a list that starts with a record."""
    start = raw[:1_000_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"[":
        return start[1:].lstrip()[:1] == b"{"
    if start[:1] != b"{":
        return False
    try:
        json.JSONDecoder().raw_decode(start.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return False
    return True
