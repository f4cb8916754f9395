"""DuckDB, closed to everything that was not named, and its results as a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from segbench.core import CleaningStep
from segbench.data.reading.columns import native_column
from segbench.data.reading.limits import check_size, check_width, most_bytes

if TYPE_CHECKING:
    import duckdb

_AS_THEY_ARE = {
    "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT",
    "UINTEGER", "VARCHAR", "DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS",
    "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE",
}  # fmt: skip
_LONG = {"UBIGINT", "HUGEINT", "UHUGEINT", "BIGNUM"}
_ANSWER = "segbench_answer"
_NESTED = ("STRUCT", "MAP", "UNION", "BLOB", "VARIANT")


def connect(database: str = ":memory:", **settings: Any) -> duckdb.DuckDBPyConnection:
    """Open DuckDB so that it loads no extension and writes nothing beside a file."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "autoload_known_extensions": False,
        "autoinstall_known_extensions": False,
        "temp_directory": "",
        "preserve_insertion_order": True,
        "memory_limit": f"{most_bytes() >> 20}MiB",
    }
    return duckdb.connect(database, config=config, **settings)


def close_doors(connection: duckdb.DuckDBPyConnection, files: list[str]) -> None:
    """Let the connection read these files, no other, and change no setting."""
    connection.execute(f"SET allowed_paths = [{', '.join(map(literal, files))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def literal(text: str) -> str:
    """Quote a text for SQL."""
    return "'" + text.replace("'", "''") + "'"


def sentence(error: Exception) -> str:
    """Take the first lines of an error, up to where advice and source text start."""
    return " ".join(str(error).split("\n\n")[0].split()).removesuffix(".")


def fetch(
    connection: duckdb.DuckDBPyConnection, select: str, *, is_counted: bool = False
) -> tuple[pd.DataFrame, list[CleaningStep]]:
    """Run a SELECT; columns keep their types, and whole numbers their digits.

    Parameters
    ----------
    connection : DuckDBPyConnection
    select : str
    is_counted : bool
        Whether its rows can be counted at once, as those of a Parquet file.

    Returns
    -------
    frame : DataFrame
        int64, float64, bool, datetime64 and text; missing is NaN, NaT or None.
        Whole numbers beyond 2**53 stay whole numbers beside missing ones.
    steps : list of CleaningStep
        Columns whose type a customer table cannot hold, taken as text.

    Raises
    ------
    duckdb.Error
        As it comes, `duckdb.OutOfMemoryException` for a table that is too large: a
        small file may hold one value very often.
    DataError
        When there are too many columns.
    """
    described = connection.execute(f"DESCRIBE {select}").fetchall()
    check_width(len(described), "the table")
    names = [str(row[0]) for row in described]
    types = [str(row[1]) for row in described]
    aliases = [f"c{i}" for i in range(len(names))]
    casts = ", ".join(map(_cast, aliases, types))
    inner = f"FROM ({select}\n) AS t({', '.join(aliases)})"
    if is_counted:
        check_size(_count(connection, f"({select}\n)"), types)
    # DuckDB keeps to its memory, which what it gives to Python would not.
    connection.execute(f"CREATE TEMP TABLE {_ANSWER} AS SELECT {casts} {inner}")
    check_size(_count(connection, _ANSWER), types)
    arrays = connection.execute(f"FROM {_ANSWER}").fetchnumpy()
    columns = [
        _column(arrays[alias], kind) for alias, kind in zip(aliases, types, strict=True)
    ]
    frame = pd.concat(columns, axis=1) if columns else pd.DataFrame()
    steps = [
        CleaningStep(name, f"values of type {kind} taken as text", len(frame))
        for name, kind in zip(names, types, strict=True)
        if kind.endswith("]") or kind.startswith(_NESTED)
    ]
    return frame.set_axis(names, axis=1), steps


def _count(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM {source}").fetchone()  # noqa: S608
    return 0 if found is None else int(found[0])


def _cast(name: str, kind: str) -> str:
    if kind in _AS_THEY_ARE:
        return name
    fraction = kind.startswith("DECIMAL") and not kind.endswith(",0)")
    if kind in {"FLOAT", "DOUBLE"} or fraction:
        return f"{name}::DOUBLE AS {name}"
    return f"{name}::VARCHAR AS {name}"


def _column(values: Any, kind: str) -> pd.Series:
    data, missing = np.ma.getdata(values), np.ma.getmaskarray(values)
    if kind in _LONG or (kind.startswith("DECIMAL") and kind.endswith(",0)")):
        pairs = zip(data, missing, strict=True)
        return native_column([None if gone else int(text) for text, gone in pairs])
    if not missing.any():
        return pd.Series(data)
    if data.dtype.kind in "biuO":
        there = data.astype(object)
        there[missing] = None
        return native_column(there.tolist())
    return pd.Series(data).mask(missing)
