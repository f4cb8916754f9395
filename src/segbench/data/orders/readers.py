"""The SQL by which DuckDB reads the files of a log."""

from __future__ import annotations

from collections.abc import Mapping

from segbench.data.orders import sql
from segbench.data.orders.dialect import Layout
from segbench.data.orders.log_files import LogFiles
from segbench.data.reading.dialect import BLANKS


def reader(log: LogFiles, types: Mapping[str, str] | None = None) -> str:
    """Write the SQL that reads the files as a table, texts as text but for `types`."""
    paths = "[" + ", ".join(sql.text(str(path)) for path in log.paths) + "]"
    if log.layout is not None:
        return _text_reader(paths, log.layout, types or {})
    if log.kind == "parquet":
        return f"read_parquet({paths}, union_by_name = true)"
    return f"read_json({paths}, union_by_name = true)"


def _text_reader(paths: str, layout: Layout, types: Mapping[str, str]) -> str:
    options = (
        f"auto_detect = false, header = {str(layout.header).lower()}, "
        f"skip = {layout.skipped}"
    )
    if layout.delimiter != BLANKS:
        columns = ", ".join(
            f"{sql.text(name)}: {sql.text(types.get(name, 'VARCHAR'))}"
            for name in layout.names
        )
        quote = sql.text(layout.quote)
        marks = f"delim = {sql.text(layout.delimiter)}, quote = {quote}"
        marks = f"{marks}, escape = {quote}"
        return f"read_csv({paths}, columns = {{{columns}}}, {marks}, {options})"
    # One column of whole lines: no reader takes several blanks for one delimiter.
    whole = "columns = {'line': 'VARCHAR'}, delim = '\x1f', quote = '', escape = ''"
    lines = f"read_csv({paths}, {whole}, {options})"
    cells = sql.select({"cell": r"string_split_regex(trim(line), '\s+')"}, lines)
    named = {
        name: f"CAST(cell[{i + 1}] AS {types.get(name, 'VARCHAR')})"
        for i, name in enumerate(layout.names)
    }
    return sql.within(sql.select(named, sql.within(cells)))
