"""How a text file is laid out, told from its beginning."""

from __future__ import annotations

import csv
import gzip
import re
from dataclasses import dataclass
from pathlib import Path

from segbench.errors import DataError

BLANKS = " "
"""The delimiter of columns that stand apart by any number of blanks."""

_BEGINNING = 2**20
_LINES = 200
_DELIMITERS = ",;\t|"
_NUMBER = re.compile(r"[-+]?[$€£]?[\d.,:/-]+")


@dataclass(frozen=True)
class Dialect:
    """The layout of a text file."""

    encoding: str  # as DuckDB calls it
    delimiter: str
    names: tuple[str, ...]  # of the columns
    header: bool  # whether the first line holds them


def detect(path: Path, given: tuple[str, ...] = ()) -> Dialect:
    """Tell the layout of a text file.

    Parameters
    ----------
    path : Path
        A text file, plain or gzip-compressed.
    given : tuple of str
        Names of the columns where no line holds them.

    Raises
    ------
    DataError
        When the file is empty, no text, or has other columns than given.
    """
    text, encoding = _decode(_beginning(path), path)
    lines = [line for line in text.splitlines(keepends=True)[:_LINES] if line.strip()]
    if not lines:
        raise DataError(f"{path} is empty; expected an order line or more")
    try:
        delimiter = _delimiter(lines)
        first = _first(lines, delimiter)
    except csv.Error as error:
        raise DataError(f"{path} is not a table: {error}") from error
    if given:
        if len(given) != len(first):
            message = f"dataset.header names {len(given)} columns"
            raise DataError(f"{message}, but {path} has {len(first)}")
        return Dialect(encoding, delimiter, given, header=False)
    if sum(bool(_NUMBER.fullmatch(cell)) for cell in first) > len(first) / 2:
        message = f"{path} has no line with the columns' names"
        raise DataError(f"{message}; name them, as in 'dataset.header=[customer,date]'")
    return Dialect(encoding, delimiter, _unique(first, path), header=True)


def _first(lines: list[str], delimiter: str) -> list[str]:
    """Split the first record into cells without blanks around them."""
    if delimiter == BLANKS:
        return lines[0].split()
    return [cell.strip() for cell in next(csv.reader(lines, delimiter=delimiter), [])]


def _beginning(path: Path) -> bytes:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            return file.read(_BEGINNING)
    except (OSError, EOFError) as error:
        raise DataError(f"cannot read {path}: {error}") from error


def _decode(raw: bytes, path: Path) -> tuple[str, str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw[: len(raw) // 2 * 2].decode("utf-16", "replace"), "utf-16"
    if b"\x00" in raw[:4096]:
        raise DataError(f"{path} is not text; expected CSV, JSON lines or Parquet")
    if len(raw) == _BEGINNING:  # the last character may be cut in two
        raw = raw[: raw.rfind(b"\n") + 1] or raw
    try:
        return raw.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return raw.decode("latin-1"), "latin-1"


def _delimiter(lines: list[str]) -> str:
    """Take the separator of the first line that most records agree with."""

    def fit(mark: str) -> tuple[bool, float, int]:
        records = list(csv.reader(lines, delimiter=mark))
        width = len(records[0])
        agreed = sum(len(record) == width for record in records) / len(records)
        return width > 1, agreed, width

    best = max(_DELIMITERS, key=fit)
    if fit(best)[0]:
        return best
    by_blanks = {len(line.split()) for line in lines}
    return BLANKS if len(by_blanks) == 1 and by_blanks != {1} else best


def _unique(names: list[str], path: Path) -> tuple[str, ...]:
    filled = [name or f"column {i + 1}" for i, name in enumerate(names)]
    twice = next((name for name in filled if filled.count(name) > 1), None)
    if twice is not None:
        raise DataError(f"{path} has more than one column named {twice!r}")
    return tuple(filled)
