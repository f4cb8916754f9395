"""Read a table from wherever it is, and say what was found out on the way."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd

from segbench.core import CleaningStep
from segbench.data.reading.columns import native_column
from segbench.data.reading.content import kind_of, read_bytes
from segbench.data.reading.delimited import read_delimited
from segbench.data.reading.files import find_files, without_others
from segbench.data.reading.limits import check_size
from segbench.data.reading.options import ReadOptions
from segbench.data.reading.query import query_duckdb, query_sqlite
from segbench.data.reading.typed import Read, read_json, read_parquet
from segbench.errors import DataError

_DATABASES = {"duckdb": query_duckdb, "sqlite": query_sqlite}
_DEFAULTS = ReadOptions()


def read_table(path: str, options: ReadOptions = _DEFAULTS) -> Read:
    """Read a file, or the files of a folder or pattern, as one table.

    Parameters
    ----------
    path : str
        Delimited text, Parquet or JSON records, also gzip-compressed; a folder or a
        pattern of such files with the same columns; a DuckDB or SQLite file with a
        query; ``""`` when the query names its files.
    options : ReadOptions
        What is to be taken for granted instead of found out.

    Returns
    -------
    frame : DataFrame
        Rows in the order of the file, of files in the order of their names. From
        delimited text every cell is text without blanks around, an empty cell ``""``;
        from other files values keep their types, missing ones are None or NaN.
    steps : list of CleaningStep
        Everything that was found out, with the number of rows it is about.

    Raises
    ------
    DataError
        In one sentence, when no table comes of it.
    ConfigError
        When an option is unknown or does not go with the file.
    """
    if options.query and not path:
        return query_duckdb(options.query, None)
    files = find_files(path)
    if options.query:
        return _query(files, options.query)
    parts = []
    for file in files:
        frame, steps = _read_one(file, files, options)
        parts.append((file, frame, steps))
        check_size(sum(len(one) for _, one, _ in parts), _kinds(frame))
    return _joined(parts)


def _kinds(frame: pd.DataFrame) -> list[str]:
    return ["VARCHAR" if kind.kind == "O" else str(kind) for kind in frame.dtypes]


def _query(files: list[Path], query: str) -> Read:
    if len(files) > 1:
        raise DataError(f"dataset.query runs on one file, not on {len(files)}")
    try:
        with files[0].open("rb") as stream:
            kind = kind_of(stream.read(64), files[0])
    except OSError as error:
        raise DataError(f"cannot read {files[0]}: {error}") from error
    if kind not in _DATABASES:
        message = f"{files[0]} is no DuckDB or SQLite file; leave dataset.path empty"
        raise DataError(f"{message} and name the file in dataset.query")
    return _DATABASES[kind](query, files[0])


def _read_one(file: Path, files: list[Path], options: ReadOptions) -> Read:
    """Read one of several files; the sentence about a foreign one says how to go on."""
    try:
        return _read_file(file, options)
    except DataError as error:
        if hint := without_others(files, file):
            raise DataError(f"{error}{hint}") from error
        raise


def _read_file(file: Path, options: ReadOptions) -> Read:
    raw, unpacked = read_bytes(file)
    kind = kind_of(raw, file)
    if kind in _DATABASES:
        example = "SELECT * FROM customers"
        raise DataError(f"{file} is a database; set dataset.query, such as {example!r}")
    wanted = options.format or kind
    if "parquet" in {wanted, kind} and wanted != kind:
        raise DataError(f"{file} is {kind}, not {wanted}; check dataset.format")
    if not raw:
        raise DataError(f"{file} is empty; expected a header line and one row each")
    if wanted == "parquet":
        frame, steps = read_parquet(raw, file)
    elif wanted == "json":
        frame, steps = read_json(raw, file, options)
    else:
        frame, steps = read_delimited(raw, file, options)
    told = [CleaningStep("", "unpacked with gzip", len(frame))] if unpacked else []
    return frame, [*told, *steps]


def _joined(parts: list[tuple[Path, pd.DataFrame, list[CleaningStep]]]) -> Read:
    """Put the rows of all files one below the other."""
    first, frame, steps = parts[0]
    if len(parts) == 1:
        return frame, steps
    files = [file for file, _, _ in parts]
    for file, other, _ in parts[1:]:
        _check_same_columns(first, frame, file, other, files)
    columns = {name: _stacked([part[name] for _, part, _ in parts]) for name in frame}
    whole = pd.DataFrame(columns)
    counts: Counter[tuple[str, str]] = Counter()
    for _, _, said in parts:
        counts.update({(step.column, step.action): step.count for step in said})
    told = f"rows of {len(parts)} files put together in the order of their names"
    merged = [CleaningStep(*what, count) for what, count in counts.items()]
    return whole, [CleaningStep("", told, len(whole)), *merged]


def _check_same_columns(
    first: Path,
    frame: pd.DataFrame,
    file: Path,
    other: pd.DataFrame,
    files: list[Path],
) -> None:
    for has, columns, lacks, those in (
        (first, frame, file, other),
        (file, other, first, frame),
    ):
        differing = [name for name in columns if name not in those.columns]
        if differing:
            message = f"{lacks} has no column {differing[0]!r}, which {has} has"
            hint = without_others(files, file) or without_others(files, first)
            same = "files read together need the same columns"
            raise DataError(f"{message}; {same}{hint}")


def _stacked(parts: list[pd.Series]) -> pd.Series:
    if len({part.dtype for part in parts}) == 1:
        return pd.concat(parts, ignore_index=True)
    return native_column([value for part in parts for value in part.tolist()])
