"""Read a log through: quickly where its cells allow it, else carefully."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from segbench.data.orders import sql
from segbench.data.orders.amounts import is_plain
from segbench.data.orders.customers import ORDERS, Counts, add_up_orders
from segbench.data.orders.database import LOG
from segbench.data.orders.dates import is_iso
from segbench.data.orders.decimals import Decimals, decide
from segbench.data.orders.log_files import LogFiles
from segbench.data.orders.readers import reader
from segbench.data.orders.reading import NUMBERS, Log, Reading, read_lines
from segbench.data.orders.source import Decimal, OrderSource

_COUNTED = re.compile(r"[1-9]\d{0,17}")


def read_through(
    db: Any, source: OrderSource, files: LogFiles, log: Log, roles: Mapping[str, str]
) -> tuple[Log, Reading, Counts]:
    """Add up a log's orders.

    The cells of a long text are read as numbers and times at once where the first lines
    are such. It takes two thirds of the time; where one cell further on is none, all is
    read again as text.
    """
    decimals = _decimals(source, log, roles)
    types = _types(log, roles, decimals) if files.long_text else {}
    if types:
        typed = replace(log, types={**log.types, **types}, has_empty=lambda _: False)
        _read_as(db, files, {name: typed.types[name] for name in roles.values()})
        found = _quickly(db, source, typed, (roles, decimals))
        if found is not None:
            return found
        _read_as(db, files, {})
    return _pass(db, source, log, (roles, decimals))


def _decimals(source: OrderSource, log: Log, roles: Mapping[str, str]) -> Decimals:
    columns = [roles[role] for role in NUMBERS if role in roles]
    cells = {name: log.sample[name] for name in columns if log.is_text(name)}
    return decide(cells, source.decimal, log.marked)


def _pass(
    db: Any, source: OrderSource, log: Log, found: tuple[Mapping[str, str], Decimals]
) -> tuple[Log, Reading, Counts]:
    reading = read_lines(source, log, *found)
    return log, reading, add_up_orders(db, log, reading)


def _quickly(
    db: Any, source: OrderSource, typed: Log, what: tuple[Mapping[str, str], Decimals]
) -> tuple[Log, Reading, Counts] | None:
    import duckdb

    try:
        found = _pass(db, source, typed, what)
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        return None  # the careful way says what is wrong, if anything is
    unnumbered = sql.select({"n": "1"}, ORDERS, "WHERE bill IS NULL LIMIT 1")
    return found if db.execute(unnumbered).fetchone() is None else None


def _read_as(db: Any, files: LogFiles, types: Mapping[str, str]) -> None:
    db.execute(f"CREATE OR REPLACE TEMP VIEW {LOG} AS FROM {reader(files, types)}")


def _types(log: Log, roles: Mapping[str, str], decimals: Decimals) -> dict[str, str]:
    """Say which columns hold what cannot be read in two ways; never a customer's id."""
    types = {}
    for role, column in roles.items():
        cells = log.sample[column]
        if role in NUMBERS and is_plain(cells):
            if decimals.marks[column] is Decimal.POINT:
                types[column] = "DOUBLE"
        elif role == "date" and is_iso(cells):
            types[column] = "TIMESTAMP"
        elif role == "order" and all(map(_COUNTED.fullmatch, cells)):
            types[column] = "BIGINT"
    return types
