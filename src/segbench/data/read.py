"""Read a delimited text file as text: nothing is interpreted here."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from segbench.core import CleaningStep
from segbench.errors import DataError

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 50
_BLANK_LINES = re.compile(r"\A(?:[ \r]*\n)+")


def read_delimited(path: str) -> tuple[pd.DataFrame, list[CleaningStep]]:
    """Read every cell as text, with what was guessed on the way.

    Ids keep their leading zeros and the text ``NA`` stays the text ``NA``; what is a
    missing value is decided column by column, later.

    Parameters
    ----------
    path : str
        A delimited text file, plain or gzip-compressed (``.gz``).

    Returns
    -------
    frame : DataFrame of str
        Column names without blanks around them.
    steps : list of CleaningStep
        What was guessed.

    Raises
    ------
    DataError
        When there is no file, no row, or no table in it.
    """
    text, encoding = _decode(_read_bytes(path), path)
    text = _BLANK_LINES.sub("", text, count=1)
    if not text.strip():
        raise DataError(f"{path} is empty; expected a header line and one row each")
    delimiter = _guess_delimiter(text)
    frame = _parse(text, delimiter, path)
    if frame.empty:
        raise DataError(f"{path} has a header line but no customers below it")
    shown = {"\t": "tab"}.get(delimiter, delimiter)
    guessed = f"read as {encoding} text, columns separated by {shown!r}"
    return frame, [CleaningStep("", guessed, len(frame))]


def _read_bytes(path: str) -> bytes:
    import gzip

    file = Path(path)
    if file.is_dir():
        raise DataError(f"{path} is a folder; dataset.path takes a file")
    try:
        raw = file.read_bytes()
        return gzip.decompress(raw) if file.suffix == ".gz" else raw
    except FileNotFoundError as error:
        raise DataError(f"no file at {path}; check dataset.path") from error
    except (OSError, EOFError) as error:
        raise DataError(f"cannot read {path}: {error}") from error


def _decode(raw: bytes, path: str) -> tuple[str, str]:
    if b"\x00" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataError(f"{path} is not text; dataset=csv reads delimited text files")
    tries = ["utf-16"] if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig"]
    for encoding in [*tries, "cp1252", "latin-1"]:
        try:
            return raw.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise DataError(f"cannot tell the encoding of {path}; save it as UTF-8")


def _guess_delimiter(text: str) -> str:
    """Take the separator that splits the header, ties to the one rows agree on."""
    lines = text.splitlines()[:_SAMPLE_LINES]
    counts = {mark: len(_split(lines[0], mark)) for mark in _DELIMITERS}
    agreed = {
        mark: sum(len(_split(line, mark)) == counts[mark] for line in lines)
        for mark in _DELIMITERS
    }
    return max(
        _DELIMITERS,
        key=lambda mark: (counts[mark] > 1, agreed[mark], counts[mark]),
    )


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a cell longer than the csv module likes
        return line.split(delimiter)


def _parse(text: str, delimiter: str, path: str) -> pd.DataFrame:
    """Split the text into cells; the first row names the columns."""

    def read(**options: Any) -> pd.DataFrame:
        cells: pd.DataFrame = pd.read_csv(
            io.StringIO(text),
            sep=delimiter,
            header=None,
            dtype=str,
            keep_default_na=False,
            skipinitialspace=True,
            **options,
        )
        return cells

    try:
        # One column more than the header has: rows may end with a delimiter.
        width = read(nrows=1).shape[1]
        cells = read(names=range(width + 1)).fillna("")
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        reason = " ".join(str(error).split())
        raise DataError(f"{path} is not a table: {reason}") from error
    longer = np.flatnonzero(cells[width] != "")
    if len(longer):
        row = int(longer[0])
        message = f"{path} is not a table: row {row} has more cells than the header"
        raise DataError(f"{message} names, such as {cells[width].iloc[row]!r}")
    return _with_header(cells.drop(columns=width), path)


def _with_header(cells: pd.DataFrame, path: str) -> pd.DataFrame:
    names = [str(name).strip() for name in cells.iloc[0]]
    names = [name or f"column {i + 1}" for i, name in enumerate(names)]
    repeated = [name for name, n in Counter(names).items() if n > 1]
    if repeated:
        raise DataError(f"{path} has more than one column named {repeated[0]!r}")
    return cells.iloc[1:].set_axis(names, axis=1).reset_index(drop=True)
