"""Guess how a text holds its cells: delimiter, quotation mark, names or none."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from segbench.data.reading.options import ReadOptions

MARKS = ",;\t|"  # that separate cells, as a rule
BLANKS = " "  # as a delimiter: one blank or more, none at the ends of a line
_SAMPLE_CHARACTERS = 1_000_000
_SAMPLE_ROWS = 100
_HINT = re.compile(r'"?sep=([,;|\t])"?(?:\r\n|\r|\n)', re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(?=[\d.,]*\d)[\d.,]+(?:[eE][+-]?\d+)?")

Rows = list[list[str]]


@dataclass(frozen=True)
class Dialect:
    """How the cells of a text are told apart."""

    delimiter: str  # one character; " " stands for one or more blanks
    quote: str  # one character, or "" when there is none
    header: bool  # whether the first row names the columns


def take_hint(text: str, options: ReadOptions) -> tuple[str, ReadOptions]:
    """Take away a first line such as ``sep=;``, which spreadsheets read and write."""
    found = _HINT.match(text)
    if found is None:
        return text, options
    delimiter = options.delimiter or found[1]
    return text[found.end() :], replace(options, delimiter=delimiter)


def guess_dialect(text: str, options: ReadOptions) -> Dialect:
    """Find out what the options leave open, from the first rows.

    Parameters
    ----------
    text : str
        At least one line that is not blank.
    options : ReadOptions
        What is set there is taken as it is.
    """
    sample = _sample(text)
    quote = _guess_quote(sample) if options.quote is None else options.quote
    quote = quote if quote in text else ""
    delimiter = options.delimiter or _guess_delimiter(sample, quote)
    header = options.header
    if header is None:
        header = not _starts_with_numbers(_rows(sample, delimiter, quote))
    return Dialect(delimiter, quote, header)


def _sample(text: str) -> str:
    """Take whole lines only: a row cut in two would look ragged."""
    if len(text) <= _SAMPLE_CHARACTERS:
        return text
    return text[: text.rfind("\n", 0, _SAMPLE_CHARACTERS) + 1 or _SAMPLE_CHARACTERS]


def _rows(sample: str, delimiter: str, quote: str) -> Rows:
    lines: Iterable[str] = io.StringIO(sample, newline="")
    if delimiter == BLANKS:
        lines = (line.strip(" \r\n") for line in lines)
    reader = csv.reader(
        lines,
        delimiter=delimiter,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        skipinitialspace=True,
    )
    try:
        rows = list(islice(filter(_filled, reader), _SAMPLE_ROWS))
    except csv.Error:  # a cell longer than the csv module likes
        return [line.split(delimiter) for line in sample.split("\n")[:_SAMPLE_ROWS]]
    return [[cell.strip() for cell in row] for row in rows]


def _filled(row: list[str]) -> bool:
    return len(row) > 1 or bool(row and row[0].strip())


def _guess_quote(sample: str) -> str:
    """Take single quotation marks only when hardly anything speaks for double ones."""
    counts = {}
    for quote in "\"'":
        cell = f"{quote}[^{quote}\r\n]*{quote}"
        quoted = re.compile(rf"(?:^|[,;\t|: ]){cell}(?=[,;\t|: \r\n]|\Z)", re.MULTILINE)
        counts[quote] = sum(1 for _ in quoted.finditer(sample))
    single = counts["'"] > counts['"'] and counts["'"] >= sample.count("\n")
    return "'" if single else '"'


def _guess_delimiter(sample: str, quote: str) -> str:
    """Take the mark that splits the first row as it splits the others."""
    split = {mark: _rows(sample, mark, quote) for mark in MARKS}
    several = [mark for mark, rows in split.items() if rows and len(rows[0]) > 1]
    if several:
        return max(several, key=lambda mark: _likelihood(split[mark]))
    for mark in (":", BLANKS):
        rows = _rows(sample, mark, quote)
        agreed = len(rows) > 1 and len(rows[0]) > 1 and _agreement(rows) == 1
        # Names and titles hold blanks as well; a column of numbers tells.
        if agreed and (mark != BLANKS or _has_numbers(rows)):
            return mark
    return max(MARKS, key=lambda mark: _agreement(split[mark]))


def _likelihood(rows: Rows) -> tuple[float, bool, int]:
    """Rows that agree count first, then decimal commas left whole, then columns."""
    return _agreement(rows), all(map(is_number, rows[0])), len(rows[0])


def _agreement(rows: Rows) -> float:
    """Share of rows with as many cells as the first; a mark may end a row."""
    if not rows:
        return 0.0
    width = len(rows[0])
    agreed = [
        len(row) == width or (len(row) == width + 1 and not row[-1]) for row in rows
    ]
    return sum(agreed) / len(rows)


def _has_numbers(rows: Rows) -> bool:
    columns = zip(*rows[1:], strict=False)
    return any(all(map(is_number, column)) for column in columns)


def _starts_with_numbers(rows: Rows) -> bool:
    """Whether the first row is all numbers, and so are the rows below it."""
    if len(rows) < 2:
        return False
    first = rows[0] if rows[0][-1] else rows[0][:-1]  # a mark may end the row
    below = (cell for row in rows[1:] for cell in row if cell)
    return bool(first) and all(map(is_number, first)) and all(map(is_number, below))


def is_number(cell: str) -> bool:
    """Tell whether a cell is digits with nothing but marks and a sign."""
    return _NUMBER.fullmatch(cell) is not None
