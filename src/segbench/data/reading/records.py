"""One row a line: what makes a text hard to split is put right before it is split."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from segbench.data.reading.dialect import BLANKS, Dialect
from segbench.errors import DataError

_PRIVATE = range(
    0xE000, 0xF900, 100
)  # characters that Unicode leaves without a meaning


@dataclass(frozen=True)
class Records:
    """A text with exactly one row a line."""

    text: str  # rows end with a line feed, the last one as well
    n_rows: int  # the names of the columns counted as a row
    n_blank: int  # blank lines that were left out
    hidden: tuple[tuple[str, str], ...]  # stand-ins within cells, and for what
    unused: str  # a character that is not in the text


def split_records(text: str, dialect: Dialect, file: Path) -> Records:
    """Put every row on a line of its own, whatever its cells and line ends were.

    Line breaks within quotation marks become stand-ins; all others become line feeds;
    blank lines go. So rows can be counted before anything splits them into cells.

    Raises
    ------
    DataError
        When a quotation mark opens a cell and nothing closes it.
    """
    unused, *stand_ins = _unused_characters(text, 4, file)
    hidden = tuple(zip(stand_ins, "\n\r ", strict=True))
    ended = text.endswith(("\n", "\r"))
    text = f"\n{text}" if ended else f"\n{text}\n"  # rows stand between line ends
    if dialect.quote and dialect.quote in text and not _is_regular(text, dialect):
        text = _hide(text, dialect, dict(hidden), file)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if dialect.delimiter == BLANKS:
        text = re.sub(" *\n *", "\n", re.sub(" +", " ", text))
    elif dialect.delimiter != "\t" and "\t" in text:
        text = re.sub(r"\n[ \t]+(?=\n)", "\n", text)
    elif " \n" in text:
        text = re.sub(r"\n +(?=\n)", "\n", text)
    before = text.count("\n")
    text = re.sub("\n{2,}", "\n", text).removeprefix("\n")
    n_rows = text.count("\n")
    used = tuple(pair for pair in hidden if pair[0] in text)
    return Records(text, n_rows, before - n_rows - 1, used, unused)


def _unused_characters(text: str, n: int, file: Path) -> list[str]:
    """Find some by few looks at the text, which may be made to hold them all."""
    free = list(islice((chr(c) for c in _PRIVATE if chr(c) not in text), n))
    if len(free) < n:
        message = f"{file} is full of characters without a meaning"
        raise DataError(f"{message} (U+E000 to U+F8FF): it is no table of customers")
    return free


def _is_regular(text: str, dialect: Dialect) -> bool:
    """Whether quotation marks stand as they should, and around no line break.

    It is what most files are, and by far the fastest thing to find out.
    """
    if dialect.delimiter == BLANKS:
        return False
    end, quote = _ends(dialect), re.escape(dialect.quote)
    quoted = rf"{quote}[^{quote}\r\n]*+(?:{quote}{quote}[^{quote}\r\n]*+)*+{quote}"
    cell = rf"(?:{quoted}(?={end})|(?! *{quote})[^{end[1:]}*+)"
    return re.fullmatch(rf"(?:{end}{cell})*+", text) is not None


def _ends(dialect: Dialect) -> str:
    return rf"[{re.escape(dialect.delimiter)}\r\n]"


def _hide(text: str, dialect: Dialect, hidden: dict[str, str], file: Path) -> str:
    """Put stand-ins for line breaks (and blanks that would be delimiters) in cells."""
    end, quote = _ends(dialect), re.escape(dialect.quote)
    quoted = rf"{quote}[^{quote}]*+(?:{quote}{quote}[^{quote}]*+)*+{quote}"
    blanks = dialect.delimiter == BLANKS
    runs = "| ++" if blanks else ""  # else every blank of a run looks at the rest
    cell = re.compile(rf"({end}) *+(?:({quoted}) *(?={end})|({quote})){runs}")
    table = str.maketrans({c: s for s, c in hidden.items() if blanks or c != " "})

    def stand_in(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        if found[3]:
            line = text.count("\n", 0, found.end())
            message = f"{file} opens a cell in line {line} with {dialect.quote} that"
            hint = "if quotation marks are part of the text, set dataset.quote=''"
            raise DataError(f"{message} nothing closes rightly; {hint}")
        return found[1] + found[2].translate(table)

    return cell.sub(stand_in, text)
