"""How a text file is laid out, told from its beginning as that of any other table."""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import dataclass
from pathlib import Path

from segbench.data.reading.dialect import BLANKS, guess_dialect, take_hint
from segbench.data.reading.options import ReadOptions
from segbench.data.reading.text import decode
from segbench.errors import DataError

_LINES = 200
_WIDTHS = {
    codecs.BOM_UTF32_LE: 4,  # first: its mark starts with the one of UTF-16
    codecs.BOM_UTF32_BE: 4,
    codecs.BOM_UTF16_LE: 2,
    codecs.BOM_UTF16_BE: 2,
}
_NUMBER = re.compile(r"[-+]?[$€£]?[\d.,:/-]+")  # or a date, which is no name either


@dataclass(frozen=True)
class Layout:
    """The layout of a text file."""

    encoding: str  # as Python calls it
    delimiter: str  # " " stands for one or more blanks
    quote: str
    names: tuple[str, ...]  # of the columns
    header: bool  # whether the first line holds them
    skipped: int = 0  # lines before that, such as ``sep=;``


def detect(
    path: Path, raw: bytes, given: tuple[str, ...] = (), encoding: str | None = None
) -> Layout:
    """Tell the layout of a text file.

    Parameters
    ----------
    path : Path
        For the messages.
    raw : bytes
        The beginning of the file, unpacked, up to the end of a line.
    given : tuple of str
        Names of the columns where no line holds them.
    encoding : str, optional
        Where it is known.

    Raises
    ------
    DataError
        When the file is empty, no text, or has other columns than given.
    """
    whole, encoding = decode(raw, path, encoding)
    text, options = take_hint(whole, ReadOptions())
    lines = [line for line in text.splitlines(keepends=True)[:_LINES] if line.strip()]
    if not lines:
        raise DataError(f"{path} is empty; expected an order line or more")
    found = guess_dialect("".join(lines), options)
    quote = found.quote or '"'  # the first lines may have none by chance
    first = _first(lines, found.delimiter, quote, path)
    names = _names(first, path, given)
    skipped = int(text != whole)
    return Layout(encoding, found.delimiter, quote, names, not given, skipped)


def up_to_a_line(raw: bytes) -> bytes:
    """Cut the beginning of a file where a line ends, so that no character is cut."""
    width = next((n for mark, n in _WIDTHS.items() if raw.startswith(mark)), 1)
    end = raw.rfind(b"\n") + 1
    return raw[: end + -end % width] or raw


def _first(lines: list[str], delimiter: str, quote: str, path: Path) -> list[str]:
    """Split the first record into cells without blanks around them."""
    if delimiter == BLANKS:
        return lines[0].split()
    try:
        records = csv.reader(lines, delimiter=delimiter, quotechar=quote)
        return [cell.strip() for cell in next(records, [])]
    except csv.Error as error:
        raise DataError(f"{path} is not a table: {error}") from error


def _names(first: list[str], path: Path, given: tuple[str, ...]) -> tuple[str, ...]:
    if given:
        if len(given) != len(first):
            message = f"dataset.header names {len(given)} columns"
            raise DataError(f"{message}, but {path} has {len(first)}")
        return given
    if sum(bool(_NUMBER.fullmatch(cell)) for cell in first) > len(first) / 2:
        message = f"{path} has no line with the columns' names"
        raise DataError(f"{message}; name them, as in 'dataset.header=[customer,date]'")
    filled = [name or f"column {i + 1}" for i, name in enumerate(first)]
    twice = next((name for name in filled if filled.count(name) > 1), None)
    if twice is not None:
        raise DataError(f"{path} has more than one column named {twice!r}")
    return tuple(filled)
