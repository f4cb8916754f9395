"""How a table is to be read, where a person knows better than the guesses."""

from __future__ import annotations

from dataclasses import dataclass

from segbench.errors import ConfigError, UnknownNameError

FORMATS = ("csv", "parquet", "json", "query")
_SPELLINGS = {"tab": "\t", "\\t": "\t", "blanks": " "}  # easier to type


@dataclass(frozen=True)
class ReadOptions:
    """What to take for granted; None is found out from the file itself.

    Parameters
    ----------
    format : {"csv", "parquet", "json", "query"}, optional
        ``"csv"`` is text with a delimiter of any kind, ``"json"`` is one record a
        line or one list of records.
    delimiter : str, optional
        The one character between two cells, ``"tab"``, or ``"blanks"`` (one or more).
    quote : str, optional
        The one character around cells that hold delimiters; ``""`` when quotation
        marks are part of the text.
    encoding : str, optional
        Such as ``"utf-8"``, ``"cp1252"`` or ``"utf-16"``.
    header : bool, optional
        Whether the first row names the columns; without names the columns are called
        ``column 1``, ``column 2`` and so on.
    query : str, optional
        One SELECT, run on a DuckDB or SQLite file, or on no file when it names its
        files itself, as in ``SELECT * FROM read_parquet('sales.parquet')``.

    Raises
    ------
    ConfigError
        When a value cannot mean anything.
    """

    format: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    encoding: str | None = None
    header: bool | None = None
    query: str | None = None

    def __post_init__(self) -> None:
        if self.format is not None and self.format not in FORMATS:
            raise UnknownNameError("format", self.format, FORMATS)
        if self.delimiter is not None:
            spelled = _SPELLINGS.get(self.delimiter, self.delimiter)
            object.__setattr__(self, "delimiter", spelled)
            _check_mark("delimiter", spelled)
        if self.quote:
            _check_mark("quote", self.quote)
        if self.quote and self.quote == self.delimiter:
            raise ConfigError(f"delimiter and quote are both {self.quote!r}")
        if self.format == "query" and not self.query:
            raise ConfigError("format is 'query', but query is empty; give one SELECT")
        if self.query and self.format not in {None, "query"}:
            raise ConfigError(f"query is given, but format is {self.format!r}")


def _check_mark(name: str, mark: str) -> None:
    if len(mark) != 1 or mark in "\r\n\x00":
        raise ConfigError(f"{name} must be one character, not {mark!r}")
