"""From lines to orders, and from orders to customers, inside DuckDB."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from segbench.data.orders import sql
from segbench.data.orders.database import LOG
from segbench.data.orders.reading import (
    Log,
    Reading,
    as_text,
    is_missing,
    signed,
    tidied,
)
from segbench.data.orders.reasons import GOODS_BACK, Reason
from segbench.data.orders.source import CUSTOMER, OrderSource, Returns

ORDERS = "orders"
"""The table with one row for each order of a customer and reason."""

_KEYS = ("customer", "bill", "reason")
_KEPT = "kept"
_CENTS = 6  # sums are rounded to: threads add in any order
_DAY_SECONDS = 86_400
_BOUGHT = int(Reason.PURCHASE)
_BACK = ", ".join(str(int(why)) for why in GOODS_BACK)


@dataclass(frozen=True)
class Counts:
    """What the lines of a log are, counted in the same pass that adds them up."""

    lines: dict[Reason, int]
    last: date | None  # day of the last transaction

    @property
    def total(self) -> int:
        """Lines of the log."""
        return sum(self.lines.values())

    @property
    def others(self) -> bool:
        """Whether any line of a known customer is no purchase."""
        return bool({*self.lines} - {Reason.PURCHASE, Reason.NO_CUSTOMER})

    @property
    def goods_back(self) -> int:
        """Lines of cancelled orders and returns."""
        return sum(self.lines.get(why, 0) for why in GOODS_BACK)


def add_up_orders(db: Any, log: Log, reading: Reading) -> Counts:
    """Read the log through once: the orders of each customer, and counts of lines."""
    money = {"amount": f"sum({signed('money')})"} if reading.has_money else {}
    summed = {"first": "min(moment)", "last": "max(moment)", **money}
    orders = {name: name for name in _KEYS} | summed | {"lines": "count(*)"}
    lines = sql.within(reading.lines(LOG))
    grouped = sql.select(orders, lines, f"GROUP BY {', '.join(_KEYS)}")
    db.execute(f"CREATE TEMP TABLE {ORDERS} AS {grouped}")
    if log.is_text(reading.roles["customer"]):
        _tidy_customers(db, list(money))
    counted = {"reason": "reason", "lines": "sum(lines)", "last": "max(last)"}
    rows = db.execute(sql.select(counted, ORDERS, "GROUP BY reason")).fetchall()
    late = int(Reason.AFTER_SNAPSHOT)
    days = [_day(last) for why, _, last in rows if last is not None and why != late]
    return Counts({Reason(why): int(n) for why, n, _ in rows}, max(days, default=None))


def _tidy_customers(db: Any, money: list[str]) -> None:
    """Bring spellings of a customer together that the first lines did not show."""
    missing = is_missing("customer")
    untidy = f"customer <> trim(customer) OR ends_with(customer, '.0') OR {missing}"
    found = sql.select({"n": "count(*)"}, ORDERS, f"WHERE {untidy}")
    if not db.execute(found).fetchone()[0]:
        return
    none = f"CASE WHEN {missing} THEN {int(Reason.NO_CUSTOMER)} ELSE reason END"
    tidy = {
        "customer": tidied("customer"),
        "bill": "bill",
        "reason": f"CAST({none} AS UTINYINT)",
        "first": "min(first)",
        "last": "max(last)",
        **{name: f"sum({name})" for name in [*money, "lines"]},
    }
    query = sql.select(tidy, ORDERS, "GROUP BY 1, 2, 3")
    db.execute(f"CREATE OR REPLACE TEMP TABLE {ORDERS} AS {query}")


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def customer_table(
    db: Any, source: OrderSource, log: Log, reading: Reading, facts: tuple[Counts, date]
) -> tuple[pd.DataFrame, list[str]]:
    """Give one row for each customer with a purchase.

    Parameters
    ----------
    db : connection
        After `add_up_orders`.
    source, log, reading
        The rules.
    facts : (Counts, date)
        What the lines are, and the snapshot.

    Returns
    -------
    frame : DataFrame
        Ids as text, all else float64, ordered by customer.
    left_out : list of str
        Customers without a purchase or, where returns are netted, without money left.
    """
    counts, snapshot = facts
    known = f"WHERE reason <> {int(Reason.NO_CUSTOMER)} GROUP BY customer"
    sums = sql.select(_sums(source, reading, counts), ORDERS, known)
    kept = ["n > 0", *(["money > 0"] if nets(source, reading) else [])]
    columns = {
        CUSTOMER: as_text(log, reading.roles["customer"], "customer"),
        **_columns(source, reading, counts, snapshot),
        _KEPT: f"coalesce({' AND '.join(kept)}, false)",
    }
    query = sql.select(columns, sql.within(sums), "ORDER BY customer")
    frame: pd.DataFrame = db.execute(query).df()
    kept_rows = frame.pop(_KEPT).to_numpy(dtype=bool)
    if kept_rows.all():
        return frame, []
    left_out = frame.loc[~kept_rows, CUSTOMER].tolist()
    return frame.loc[kept_rows].reset_index(drop=True), left_out


def nets(source: OrderSource, reading: Reading) -> bool:
    """Whether goods taken back reduce a customer's money."""
    return source.returns is Returns.NET and reading.has_money


