"""Files whose values have types: Parquet and JSON."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from segbench.core import CleaningStep
from segbench.data.reading.columns import native_column
from segbench.data.reading.limits import (
    check_json,
    check_size,
    check_width,
    too_large,
)
from segbench.data.reading.options import ReadOptions
from segbench.data.reading.sql import close_doors, connect, fetch, literal, sentence
from segbench.data.reading.text import decode
from segbench.errors import DataError

Read = tuple[pd.DataFrame, list[CleaningStep]]


def read_parquet(raw: bytes, file: Path) -> Read:
    """Read a Parquet file.

    It is copied first: a ``*`` or ``[`` in its name would mean other files to DuckDB.

    Raises
    ------
    DataError
        When it is damaged or has no row.
    """
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "table.parquet"
        try:
            copy.write_bytes(raw)
            with connect() as connection:
                close_doors(connection, [str(copy)])
                options = "binary_as_string = true, hive_partitioning = false"
                source = f"read_parquet({literal(str(copy))}, {options})"
                select = f"SELECT * FROM {source}"  # noqa: S608
                frame, steps = fetch(connection, select, is_counted=True)
        except OSError as error:
            raise DataError(f"no room for a copy of {file}: {error}") from error
        except duckdb.OutOfMemoryException as error:
            raise too_large(str(file)) from error
        except duckdb.Error as error:
            told = sentence(error).replace(str(copy), file.name)
            raise DataError(f"cannot read {file} as Parquet: {told}") from error
    _check_rows(frame, file)
    return frame, [CleaningStep("", "read as Parquet", len(frame)), *steps]


def read_json(raw: bytes, file: Path, options: ReadOptions) -> Read:
    """Read records, one a line or in one list; a key that a record lacks is missing.

    Raises
    ------
    DataError
        When something is no record, or has a key twice.
    """
    check_json(raw, file)
    text, encoding = decode(raw, file, options.encoding)
    records = list(_records(text, file))
    names = list(dict.fromkeys(name for record in records for name in record))
    check_width(len(names), str(file))
    check_size(len(records), ["VARCHAR"] * len(names))
    columns: dict[str, pd.Series] = {}
    steps = [CleaningStep("", f"read as JSON records in {encoding}", len(records))]
    for name in names:
        values = [record.get(name) for record in records]
        nested = sum(isinstance(value, dict | list) for value in values)
        if nested:
            steps.append(CleaningStep(name, "lists and records taken as text", nested))
            values = [_as_text(value) for value in values]
        columns[name] = native_column(values)
    frame = pd.DataFrame(columns)
    _check_rows(frame, file)
    return frame, steps


def _records(text: str, file: Path) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder(object_pairs_hook=_record)
    position, found = 0, None
    while (position := _next(text, position)) < len(text):
        try:
            found, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            line = text.count("\n", 0, getattr(error, "pos", position)) + 1
            told = getattr(error, "msg", error)
            message = f"{file} is not JSON in line {line}: {told}"
            raise DataError(message) from error
        for record in found if isinstance(found, list) else [found]:
            if not isinstance(record, dict):
                line = text.count("\n", 0, position) + 1
                message = f"{file} holds {str(record)[:40]!r} in or after line {line}"
                raise DataError(f'{message} instead of a record such as {{"age": 30}}')
            yield record
        position = end


def _next(text: str, position: int) -> int:
    """Go on to what is no blank; two records need none between them."""
    while position < len(text) and text[position] in " \t\r\n":
        position += 1
    return position


def _record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        ((twice, _),) = counts.most_common(1)
        raise ValueError(f"a record has the key {twice!r} twice")
    return record


def _as_text(value: Any) -> Any:
    nested = isinstance(value, dict | list)
    return json.dumps(value, ensure_ascii=False) if nested else value


def _check_rows(frame: pd.DataFrame, file: Path) -> None:
    if frame.empty:
        raise DataError(f"{file} has no rows; expected one a customer or purchase")
