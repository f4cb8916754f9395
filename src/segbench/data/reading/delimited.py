"""A text with delimiters as a table of texts: nothing in a cell is interpreted."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from segbench.core import CleaningStep
from segbench.data.reading.dialect import BLANKS, Dialect, guess_dialect, take_hint
from segbench.data.reading.limits import (
    check_lines,
    check_size,
    check_text,
    check_width,
    too_large,
)
from segbench.data.reading.options import ReadOptions
from segbench.data.reading.records import Records, split_records
from segbench.data.reading.sql import connect, literal, sentence
from segbench.data.reading.text import decode
from segbench.data.reading.titles import check_no_titles
from segbench.errors import DataError

_SHOWN = {"\t": "tab", BLANKS: "blanks"}
_SPACE = r"[\s\p{Z}\x0b\x{85}\x1c-\x1f]+"  # what Python's strip takes away


def read_delimited(
    raw: bytes, file: Path, options: ReadOptions
) -> tuple[pd.DataFrame, list[CleaningStep]]:
    """Read every cell as text.

    Parameters
    ----------
    raw : bytes
        What is in the file, unpacked.
    file : Path
        For the messages.
    options : ReadOptions

    Returns
    -------
    frame : DataFrame of str
        Rows in the order of the file; no blanks around cells and names; an empty cell
        is the empty text.
    steps : list of CleaningStep

    Raises
    ------
    DataError
        When there is no row, a row has more or fewer cells than there are names, two
        columns have one name, lines stand above the names, or the bytes are no text.
    """
    check_lines(raw, file)
    check_text(raw, file)
    text, encoding = decode(raw, file, options.encoding)
    whole = text
    text, options = take_hint(whole, options)
    if not text.strip():
        raise DataError(f"{file} is empty; expected a header line and one row each")
    dialect = guess_dialect(text, options)
    if options.header is None:
        hinted = int(len(text) < len(whole))
        check_no_titles(text, options.delimiter, dialect.quote, file, hinted)
    records = split_records(text, dialect, file)
    cells, steps = _without_spare(_parse(records, dialect, file), file)
    frame = _named(cells, dialect, file)
    if frame.shape[1] < cells.shape[1]:
        ended = "delimiters at the end of rows left out"
        steps.append(CleaningStep("", ended, len(frame)))
    if records.n_blank:
        steps.append(CleaningStep("", "blank lines left out", records.n_blank))
    return frame, [*_say(dialect, encoding, frame.shape), *steps]


def _say(dialect: Dialect, encoding: str, shape: tuple[int, int]) -> list[CleaningStep]:
    n_rows, n_columns = shape
    shown = _SHOWN.get(dialect.delimiter, dialect.delimiter)
    quotes = f", cells within {dialect.quote}" if dialect.quote else ""
    separated = f"columns separated by {shown!r}" if n_columns > 1 else "one column"
    read = f"read as {encoding} text, {separated}{quotes}"
    if dialect.header:
        return [CleaningStep("", f"{read}, named in the first row", n_rows)]
    named = "the first row holds no names, columns are called column 1, column 2, ..."
    return [CleaningStep("", read, n_rows), CleaningStep("", named, n_rows)]


def _parse(records: Records, dialect: Dialect, file: Path) -> pd.DataFrame:
    """Split rows into cells; one column to spare; None where a row has no cell."""
    import duckdb

    width = _width(records.text.partition("\n")[0], dialect)
    check_width(width, str(file))
    check_size(records.n_rows, ["VARCHAR"] * width)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "table.csv"
        try:
            raw = records.text.encode()
            copy.write_bytes(raw)
            with connect() as connection:
                sql = _select(records, dialect, copy, width + 1, _longest_row(raw))
                cells: pd.DataFrame = connection.execute(sql).df()
        except OSError as error:
            raise DataError(f"no room for a copy of {file}: {error}") from error
        except duckdb.OutOfMemoryException as error:
            raise too_large(str(file)) from error
        except duckdb.Error as error:
            raise _refusal(error, records, width, file) from error
    if len(cells) != records.n_rows:
        counted = f"{records.n_rows} rows by its line ends, {len(cells)} by its cells"
        raise DataError(f"{file} has {counted}; set dataset.quote and delimiter")
    return cells.set_axis(range(width + 1), axis=1)


def _width(row: str, dialect: Dialect) -> int:
    """Count the cells of a row, delimiters within quotation marks left out."""
    mark, quote = re.escape(dialect.delimiter), re.escape(dialect.quote)
    if quote:
        row = re.sub(rf"(^|{mark}) *{quote}(?:[^{quote}]|{quote}{quote})*+", r"\1", row)
    return row.count(dialect.delimiter) + 1


def _select(
    records: Records, dialect: Dialect, copy: Path, n_columns: int, longest: int
) -> str:
    """Give the query; everything that could be guessed or skipped is set."""
    columns = {f"c{i}": "VARCHAR" for i in range(n_columns)}
    settings = {
        "columns": str(columns),
        "auto_detect": "false",
        "header": "false",
        "skip": "0",
        "delim": literal(dialect.delimiter),
        "quote": literal(dialect.quote),
        "escape": literal(dialect.quote),
        "comment": "''",
        "new_line": literal("\\n"),
        "nullstr": literal(records.unused),  # so that an empty cell is no missing one
        "null_padding": "true",  # a missing cell can be told from an empty one
        "ignore_errors": "false",
        "max_line_size": str(longest),
    }
    told = ", ".join(f"{name} = {value}" for name, value in settings.items())
    cells = ", ".join(_cell(name, records.hidden) for name in columns)
    return f"SELECT {cells} FROM read_csv({literal(str(copy))}, {told})"  # noqa: S608


def _cell(name: str, hidden: tuple[tuple[str, str], ...]) -> str:
    for stand_in, meant in hidden:
        name = f"replace({name}, {literal(stand_in)}, chr({ord(meant)}))"
    return f"regexp_replace({name}, '^{_SPACE}|{_SPACE}$', '', 'g')"


def _longest_row(raw: bytes) -> int:
    """Bytes of the longest row or a little more, at least DuckDB's own 2 MB."""
    ends = np.flatnonzero(np.frombuffer(raw, dtype=np.uint8) == ord("\n"))
    longest = int(np.diff(ends, prepend=-1, append=len(raw)).max())
    return max(2_000_000, longest + 16)


