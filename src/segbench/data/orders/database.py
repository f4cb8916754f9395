"""A DuckDB that holds what a log is made of for as long as it is read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from segbench.data.orders import sql
from segbench.data.orders.dates import largest_parts
from segbench.data.orders.log_files import DATABASES, LogFiles
from segbench.data.orders.query import connect, fill
from segbench.data.orders.readers import reader
from segbench.data.orders.reading import Log
from segbench.data.orders.source import OrderSource
from segbench.data.orders.utf8 import in_utf8
from segbench.data.reading.limits import check_width

LOG = "log"
"""The table, or the view on files, with the log's own columns."""

SAMPLE = 10_000
"""Lines that roles and formats are told from."""


@contextmanager
def open_log(source: OrderSource, log: LogFiles) -> Iterator[tuple[Any, LogFiles]]:
    """Open a database with the log in it; its temporary files vanish with it."""
    with tempfile.TemporaryDirectory(prefix="segbench-orders-") as folder:
        settings: dict[str, Any] = {
            "memory_limit": source.memory,
            "temp_directory": folder,
            "preserve_insertion_order": False,
            **({} if source.threads is None else {"threads": source.threads}),
        }
        log = in_utf8(log, Path(folder))
        with connect(log, settings) as db:
            if log.kind in DATABASES:
                fill(db, source, log, LOG)
            else:
                kind = "TABLE" if log.small_text else "VIEW"
                db.execute(f"CREATE TEMP {kind} {LOG} AS FROM {reader(log)}")
            yield db, log


def describe(db: Any) -> Log:
    """Look at the columns of a log and at its first lines."""
    rows = db.execute(f"DESCRIBE {LOG}").fetchall()
    check_width(len(rows), "the order log")
    types = {row[0]: row[1] for row in rows}
    as_text = {name: f"CAST({sql.name(name)} AS VARCHAR)" for name in types}
    rows = db.execute(sql.select(as_text, LOG, f"LIMIT {SAMPLE}")).fetchall()
    cells = {name: [row[i] or "" for row in rows] for i, name in enumerate(types)}
    return Log(
        types,
        {name: [x.strip() for x in cells[name] if x.strip()] for name in types},
        frozenset(name for name in types if any(map(_is_untidy, cells[name]))),
        lambda column: _largest(db, column),
        lambda column: _has_empty(db, column),
        lambda column: _marked(db, column),
    )


def _is_untidy(cell: str) -> bool:
    return cell != cell.strip() or cell.endswith(".0")


def _has_empty(db: Any, column: str) -> bool:
    empty = f"WHERE {sql.name(column)} IS NULL LIMIT 1"
    return db.execute(sql.select({"n": "1"}, LOG, empty)).fetchone() is not None


def _marked(db: Any, column: str) -> list[str]:
    cell = f"trim(CAST({sql.name(column)} AS VARCHAR))"
    which = f"WHERE contains({cell}, '.') OR contains({cell}, ',') LIMIT {SAMPLE}"
    rows = db.execute(sql.select({"cell": cell}, LOG, which)).fetchall()
    return [row[0] for row in rows]


def _largest(db: Any, column: str) -> tuple[int, int]:
    first, second = db.execute(largest_parts(column, LOG)).fetchone()
    return first or 0, second or 0
