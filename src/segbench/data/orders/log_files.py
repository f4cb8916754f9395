"""Which files a path means, of what kind they are and how they are laid out."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from segbench.data.orders.dialect import Layout, detect, up_to_a_line
from segbench.data.orders.source import OrderSource
from segbench.data.reading.content import kind_of
from segbench.data.reading.dialect import BLANKS
from segbench.data.reading.files import find_files
from segbench.data.reading.limits import check_packed
from segbench.errors import DataError

SHIPPED = {"segbench:cdnow": "cdnow/CDNOW_sample.txt.gz"}
"""Logs that come with segbench, by the path that means them."""

SMALL_TEXT = 200 * 2**20
"""Bytes of text up to which it is read once and kept in DuckDB."""

DATABASES = {"duckdb": "DuckDB", "sqlite": "SQLite"}
"""Kinds of files that answer a query, and what people call them."""

_SHOWN = {"parquet": "Parquet", "json": "JSON", "csv": "text", **DATABASES}
_IN_FOLDERS = {".parquet", ".pq", ".jsonl", ".ndjson", ".json"}
_IN_FOLDERS |= {".csv", ".tsv", ".txt", ".dat"}
_PACKED = 6  # how many times smaller a packed text is, roughly
_BEGINNING = 2**20


@dataclass(frozen=True)
class LogFiles:
    """Files of one kind with one layout."""

    paths: tuple[Path, ...]
    kind: str  # parquet, json, csv, duckdb or sqlite
    layout: Layout | None  # of texts

    @property
    def small_text(self) -> bool:
        """Whether reading it once into DuckDB is cheaper than several passes."""
        sizes = (
            path.stat().st_size * (_PACKED if path.suffix == ".gz" else 1)
            for path in self.paths
        )
        return self.kind != "parquet" and sum(sizes) <= SMALL_TEXT

    @property
    def long_text(self) -> bool:
        """Whether it is worth while to read cells as numbers at once."""
        return self.kind == "csv" and not self.small_text

    @property
    def description(self) -> str:
        """How the files are read, in a person's words."""
        many = f"{len(self.paths)} files " if len(self.paths) > 1 else ""
        if self.kind in DATABASES:
            return f"read from the answer of {DATABASES[self.kind]} to the query"
        if self.layout is None:
            return f"{many}read as {_SHOWN[self.kind]}"
        marks = {"\t": "'tab'", BLANKS: "blanks"}
        mark = marks.get(self.layout.delimiter, repr(self.layout.delimiter))
        encoding = self.layout.encoding
        return f"{many}read as {encoding} text, columns separated by {mark}"


def find(source: OrderSource) -> LogFiles:
    """Find the files of a log.

    Raises
    ------
    DataError
        When there are none, when they do not belong together, or when a database has
        no query or a query no database.
    """
    paths = _paths(source.path)
    beginnings = [_beginning(path) for path in paths]
    pairs = zip(beginnings, paths, strict=True)
    kinds = {kind_of(raw, path) for raw, path in pairs}
    if len(kinds) > 1:
        shown = ", ".join(sorted(_SHOWN[kind] for kind in kinds))
        message = f"{source.path} holds files of different kinds ({shown})"
        raise DataError(f"{message}; name one kind, as in '{source.path}/*.csv'")
    (kind,) = kinds
    _check_query(source, kind, len(paths))
    layout = _common_layout(source, paths, beginnings) if kind == "csv" else None
    return LogFiles(tuple(paths), kind, layout)


def _paths(path: str) -> list[Path]:
    if path in SHIPPED:
        return [Path(str(files("segbench.data").joinpath(SHIPPED[path])))]
    found = find_files(path)
    if not Path(path).expanduser().is_dir():
        return found
    tables = [one for one in found if _suffix(one) in _IN_FOLDERS]
    if not tables:
        raise DataError(f"no CSV, JSON lines or Parquet file in {path}")
    return tables


def _suffix(path: Path) -> str:
    plain = path.with_suffix("") if path.suffix == ".gz" else path
    return plain.suffix.lower()


def _beginning(path: Path) -> bytes:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            raw = file.read(_BEGINNING)
        if path.suffix == ".gz":
            check_packed(path)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"cannot read {path}: {error}") from error
    return up_to_a_line(raw) if len(raw) == _BEGINNING else raw


def _check_query(source: OrderSource, kind: str, number: int) -> None:
    if kind in DATABASES and not source.query:
        example = "SELECT * FROM orders"
        message = f"{source.path} is a {DATABASES[kind]} file"
        raise DataError(f"{message}; set dataset.query, such as {example!r}")
    if source.query and (kind not in DATABASES or number > 1):
        message = "dataset.query runs on one DuckDB or SQLite file"
        raise DataError(f"{message}, and {source.path} is none; leave it out")


def _common_layout(
    source: OrderSource, paths: Sequence[Path], beginnings: Sequence[bytes]
) -> Layout:
    layouts = [
        detect(path, raw, source.header, source.encoding)
        for path, raw in zip(paths, beginnings, strict=True)
    ]
    for path, layout in zip(paths, layouts, strict=True):
        if layout != layouts[0]:
            message = f"{path} is laid out differently from {paths[0]}"
            raise DataError(f"{message}: {_shown(layout)}, not {_shown(layouts[0])}")
    return layouts[0]


def _shown(layout: Layout) -> str:
    return f"{layout.encoding} with the columns {', '.join(layout.names)}"
