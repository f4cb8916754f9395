"""What DuckDB says of a file that it cannot read, as a sentence for its owner."""

from __future__ import annotations

import re

from segbench.data.orders.log_files import LogFiles
from segbench.data.orders.source import OrderSource
from segbench.data.reading.sql import sentence
from segbench.errors import DataError

_SHOWN = 60  # characters of a line


def reading_errors() -> tuple[type[Exception], ...]:
    """Name what a file can do wrong; a mistake in our SQL is not among it."""
    import duckdb

    return (duckdb.InvalidInputException, duckdb.OperationalError, duckdb.DataError)


def is_not_utf8(error: Exception) -> bool:
    """Whether bytes are to blame that are no UTF-8."""
    return "not utf-8" in str(error)


def refusal(source: OrderSource, log: LogFiles, error: Exception) -> DataError:
    """Say what is wrong with a log and what to do."""
    import duckdb

    path, said = source.path, str(error)
    if isinstance(error, duckdb.OutOfMemoryException):
        message = f"{path} needs more than dataset.memory={source.memory}"
        return DataError(f"{message} and the temporary folder hold; give it more")
    if is_not_utf8(error):
        message = f"{path} is not utf-8 text"
        return DataError(f"{message}; set dataset.encoding, such as cp1252")
    line = re.search(r"CSV Error on Line: (\d+)\s*(?:Original Line: ?(.*))?", said)
    if line is not None:
        shown = (line[2] or "").strip()[:_SHOWN]
        return DataError(
            f"{path} is not a table: line {line[1]} {_fault(said)}: {shown!r}"
        )
    return DataError(_of_kind(path, log.kind, said) or _plainly(path, error))


def _fault(said: str) -> str:
    many = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", said)
    if many is not None:
        return f"has {many[2]} cells where the header has {many[1]}"
    if "quote" in said:
        return "has a quotation mark that nothing closes rightly"
    return "cannot be split into cells"


def _of_kind(path: str, kind: str, said: str) -> str:
    """Say what is wrong with a file that is not what it seems; "" where unknown."""
    if "gzip" in said.lower():
        return f"cannot read {path}: it is not gzip, or cut short; pack it again"
    if kind == "parquet":
        return f"cannot read {path}: it is not Parquet, or cut short; write it again"
    if kind == "json":
        place = re.search(r"in (?:line|record/value) (\d+)", said)
        where = f"record {place[1]}" if place else "it"
        return f"cannot read {path}: {where} is not JSON, or cut short; mend it"
    return ""


def _plainly(path: str, error: Exception) -> str:
    """Keep the beginning of an error that nobody has met yet."""
    words = re.sub(r"^\w+( \w+)? Error: ", "", sentence(error))[: 2 * _SHOWN]
    return f"cannot read {path}, it may be damaged: {words}"
