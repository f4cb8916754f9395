"""Tables of new customers in pieces, however large the file."""

from __future__ import annotations

import gzip
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from segbench.data import ReadOptions
from segbench.data.reading import read_table
from segbench.data.reading.content import GZIP, kind_of
from segbench.data.reading.dialect import Dialect, guess_dialect, take_hint
from segbench.data.reading.sql import close_doors, connect, literal, sentence
from segbench.data.reading.text import decode
from segbench.errors import DataError

SMALL = 16 << 20
"""Bytes of a file that is read at once, with all that is found out about one."""

SMALL_PACKED = 2 << 20
"""The same of a packed one."""

ROWS = 65_536
"""Customers in a piece; DuckDB counts in vectors of 2048."""

_VECTOR = 2_048
_HEAD = 1 << 20
"""Bytes in which the delimiter is looked for."""

Needed = Callable[[Sequence[str]], Sequence[str]]
"""Which of the columns of a file are wanted; refuses where one is missing."""


def pieces(path: str, needed: Needed) -> Iterator[pd.DataFrame]:
    """Give the rows of a file in its order, piece by piece.

    Parameters
    ----------
    path : str
        CSV or Parquet; what is small may be whatever `read_table` reads.
    needed : function
        From the names of all columns to those that are wanted.

    Raises
    ------
    DataError
        When it cannot be read; the sentence names the file.
    """
    file = Path(path).expanduser()
    start = _start(file)
    packed = start.startswith((GZIP, b"PAR1"))
    if file.is_file() and file.stat().st_size > (SMALL_PACKED if packed else SMALL):
        kind = "csv" if start.startswith(GZIP) else kind_of(start, file)
        if kind in {"csv", "parquet"}:
            yield from _streamed(file, kind, needed)
            return
    frame, _ = read_table(path)
    wanted = frame[list(needed([str(name) for name in frame.columns]))]
    for first in range(0, len(wanted), ROWS):
        yield wanted.iloc[first : first + ROWS].reset_index(drop=True)


def _start(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(64)
    except OSError:
        return b""  # a folder, a pattern, or nothing: reading will say


def _streamed(file: Path, kind: str, needed: Needed) -> Iterator[pd.DataFrame]:
    """Let DuckDB read on while customers are assigned.

    It gets the file under another name: a ``*`` in its own would mean other files.
    """
    import duckdb

    with tempfile.TemporaryDirectory() as folder, connect() as connection:
        link = Path(folder) / ("table.csv.gz" if _is_packed(file) else f"table.{kind}")
        try:
            link.symlink_to(file.resolve())
            source = _csv(file, link) if kind == "csv" else _parquet(link)
            close_doors(connection, [str(link), str(file.resolve())])
            names = _names(connection, source)
            chosen = ", ".join(map(_quoted, needed(names)))
            connection.execute(f"SELECT {chosen} FROM {source}")  # noqa: S608
            while len(frame := connection.fetch_df_chunk(ROWS // _VECTOR)):
                yield frame
        except duckdb.Error as error:
            told = sentence(error).replace(str(link), file.name)
            raise DataError(f"cannot read {file}: {told}") from error
        except OSError as error:
            raise DataError(f"cannot read {file}: {error}") from error


def _is_packed(file: Path) -> bool:
    return _start(file).startswith(GZIP)


def _names(connection: Any, source: str) -> list[str]:
    described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()  # noqa: S608
    return [str(row[0]) for row in described]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _parquet(link: Path) -> str:
    options = "binary_as_string = true, hive_partitioning = false"
    return f"read_parquet({literal(str(link))}, {options})"


def _csv(file: Path, link: Path) -> str:
    dialect, skip = _dialect(file)
    settings = {
        "all_varchar": "true",
        "auto_detect": "false",
        "columns": _columns(file, dialect, skip),
        "header": "true",
        "skip": str(skip),
        "delim": literal(dialect.delimiter),
        "quote": literal(dialect.quote),
        "escape": literal(dialect.quote),
        "null_padding": "false",
        "ignore_errors": "false",
    }
    del settings["all_varchar"]  # the columns are all text already
    told = ", ".join(f"{name} = {value}" for name, value in settings.items())
    return f"read_csv({literal(str(link))}, {told})"


def _head(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            unpacked = gzip.GzipFile(fileobj=stream) if _is_packed(file) else stream
            raw = unpacked.read(_HEAD)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"cannot read {file}: {error}") from error
    text, encoding = decode(raw[: raw.rfind(b"\n") + 1] or raw, file, None)
    if encoding != "utf-8":
        raise DataError(f"{file} is {encoding} text; save a file this large as UTF-8")
    return text


def _dialect(file: Path) -> tuple[Dialect, int]:
    """Find out how cells are told apart, and how many lines come before the names."""
    head = _head(file)
    text, options = take_hint(head, ReadOptions(header=True))
    return guess_dialect(text, options), int(len(text) < len(head))


def _columns(file: Path, dialect: Dialect, skip: int) -> str:
    import csv

    lines = _head(file).splitlines()[skip:]
    quoting = (
        {"quotechar": dialect.quote} if dialect.quote else {"quoting": csv.QUOTE_NONE}
    )
    row = next(csv.reader(lines, delimiter=dialect.delimiter, **quoting))
    names = [name.strip() for name in row]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise DataError(f"{file} has more than one column named {twice!r}; rename one")
    return "{" + ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names) + "}"