def _refusal(error: Exception, records: Records, width: int, file: Path) -> DataError:
    """Say which row DuckDB stopped at."""
    place = re.search(r"CSV Error on Line: (\d+)", str(error))
    if place is None:
        return DataError(f"{file} is not a table: {sentence(error)}")
    row = int(place[1])
    shown = records.text.split("\n")[row - 1][:60]
    many = re.search(r"Expected Number of Columns: \d+ Found: (\d+)", str(error))
    found = _count(int(many[1])) if many else "cells that cannot be told apart"
    return _ragged(file, row, found, width, shown)


def _count(n: int) -> str:
    return f"{n} cell" if n == 1 else f"{n} cells"


def _ragged(file: Path, row: int, found: str, width: int, shown: str) -> DataError:
    message = f"{file} is not a table: row {row} (the first row counted) has {found}"
    return DataError(f"{message} where the first row has {width}: {shown!r}")


def _without_spare(
    cells: pd.DataFrame, file: Path
) -> tuple[pd.DataFrame, list[CleaningStep]]:
    """Take the spare column away; rows may end with a delimiter, not with a cell."""
    width = cells.shape[1] - 1
    spare, last = cells[width], cells[width - 1]
    longer, shorter = spare.notna() & (spare != ""), last.isna()
    if (longer | shorter).any():
        row = int((longer | shorter).to_numpy().argmax())
        there = [str(cell) for cell in cells.iloc[row].dropna()]
        shown = " ".join(there)[:60]
        raise _ragged(file, row + 1, _count(len(there)), width, shown)
    ended = int(spare.notna().sum())
    said = CleaningStep("", "delimiters at the end of rows left out", ended)
    return cells.drop(columns=width), [said] if ended else []


def _named(cells: pd.DataFrame, dialect: Dialect, file: Path) -> pd.DataFrame:
    """Name the columns by the first row, or by their numbers."""
    numbered = [f"column {i + 1}" for i in range(cells.shape[1])]
    if not dialect.header:
        return cells.set_axis(numbered, axis=1)
    first = cells.iloc[0]
    names = [name or number for name, number in zip(first, numbered, strict=True)]
    repeated = [name for name, n in Counter(names).items() if n > 1]
    if repeated:
        message = f"{file} has more than one column named {repeated[0]!r}"
        raise DataError(f"{message}; give each a name of its own in the first row")
    frame = cells.iloc[1:].set_axis(names, axis=1).reset_index(drop=True)
    if frame.empty:
        raise DataError(f"{file} has a header line but no customers below it")
    if not first.iloc[-1] and len(names) > 1 and (frame[names[-1]] == "").all():
        frame = frame.drop(columns=names[-1])  # every row ends with a delimiter
    return frame
