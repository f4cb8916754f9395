"""From lines to orders, and from orders to customers, inside DuckDB."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from segbench.data.orders import sql
from segbench.data.orders.database import LOG
from segbench.data.orders.reading import (
    Log,
    Reading,
    as_text,
    is_missing,
    tidied,
)
from segbench.data.orders.reasons import GOODS_BACK, Reason
from segbench.data.orders.source import CUSTOMER, OrderSource, Returns

ORDERS = "orders"
"""The table with one row for each order of a customer and reason."""

OTHERS = "others"
"""The table of customers with lines that are no purchases, added up."""

_OF_OTHERS = (
    f"WHERE reason NOT IN ({int(Reason.PURCHASE)}, {int(Reason.NO_CUSTOMER)}) "
    "GROUP BY customer"
)
_KEYS = ("customer", "bill", "reason")
_CENTS = 6  # sums are rounded to: threads add in any order
_DAY_SECONDS = 86_400


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
    money = {"amount": "sum(money)"} if reading.has_money else {}
    summed = {"first": "min(moment)", "last": "max(moment)", **money}
    orders = {name: name for name in _KEYS} | summed | {"lines": "count(*)"}
    lines = sql.within(reading.lines(LOG))
    grouped = sql.select(orders, lines, f"GROUP BY {', '.join(_KEYS)}")
    db.execute(f"CREATE OR REPLACE TEMP TABLE {ORDERS} AS {grouped}")
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
    others = sql.select(_others(reading), ORDERS, _OF_OTHERS)
    db.execute(f"CREATE TEMP TABLE {OTHERS} AS {others}")
    sums = _purchases(source, reading, ORDERS)
    if counts.others:
        join = f"{sql.within(sums)} LEFT JOIN {OTHERS} ON customer = other"
        sums = sql.select(_joined(source, reading, counts), join)
    kept = f"WHERE {_kept(source, reading)}"
    name = as_text(log, reading.roles["customer"], "customer")
    columns = {CUSTOMER: name, **_columns(source, reading, counts, snapshot)}
    query = sql.select(columns, f"{sql.within(sums)} AS s", kept, "ORDER BY s.customer")
    return _frame(db.execute(query).fetchnumpy()), _left_out(db, source, log, reading)


def _frame(columns: Mapping[str, Any]) -> pd.DataFrame:
    """Make a frame of arrays; ids as they are, to infer their type takes long."""
    ids = {CUSTOMER: pd.Series(columns[CUSTOMER], dtype=object)}
    rest = {k: np.ma.filled(v, np.nan) for k, v in columns.items() if k != CUSTOMER}
    return pd.DataFrame(ids | rest, copy=False)


def _left_out(db: Any, source: OrderSource, log: Log, reading: Reading) -> list[str]:
    """Name the customers that only have other lines, or whose money these took."""
    theirs = f"{ORDERS} SEMI JOIN {OTHERS} ON customer = other"
    bought = sql.within(_purchases(source, reading, theirs))
    join = f"{OTHERS} LEFT JOIN {bought} ON customer = other"
    money = {"money": _money_left(source, reading)} if reading.has_money else {}
    sums = sql.select({"other": "other", "n": "n", **money}, join)
    lost = f"WHERE NOT coalesce({_kept(source, reading)}, false) ORDER BY other"
    name = as_text(log, reading.roles["customer"], "other")
    rows = db.execute(sql.select({CUSTOMER: name}, sql.within(sums), lost)).fetchall()
    return [row[0] for row in rows]


def _kept(source: OrderSource, reading: Reading) -> str:
    some_left = f" AND round(money, {_CENTS}) > 0" if nets(source, reading) else ""
    return f"n > 0{some_left}"


def nets(source: OrderSource, reading: Reading) -> bool:
    """Whether goods taken back reduce a customer's money."""
    return source.returns is Returns.NET and reading.has_money


def _purchases(source: OrderSource, reading: Reading, orders: str) -> str:
    """Add up each customer's orders."""
    sums = {
        "customer": "customer",
        "n": "count(*)",
        "first": "min(first)",
        "last": "max(last)",
        "lines": "sum(lines)",
    }
    if reading.has_money:
        sums["money"] = "sum(amount)"
        sums["begun"] = "arg_min(amount, bill)" if source.repeat else "0"
    which = f"WHERE reason = {int(Reason.PURCHASE)} GROUP BY customer"
    return sql.select(sums, orders, which)


def _others(reading: Reading) -> dict[str, str]:
    """Add up what is no purchase; money of goods taken back has either sign in logs."""
    back = ", ".join(str(int(why)) for why in GOODS_BACK)
    taken_back = f"FILTER (WHERE reason IN ({back}))"
    money = {"returned": f"sum(abs(amount)) {taken_back}"} if reading.has_money else {}
    return {"other": "customer", "back": f"sum(lines) {taken_back}", **money}


def _joined(source: OrderSource, reading: Reading, counts: Counts) -> dict[str, str]:
    names = ["customer", "n", "first", "last"]
    names += ["lines", "back"] if counts.goods_back else []
    columns = {name: name for name in names}
    if reading.has_money:
        columns |= {"money": _money_left(source, reading), "begun": "begun"}
    return columns


def _money_left(source: OrderSource, reading: Reading) -> str:
    return "money - coalesce(returned, 0)" if nets(source, reading) else "money"


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
        # Rounded before they are divided: half a cent must not hang on threads.
        money, begun = (f"round({name}, {_CENTS})" for name in ("money", "begun"))
        later = f"round(({money} - {begun}) / nullif(n - 1, 0), {_CENTS})"
        each = f"round({money} / n, {_CENTS})"
        columns["monetary"] = money
        columns["basket_value"] = later if source.repeat else each
    columns["tenure"] = f"date_sub('day', first, {end})"
    columns["days_between_orders"] = f"round({days} / nullif(n - 1, 0), {_CENTS})"
    if counts.goods_back:
        columns["return_share"] = "coalesce(back, 0) / (lines + coalesce(back, 0))"
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
    which = f"WHERE reason = {int(Reason.PURCHASE)} GROUP BY 1"
    query = sql.select(counted, lines, which)
    frame: pd.DataFrame = db.execute(query).df()
    return frame


def copies(db: Any, log: Log) -> int:
    """Count lines that are equal to another line in every cell."""
    cells = ", ".join(sql.name(name) for name in log.types)
    counted = {"n": f"count(*) - count(DISTINCT hash({cells}))"}
    return int(db.execute(sql.select(counted, LOG)).fetchone()[0])
