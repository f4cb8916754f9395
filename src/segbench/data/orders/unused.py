"""Columns of a log that nothing is made of: they are named, and may be missed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from segbench.core import CleaningStep
from segbench.data.orders import sql
from segbench.data.orders.reading import Log
from segbench.data.orders.source import OrderColumns
from segbench.data.values.amounts import amount_of
from segbench.errors import DataError

_UNDONE = re.compile(
    r"return(ed)?|refund(ed)?|cancel(l?ed|lation)|void(ed)?|storno|storniert"
    r"|retourniert|retoure|widerrufen|erstattet|retour|retourné|remboursé|annulée?"
    r"|annullato|reso|rimborsato|devuelto|reembolsado|cancelado|anulado"
    r"|geretourneerd|terugbetaald|geannuleerd",
    re.IGNORECASE,
)

_CENTS = re.compile(r"[.,]\d{1,2}$")
_MONEY = ("amount", "price")
_MOSTLY = 0.9
_MOST_LEVELS = 30


def check_money(log: Log, roles: Mapping[str, str], declared: OrderColumns) -> None:
    """Refuse a log without amounts where a column looks as if it held them.

    Raises
    ------
    DataError
        Naming the column and what to type.
    """
    given = declared.given()
    if any(role in roles or role in given for role in _MONEY):
        return
    for column in _unused(log, roles):
        if _looks_like_money(log.sample[column]):
            message = f"no column is called an amount, but {column!r} looks like one"
            raise DataError(
                f"{message}; name it: dataset.columns.amount={column} (money of a "
                f"line) or dataset.columns.price={column} (of one piece), or do "
                "without: dataset.columns.amount='' features=rfm_no_amounts"
            )


def unused_steps(
    db: Any, table: str, log: Log, roles: Mapping[str, str], total: int
) -> list[CleaningStep]:
    """Name the columns that are not used, and the lines that one may want to leave out.

    Returns
    -------
    list of CleaningStep
        The first, if any, is about the columns; others count the lines that such a
        column says were returned or cancelled.
    """
    names = _unused(log, roles)
    if not names:
        return []
    listing = ", ".join(map(repr, names))
    steps = [CleaningStep("", f"columns not used: {listing}", total)]
    for name in names:
        levels = _undone(log.sample[name])
        if levels:
            steps.append(_warning(db, table, name, levels))
    return steps


def _unused(log: Log, roles: Mapping[str, str]) -> list[str]:
    return [name for name in log.types if name not in roles.values()]


def _looks_like_money(cells: Sequence[str]) -> bool:
    """Tell whether cells are numbers, some with cents or a mark of money."""
    amounts = [amount_of(cell) for cell in cells]
    known = [amount for amount in amounts if amount is not None]
    if not known or len(known) < _MOSTLY * len(cells):
        return False
    marked = any(amount.currency for amount in known)
    return marked or any(map(_CENTS.search, cells))


def _undone(cells: Sequence[str]) -> list[str]:
    levels = set(cells)
    if len(levels) > _MOST_LEVELS:
        return []
    return sorted(level for level in levels if _UNDONE.fullmatch(level))


def _warning(db: Any, table: str, column: str, levels: Iterable[str]) -> CleaningStep:
    cell = f"trim(CAST({sql.name(column)} AS VARCHAR))"
    query = sql.select({"n": "count(*)"}, table, f"WHERE {cell} IN {sql.texts(levels)}")
    (count,) = db.execute(query).fetchone()
    said = f"lines that {column!r} calls {' or '.join(levels)} count as purchases"
    return CleaningStep(
        "", f"{said}: leave them out of the log if they are none", count
    )