def _sums(source: OrderSource, reading: Reading, counts: Counts) -> dict[str, str]:
    """What a customer's orders add up to; see `_columns` for what becomes of it."""
    bought = f"FILTER (WHERE reason = {_BOUGHT})" if counts.others else ""
    moved = f"FILTER (WHERE reason IN ({_BOUGHT}, {_BACK}))" if bought else ""
    sums = {
        "customer": "customer",
        "n": f"count(*) {bought}",
        "first": f"min(first) {bought}",
        "last": f"max(last) {bought}",
    }
    if reading.has_money:
        spent = moved if nets(source, reading) else bought
        sums["money"] = f"round(sum(amount) {spent}, {_CENTS})"
        sums["begun"] = f"arg_min(amount, bill) {bought}" if source.repeat else "0"
    if counts.goods_back:
        sums["back"] = f"sum(lines) FILTER (WHERE reason IN ({_BACK}))"
        sums["all_lines"] = f"sum(lines) {moved}"
    return sums


def _columns(
    source: OrderSource, reading: Reading, counts: Counts, snapshot: date
) -> dict[str, str]:
    end = f"TIMESTAMP {sql.text(snapshot.isoformat())}"
    days = f"date_diff('second', first, last) / {_DAY_SECONDS}"
    columns = {
        "recency": f"date_sub('day', last, {end})",  # complete days
        "frequency": "n - 1" if source.repeat else "n",
    }
    if reading.has_money:
        columns["monetary"] = "money"
        repeated = (
            f"CASE WHEN n > 1 THEN round((money - begun) / (n - 1), {_CENTS}) END"
        )
        each = f"round(money / n, {_CENTS})"
        columns["basket_value"] = repeated if source.repeat else each
    columns["tenure"] = f"date_sub('day', first, {end})"
    between = f"CASE WHEN n > 1 THEN round({days} / (n - 1), {_CENTS}) END"
    columns["days_between_orders"] = between
    if counts.goods_back:
        columns["return_share"] = "coalesce(back, 0) / all_lines"
    return {name: f"CAST({what} AS DOUBLE)" for name, what in columns.items()}


def distinct_products(db: Any, log: Log, reading: Reading) -> pd.DataFrame:
    """Count each customer's distinct products, at the cost of another pass."""
    name = as_text(log, reading.roles["customer"], "customer")
    if log.is_text(reading.roles["customer"]):
        name = tidied("customer")
    counted = {
        CUSTOMER: name,
        "distinct_products": "CAST(count(DISTINCT product) AS DOUBLE)",
    }
    lines = sql.within(reading.lines(LOG, product=str(reading.product)))
    which = f"WHERE reason = {_BOUGHT} GROUP BY 1"
    query = sql.select(counted, lines, which)
    frame: pd.DataFrame = db.execute(query).df()
    return frame


def copies(db: Any, log: Log) -> int:
    """Count lines that are equal to another line in every cell."""
    cells = ", ".join(sql.name(name) for name in log.types)
    counted = {"n": f"count(*) - count(DISTINCT hash({cells}))"}
    return int(db.execute(sql.select(counted, LOG)).fetchone()[0])
