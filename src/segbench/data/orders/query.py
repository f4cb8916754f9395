"""A log that is the answer to one SELECT on a database, which stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from segbench.data.orders.log_files import LogFiles
from segbench.data.orders.source import OrderSource
from segbench.data.reading.patience import in_time, too_long
from segbench.data.reading.query import query_sqlite
from segbench.data.reading.sql import close_doors, sentence
from segbench.errors import DataError


def connect(log: LogFiles, settings: Mapping[str, Any]) -> Any:
    """Open DuckDB: on its own file, which is only read, or in the memory."""
    import duckdb

    config = dict(settings)
    if log.kind != "duckdb":
        return duckdb.connect(config=config)
    config |= {
        "autoload_known_extensions": False,
        "autoinstall_known_extensions": False,
    }
    return duckdb.connect(str(log.paths[0].resolve()), read_only=True, config=config)


def fill(db: Any, source: OrderSource, log: LogFiles, table: str) -> None:
    """Put the answer to the query into a temporary table.

    Raises
    ------
    DataError
        When it is no single SELECT, or cannot be run.
    """
    assert source.query is not None  # `find` has seen to it
    if log.kind == "sqlite":
        frame, _ = query_sqlite(source.query, log.paths[0])
        db.register("answer", frame)
        db.execute(f"CREATE TEMP TABLE {table} AS FROM answer")
        db.unregister("answer")
    else:
        _fill_from_duckdb(db, source.query, table, log.paths)


def _fill_from_duckdb(db: Any, query: str, table: str, files: Sequence[Path]) -> None:
    """Run the query before any table of ours could stand before one of the file."""
    import duckdb

    try:
        kinds = [statement.type for statement in db.extract_statements(query)]
        if kinds != [duckdb.StatementType.SELECT]:
            message = "dataset.query must be one SELECT that reads and changes nothing"
            raise DataError(f"{message}, not {query[:60]!r}")
        close_doors(db, [])
        bare = query.strip().removesuffix(";")
        with in_time(db, files):
            db.execute(f"CREATE TEMP TABLE {table} AS FROM ({bare}\n)")
    except duckdb.InterruptException as error:
        raise too_long(files) from error
    except duckdb.Error as error:
        raise DataError(f"dataset.query failed: {sentence(error)}") from error
