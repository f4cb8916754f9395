"""The answer to one SELECT as a table; nothing is ever written."""

from __future__ import annotations

import glob
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd

from segbench.core import CleaningStep
from segbench.data.reading import limits
from segbench.data.reading.columns import native_column
from segbench.data.reading.patience import (
    Patience,
    in_time,
    seconds_for,
    too_long,
)
from segbench.data.reading.sql import close_doors, connect, fetch, sentence
from segbench.errors import DataError

Read = tuple[pd.DataFrame, list[CleaningStep]]

_STEPS = 1_000_000  # of SQLite between two looks at the clock
_ROWS = 10_000
_ONE_SELECT = "dataset.query must be one SELECT that reads and changes nothing"


def query_duckdb(query: str, database: Path | None) -> Read:
    """Run a SELECT on a DuckDB file opened read-only, or on the files it names.

    Parameters
    ----------
    query : str
        One statement. Files it names in quotes may be read, and no others.
    database : Path, optional

    Raises
    ------
    DataError
        When it is no single SELECT, cannot be run or gives no row.
    """
    import duckdb

    try:
        with _open(database) as connection:
            statements = connection.extract_statements(query)
            kinds = [statement.type for statement in statements]
            if kinds != [duckdb.StatementType.SELECT]:
                raise DataError(f"{_ONE_SELECT}, not {query[:60]!r}")
            named = [] if database else _files_named(query)
            close_doors(connection, named)
            files = _there(named, database)
            with in_time(connection, files):
                frame, steps = fetch(connection, _without_end(query))
    except duckdb.InterruptException as error:
        raise too_long(files) from error
    except duckdb.OutOfMemoryException as error:
        raise limits.too_large("the answer to dataset.query") from error
    except duckdb.Error as error:
        raise DataError(f"dataset.query failed: {sentence(error)}") from error
    return _checked(frame, "DuckDB", steps)


def _without_end(query: str) -> str:
    """Cut a statement at its semicolon, which comments may follow."""
    import duckdb

    comment = duckdb.token_type.comment
    raw = query.encode()  # places are counted in bytes
    tokens = [place for place, kind in duckdb.tokenize(query) if kind != comment]
    ended = raw[tokens[-1] :].startswith(b";")
    return raw[: tokens[-1]].decode() if ended else query


def _open(database: Path | None) -> Any:
    if database is None:
        return connect()
    return connect(str(database.resolve()), read_only=True)


def _files_named(query: str) -> list[str]:
    """List the files that stand in quotes in the query, patterns filled in."""
    named = re.findall(r"'((?:[^']|'')+)'|\"([^\"]+)\"", query)
    texts = [text or name for text, name in named]
    found = [file for text in texts for file in [text, *glob.glob(text)]]  # noqa: PTH207
    found = [file for file in found if "://" not in file]
    # Some versions of DuckDB compare names as they are typed, others whole paths.
    return [*found, *(str(Path(file).absolute()) for file in found)]


def _there(named: list[str], database: Path | None) -> list[Path]:
    """List the files that a query reads, each once: they say how long it may take."""
    found = {Path(one).absolute() for one in named if Path(one).is_file()}
    return [*found, *([database] if database else [])]


def query_sqlite(query: str, database: Path) -> Read:
    """Run a SELECT on a SQLite file opened read-only.

    Raises
    ------
    DataError
        When it is no single SELECT, cannot be run or gives no row.
    """
    uri = f"{database.resolve().as_uri()}?mode=ro"
    if not database.with_name(f"{database.name}-wal").exists():
        uri += "&immutable=1"  # else SQLite puts files beside the user's
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            connection.set_authorizer(_only_reading)
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.LONGEST_CELL)
            patience = Patience(seconds_for([database]))
            connection.set_progress_handler(lambda: patience.is_over, _STEPS)
            cursor = connection.execute(query)
            names = [column[0] for column in cursor.description or ()]
            rows = _within_memory(cursor)
    except (sqlite3.Error, sqlite3.Warning) as error:
        if "interrupted" in str(error):
            raise too_long([database]) from error
        hint = f"; {_ONE_SELECT}" if "authorized" in str(error) else ""
        raise DataError(f"dataset.query failed: {error}{hint}") from error
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    series = [
        native_column([_as_text(value) for value in column]) for column in columns
    ]
    frame = (
        pd.concat(series, axis=1).set_axis(names, axis=1) if names else pd.DataFrame()
    )
    return _checked(frame, "SQLite", [])


def _within_memory(cursor: sqlite3.Cursor) -> list[tuple[Any, ...]]:
    """Take rows as long as they fit: a view may have no end."""
    rows: list[tuple[Any, ...]] = []
    size, most = 0, limits.most_bytes()
    while some := cursor.fetchmany(_ROWS):
        rows += some
        size += sum(sys.getsizeof(one) for row in some for one in (row, *row))
        if size > most:
            raise limits.too_large("the answer to dataset.query")
    return rows


def _only_reading(action: int, *_: Any) -> int:
    reading = {
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_RECURSIVE,
    }
    return sqlite3.SQLITE_OK if action in reading else sqlite3.SQLITE_DENY


def _as_text(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def _checked(frame: pd.DataFrame, engine: str, steps: list[CleaningStep]) -> Read:
    names = list(frame.columns)
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        message = f"dataset.query gives more than one column named {twice[0]!r}"
        raise DataError(f"{message}; rename one with AS")
    if frame.empty:
        raise DataError("dataset.query gives no row; expected one a customer")
    said = f"read from the answer of {engine} to the query"
    return frame, [CleaningStep("", said, len(frame)), *steps]
