"""Which files a path means, and how DuckDB reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from glob import glob, has_magic
from importlib.resources import files
from pathlib import Path

from segbench.data.orders import sql
from segbench.data.orders.dialect import BLANKS, Dialect, detect
from segbench.errors import DataError

SHIPPED = {"segbench:cdnow": "cdnow/CDNOW_sample.txt.gz"}
"""Logs that come with segbench, by the path that means them."""

SMALL_TEXT = 200 * 2**20
"""Bytes of text up to which it is read once and kept in DuckDB."""

_READERS = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "json",
    ".ndjson": "json",
    ".json": "json",
    ".csv": "text",
    ".tsv": "text",
    ".txt": "text",
    ".dat": "text",
}
_PACKED = 6  # how many times smaller a packed text is, roughly


@dataclass(frozen=True)
class LogFiles:
    """Files of one kind with one layout."""

    paths: tuple[Path, ...]
    kind: str  # parquet, json or text
    dialect: Dialect | None  # of texts

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
        return self.kind == "text" and not self.small_text

    @property
    def description(self) -> str:
        """How the files are read, in a person's words."""
        many = f"{len(self.paths)} files " if len(self.paths) > 1 else ""
        if self.dialect is None:
            return f"{many}read as {'Parquet' if self.kind == 'parquet' else 'JSON'}"
        marks = {"\t": "'tab'", BLANKS: "blanks"}
        mark = marks.get(self.dialect.delimiter, repr(self.dialect.delimiter))
        return (
            f"{many}read as {self.dialect.encoding} text, columns separated by {mark}"
        )


def find(path: str, header: tuple[str, ...] = ()) -> LogFiles:
    """Find the files of a log.

    Parameters
    ----------
    path : str
        A file, a folder, a pattern such as ``orders/2024-*.csv``, or a shipped log.
    header : tuple of str
        Names of the columns where the texts do not hold them.

    Raises
    ------
    DataError
        When there are none, or when they do not belong together.
    """
    paths = _paths(path)
    kinds = {_kind(one) for one in paths}
    if len(kinds) > 1:
        message = f"{path} holds files of different kinds ({', '.join(sorted(kinds))})"
        raise DataError(f"{message}; name one kind, as in '{path}/*.csv'")
    (kind,) = kinds
    dialect = _common_dialect(paths, header) if kind == "text" else None
    return LogFiles(tuple(paths), kind, dialect)


def reader(log: LogFiles, types: Mapping[str, str] | None = None) -> str:
    """Write the SQL that reads the files as a table, texts as text but for `types`."""
    paths = "[" + ", ".join(sql.text(str(path)) for path in log.paths) + "]"
    if log.kind == "parquet":
        return f"read_parquet({paths}, union_by_name = true)"
    if log.dialect is None:
        return f"read_json({paths}, format = 'newline_delimited', union_by_name = true)"
    return _text_reader(paths, log.dialect, types or {})


def _paths(path: str) -> list[Path]:
    if path in SHIPPED:
        return [Path(str(files("segbench.data").joinpath(SHIPPED[path])))]
    if has_magic(path) and not Path(path).exists():
        found = sorted(Path(one) for one in glob(path, recursive=True))  # noqa: PTH207 a pattern may be absolute
    elif Path(path).is_dir():
        found = sorted(one for one in Path(path).iterdir() if _suffix(one) in _READERS)
    elif Path(path).is_file():
        found = [Path(path)]
    else:
        raise DataError(f"no file at {path}; check dataset.path")
    if not found:
        raise DataError(f"no CSV, JSON lines or Parquet file in {path}")
    return found


def _suffix(path: Path) -> str:
    plain = path.with_suffix("") if path.suffix == ".gz" else path
    return plain.suffix.lower()


def _kind(path: Path) -> str:
    return _READERS.get(_suffix(path), "text")


def _common_dialect(paths: Sequence[Path], header: tuple[str, ...]) -> Dialect:
    dialects = [detect(path, header) for path in paths]
    for path, dialect in zip(paths, dialects, strict=True):
        if dialect != dialects[0]:
            message = f"{path} is laid out differently from {paths[0]}"
            raise DataError(f"{message}: {_shown(dialect)}, not {_shown(dialects[0])}")
    return dialects[0]


def _shown(dialect: Dialect) -> str:
    return f"{dialect.encoding} with the columns {', '.join(dialect.names)}"


def _text_reader(paths: str, dialect: Dialect, types: Mapping[str, str]) -> str:
    options = (
        f"auto_detect = false, header = {str(dialect.header).lower()}, "
        f"encoding = {sql.text(dialect.encoding)}"
    )
    if dialect.delimiter != BLANKS:
        columns = ", ".join(
            f"{sql.text(name)}: {sql.text(types.get(name, 'VARCHAR'))}"
            for name in dialect.names
        )
        marks = f"delim = {sql.text(dialect.delimiter)}, quote = '\"', escape = '\"'"
        return f"read_csv({paths}, columns = {{{columns}}}, {marks}, {options})"
    # One column of whole lines: no reader takes several blanks for one delimiter.
    whole = "columns = {'line': 'VARCHAR'}, delim = '\x1f', quote = '', escape = ''"
    lines = f"read_csv({paths}, {whole}, {options})"
    cells = sql.select({"cell": r"string_split_regex(trim(line), '\s+')"}, lines)
    named = {
        name: f"CAST(cell[{i + 1}] AS {types.get(name, 'VARCHAR')})"
        for i, name in enumerate(dialect.names)
    }
    return sql.within(sql.select(named, sql.within(cells)))
