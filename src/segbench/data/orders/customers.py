"""From lines to orders, and from orders to customers, inside DuckDB."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from segbench.data.orders import sql
from segbench.data.orders.database import LOG
from segbench.data.orders.reading import Log, Reading, as_text, is_missing, signed
from segbench.data.orders.reasons import GOODS_BACK, Reason
from segbench.data.orders.source import CUSTOMER, OrderSource, Returns

ORDERS = "orders"
"""The table with one row for each order of a customer and reason."""

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
    def goods_back(self) -> int:
        """Lines of cancelled orders and returns."""
        return sum(self.lines.get(why, 0) for why in GOODS_BACK)


def add_up_orders(db: Any, log: Log, reading: Reading) -> Counts:
    """Read the log through once: the orders of each customer, and counts of lines."""
    money = {} if reading.amount is None else {"amount": f"sum({signed('amount')})"}
    orders = {
        "customer": "customer",
        "bill": "bill",
        "reason": "reason",
        "first": "min(moment)",
        "last": "max(moment)",
        **money,
        "lines": "count(*)",
    }
    lines = sql.within(sql.select(reading.lines, LOG))
    grouped = sql.select(orders, lines, "GROUP BY customer, bill, reason")
    db.execute(f"CREATE TEMP TABLE {ORDERS} AS {grouped}")
    if log.is_text(reading.roles["customer"]):
        missing = f"{is_missing('customer')} AND reason <> {int(Reason.NO_CUSTOMER)}"
        change = f"SET reason = {int(Reason.NO_CUSTOMER)} WHERE {missing}"
        db.execute(f"UPDATE {ORDERS} {change}")
    counted = {"reason": "reason", "lines": "sum(lines)", "last": "max(last)"}
    rows = db.execute(sql.select(counted, ORDERS, "GROUP BY reason")).fetchall()
    late = int(Reason.AFTER_SNAPSHOT)
    days = [_day(last) for why, _, last in rows if last is not None and why != late]
    return Counts({Reason(why): int(n) for why, n, _ in rows}, max(days, default=None))


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def customer_table(
    db: Any, source: OrderSource, log: Log, reading: Reading, facts: tuple[Counts, date]
) -> pd.DataFrame:
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
    DataFrame
        Ids as text, all else float64, ordered by customer.
    """
    counts, snapshot = facts
    reasons = f"reason IN ({_BOUGHT}, {_BACK})" if counts.goods_back else ""
    which = f"WHERE {reasons or f'reason = {_BOUGHT}'} GROUP BY customer"
    sums = sql.select(_sums(source, reading, counts), ORDERS, which)
    columns = _columns(source, reading, counts, snapshot)
    name = as_text(log, reading.roles["customer"], "customer")
    kept = ["n > 0", *(["money > 0"] if nets(source, reading) else [])]
    query = sql.select(
        {CUSTOMER: name, **columns},
        sql.within(sums),
        f"WHERE {' AND '.join(kept)} ORDER BY customer",
    )
    frame: pd.DataFrame = db.execute(query).df()
    return frame


def nets(source: OrderSource, reading: Reading) -> bool:
    """Whether goods taken back reduce a customer's money."""
    return source.returns is Returns.NET and reading.amount is not None


def _sums(source: OrderSource, reading: Reading, counts: Counts) -> dict[str, str]:
    """What a customer's orders add up to; see `_columns` for what becomes of it."""
    bought = f"FILTER (WHERE reason = {_BOUGHT})" if counts.goods_back else ""
    sums = {
        "customer": "customer",
        "n": f"count(*) {bought}",
        "first": f"min(first) {bought}",
        "last": f"max(last) {bought}",
    }
    if reading.amount is not None:
        spent = "" if nets(source, reading) else bought
        sums["money"] = f"round(sum(amount) {spent}, {_CENTS})"
        sums["begun"] = f"arg_min(amount, bill) {bought}" if source.repeat else "0"
    if counts.goods_back:
        sums["back"] = f"sum(lines) FILTER (WHERE reason IN ({_BACK}))"
        sums["all_lines"] = "sum(lines)"
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
    if reading.amount is not None:
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


def customers_in_log(db: Any) -> int:
    """Count the customers that any line names."""
    known = f"WHERE reason <> {int(Reason.NO_CUSTOMER)}"
    query = sql.select({"n": "count(DISTINCT customer)"}, ORDERS, known)
    return int(db.execute(query).fetchone()[0])


def some_without_purchase(db: Any, log: Log, reading: Reading, most: int) -> list[str]:
    """Name some customers without a purchase."""
    known = f"WHERE reason <> {int(Reason.NO_CUSTOMER)} GROUP BY customer"
    none = f"HAVING bool_and(reason <> {_BOUGHT}) ORDER BY customer LIMIT {most}"
    name = as_text(log, reading.roles["customer"], "customer")
    rows = db.execute(sql.select({CUSTOMER: name}, ORDERS, known, none)).fetchall()
    return [row[0] for row in rows]


def distinct_products(db: Any, log: Log, reading: Reading) -> pd.DataFrame:
    """Count each customer's distinct products, at the cost of another pass."""
    lines = {**reading.lines, "product": str(reading.product)}
    counted = {
        CUSTOMER: as_text(log, reading.roles["customer"], "customer"),
        "distinct_products": "CAST(count(DISTINCT product) AS DOUBLE)",
    }
    which = f"WHERE reason = {_BOUGHT} GROUP BY customer"
    query = sql.select(counted, sql.within(sql.select(lines, LOG)), which)
    frame: pd.DataFrame = db.execute(query).df()
    return frame


def copies(db: Any, log: Log) -> int:
    """Count lines that are equal to another line in every cell."""
    cells = ", ".join(sql.name(name) for name in log.types)
    counted = {"n": f"count(*) - count(DISTINCT hash({cells}))"}
    return int(db.execute(sql.select(counted, LOG)).fetchone()[0])
