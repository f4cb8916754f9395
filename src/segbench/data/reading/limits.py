"""How much a file may hold: what is made to fill the memory ends in a sentence.

Sizes alone refuse nobody's order log: a packed file is a bomb by its size and by how
far it unpacks, a table by what it would take of this machine's memory.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from segbench.errors import DataError

LARGEST = 8 << 30
"""Bytes of a table, unpacked; no machine has to hold more of one."""

MEMORY_SHARE = 4
"""A table may take this part of the memory: it is copied while it is read."""

BOMB_BYTES = 1 << 30
"""From here on, a file that unpacks to `BOMB_RATIO` times itself is no table."""

BOMB_RATIO = 200
"""Customer tables and order logs pack 5 to 30 times."""

MOST_COLUMNS = 5_000
"""More are no table of customers; they would be compared in pairs."""

LONGEST_LINE = 16 << 20
"""Bytes of a line; more is no row of a table."""

LONGEST_CELL = 64 << 20
"""Bytes of a value in the answer of a database."""

_TRIED_PACKED, _TRIED = 1 << 20, 256 << 20
"""Bytes of a packed log, and unpacked ones, that tell how far it unpacks."""

LONGEST_NAME = 1_000
"""Characters of the name of a column; more would be none that anybody reads."""

_RECORD_BYTES, _VALUE_BYTES = 256, 64
"""What a record of JSON and what is in it take in the memory, roughly."""

_TEXT_COPIES = 2
"""A text may be this part of a table's bytes: it is held in several forms."""

_NUMBER_BYTES, _TEXT_BYTES, _CHARACTER_BYTES = 8, 64, 4
"""What a value takes in a table, at least."""


def most_bytes() -> int:
    """Bytes that a table may take on this machine."""
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # not on Windows
        return LARGEST
    return min(LARGEST, memory // MEMORY_SHARE)


def is_bomb(packed: int, unpacked: int) -> bool:
    """Whether a packed file is made to fill the memory."""
    return unpacked > BOMB_BYTES and unpacked > BOMB_RATIO * packed


def check_packed(file: Path) -> None:
    """Refuse a long gzip file whose beginning unpacks like no text of a table.

    Raises
    ------
    DataError
        When it is a bomb.
    """
    size = 0
    with file.open("rb") as packed, gzip.open(packed) as stream:
        while size < _TRIED and packed.tell() < _TRIED_PACKED:
            chunk = stream.read(1 << 22)
            size += len(chunk)
            if not chunk:
                break
        ratio = size / max(packed.tell(), 1)
    total = int(ratio * file.stat().st_size)
    if is_bomb(file.stat().st_size, total):
        message = f"{file} unpacks to about {total >> 20:,} MiB"
        raise DataError(f"{message}; unpack it yourself if that is right")


def check_size(n_rows: int, types: Sequence[str]) -> None:
    """Refuse a table that would take more memory than it is given.

    Parameters
    ----------
    n_rows : int
    types : sequence of str
        DuckDB's types of the columns.

    Raises
    ------
    DataError
        With the size.
    """
    row = sum(_TEXT_BYTES if "VARCHAR" in one else _NUMBER_BYTES for one in types)
    if n_rows * row > most_bytes():
        raise too_large(f"a table of {n_rows:,} rows and {len(types):,} columns")


def check_width(n_columns: int, where: str) -> None:
    """Refuse more columns than a table of customers has.

    Raises
    ------
    DataError
        With the limit.
    """
    if n_columns > MOST_COLUMNS:
        raise DataError(
            f"{where} has {n_columns:,} columns; at most {MOST_COLUMNS:,} can be "
            "read, so keep those that describe customers"
        )


def check_lines(raw: bytes, file: Path) -> None:
    """Refuse a line that is no row; looks at few places of the file.

    Raises
    ------
    DataError
        With the limit.
    """
    start = 0
    while len(raw) - start > LONGEST_LINE:
        end = start + LONGEST_LINE
        last = max(raw.rfind(mark, start, end) for mark in (b"\n", b"\r"))
        if last < 0:
            message = f"{file} has a line of more than {LONGEST_LINE >> 20} MiB"
            raise DataError(f"{message}: it is no table of customers")
        start = last + 1


def check_text(raw: bytes, file: Path) -> None:
    """Refuse a text with more lines than a table of them could hold.

    Raises
    ------
    DataError
        With the size.
    """
    if len(raw) > most_bytes() // _TEXT_COPIES:
        raise too_large(str(file))
    lines = max(raw.count(b"\n"), raw.count(b"\r"))
    check_size(lines, ["VARCHAR"])


def check_json(raw: bytes, file: Path) -> None:
    """Refuse records that would take more memory than a table is given.

    Raises
    ------
    DataError
        Where their brackets and marks alone say so.
    """
    values = sum(raw.count(mark) for mark in (b",", b":", b"["))
    if raw.count(b"{") * _RECORD_BYTES + values * _VALUE_BYTES > most_bytes():
        raise too_large(str(file))


def check_names(names: Iterable[str]) -> None:
    """Refuse a name that nobody could read.

    Raises
    ------
    DataError
        With its beginning.
    """
    for name in names:
        if len(name) > LONGEST_NAME:
            raise DataError(
                f"a column's name has {len(name):,} characters, at most "
                f"{LONGEST_NAME:,} can be read: {name[:40]!r}..."
            )


def check_texts(texts: Sequence[str], what: str) -> None:
    """Refuse texts whose longest is far longer than the others.

    They are stored side by side, each in the room of the longest.

    Raises
    ------
    DataError
        With its length.
    """
    longest = max(map(len, texts), default=0)
    if longest * len(texts) * _CHARACTER_BYTES > most_bytes():
        raise DataError(
            f"{what} holds a text of {longest:,} characters, and {len(texts):,} "
            "customers would take the room of it; shorten it or leave the column out"
        )


def too_large(what: str) -> DataError:
    """Say that a table does not fit."""
    most = most_bytes() / (1 << 30)
    message = f"{what} is larger than {most:.1f} GiB as a table"
    return DataError(f"{message}, all that is given to one; take fewer rows or columns")
