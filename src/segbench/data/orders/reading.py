"""The SQL by which every line of a log gets a customer, a day, money and a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from segbench.data.orders import sql
from segbench.data.orders.amounts import number
from segbench.data.orders.currency import currency_of
from segbench.data.orders.dates import DateReading, read_text, read_typed
from segbench.data.orders.decimals import Decimals
from segbench.data.orders.reasons import Reason
from segbench.data.orders.source import OrderSource
from segbench.data.values.rules import MISSING_MARKS

NUMBERS = ("amount", "quantity", "price")
"""Roles whose cells are numbers."""


@dataclass(frozen=True)
class Log:
    """What is known of a log's columns before it is read through."""

    types: Mapping[str, str]  # column to DuckDB's type
    sample: Mapping[str, list[str]]  # column to the text of its first cells
    untidy: frozenset[str]  # columns whose first cells have blanks around, or ``.0``
    largest: Callable[[str], tuple[int, int]]  # parts of a column of dates
    has_empty: Callable[[str], bool]  # whether any cell of a column is empty
    marked: Callable[[str], list[str]]  # cells of a column with a point or a comma

    def is_text(self, column: str) -> bool:
        """Whether a column has to be interpreted."""
        return self.types[column] == "VARCHAR"


@dataclass(frozen=True)
class Reading:
    """Expressions over one line of the log, and what was decided to get them."""

    roles: Mapping[str, str]  # role to column
    cells: Mapping[str, str]  # what a line says: customer, bill, moment, money, ...
    reason: str  # why a line is no purchase, made from the names of `cells`
    product: str | None
    date_said: str
    order_said: str
    amount_said: str

    @property
    def has_money(self) -> bool:
        """Whether the log tells amounts."""
        return "money" in self.cells

    def lines(self, source: str, **more: str) -> str:
        """Write the query that gives every line what it is counted by.

        The expensive expressions stand in an inner query so that each is worked out
        once.
        """
        inner = sql.select({**self.cells, **more}, source)
        names = ["customer", "bill", "moment", *(["money"] if self.has_money else [])]
        outer = {name: name for name in [*names, *more]}
        return sql.select({**outer, "reason": self.reason}, sql.within(inner))


def read_lines(
    source: OrderSource, log: Log, roles: Mapping[str, str], decimals: Decimals
) -> Reading:
    """Decide how the columns of a log are read.

    Raises
    ------
    DataError
        When dates can be read in two ways, or not at all.
    """
    dates = _dates(source, log, roles["date"])
    moment = f"CAST({dates.expression} AS DATE)" if source.repeat else dates.expression
    bill, order_said = _order(source, log, roles, moment)
    money, said = _money(log, roles, decimals)
    cells = {
        "customer": identifier(log, roles["customer"]),
        "bill": bill,
        "moment": moment,
        **money,
    }
    currency = currency_of(source, roles)
    if currency is not None:
        cells["currency"] = currency[0]
    if source.cancelled and "order" in roles and log.is_text(roles["order"]):
        cells["number"] = identifier(log, roles["order"])
    return Reading(
        roles=roles,
        cells=cells,
        reason=_reason(source, cells, "" if currency is None else currency[1]),
        product=identifier(log, roles["product"]) if "product" in roles else None,
        date_said=dates.said,
        order_said=order_said,
        amount_said="; ".join(filter(None, [said, decimals.said])),
    )


def is_missing(expression: str) -> str:
    """Write the test for a text that stands for a missing value."""
    return f"lower(CAST({expression} AS VARCHAR)) IN {sql.texts(sorted(MISSING_MARKS))}"


def tidied(text: str) -> str:
    """Write an id without blanks, and ``17850.0`` as 17850: it was once a number."""
    bare = f"trim({text})"
    whole = rf"regexp_replace({bare}, '^(\d+)\.0$', '\1')"
    return f"CASE WHEN ends_with({bare}, '.0') THEN {whole} ELSE {bare} END"


def identifier(log: Log, column: str) -> str:
    """Take an id as it is, tidied where the first lines show that it has to be.

    Tidying costs as much as reading; what it is spared for here, `add_up_orders` does
    on orders, which are fewer.
    """
    name = sql.name(column)
    return tidied(name) if log.is_text(column) and column in log.untidy else name


def as_text(log: Log, column: str, expression: str) -> str:
    """Write an id that was grouped by in its own type as text."""
    if log.types[column].startswith(("DOUBLE", "FLOAT", "DECIMAL")):
        whole = f"CAST(CAST({expression} AS BIGINT) AS VARCHAR)"
        written = f"CAST({expression} AS VARCHAR)"
        return f"CASE WHEN {expression} % 1 = 0 THEN {whole} ELSE {written} END"
    return f"CAST({expression} AS VARCHAR)"


def _dates(source: OrderSource, log: Log, column: str) -> DateReading:
    if log.types[column].startswith(("DATE", "TIMESTAMP")):
        return read_typed(column)
    return read_text(
        column,
        log.sample[column],
        source.dates,
        lambda: log.largest(column),
        declared=source.columns.date == column,
    )


def _order(
    source: OrderSource, log: Log, roles: Mapping[str, str], moment: str
) -> tuple[str, str]:
    if source.repeat:
        said = "frequency counts the days of repeat purchases, the first day left out"
        return moment, said
    if "order" not in roles:
        said = "no order number: frequency counts a customer's distinct points in time"
        return moment, said
    column = roles["order"]
    said = f"frequency counts distinct orders by {column!r}, not lines or days"
    number = identifier(log, column)
    # Whether a text has empty cells is not worth a pass: they cost little where rare.
    if not log.is_text(column) and not log.has_empty(column):
        return number, said
    either = f"coalesce(CAST({number} AS VARCHAR), CAST({moment} AS VARCHAR))"
    return either, said


def _money(
    log: Log, roles: Mapping[str, str], decimals: Decimals
) -> tuple[dict[str, str], str]:
    """Say what the money of a line is, and what tells that goods were taken back."""
    numbers = {
        role: _number(log, roles[role], decimals) for role in NUMBERS if role in roles
    }
    sold = {"sold": numbers["quantity"]} if "quantity" in numbers else {}
    if "amount" in numbers:
        said = f"money of a line is {roles['amount']!r}"
        return {**sold, "money": numbers["amount"]}, said
    if "price" not in numbers:
        return sold, "no amounts: take features=rfm_no_amounts, recency and frequency"
    price = roles["price"]
    if not sold:
        said = f"money of a line is {price!r}, one piece each"
        return {"money": numbers["price"]}, said
    money = f"{sold['sold']} * {numbers['price']}"
    said = f"money of a line is {roles['quantity']!r} times {price!r}"
    return {**sold, "money": money}, said


def _number(log: Log, column: str, decimals: Decimals) -> str:
    if log.is_text(column):
        return number(column, log.sample[column], decimals.marks[column])
    return f"CAST({sql.name(column)} AS DOUBLE)"


def _reason(source: OrderSource, cells: Mapping[str, str], currency: str) -> str:
    """Write the CASE that says why a line is no purchase; see `Reason`."""
    tests = {
        Reason.NO_CUSTOMER: "customer IS NULL",
        Reason.NO_DATE: "moment IS NULL",
    }
    if source.snapshot is not None:
        after = (source.snapshot + timedelta(days=1)).isoformat()
        tests[Reason.AFTER_SNAPSHOT] = f"moment >= DATE {sql.text(after)}"
    if "currency" in cells:
        kept = f"currency IS DISTINCT FROM {sql.text(currency)}"
        tests[Reason.OTHER_CURRENCY] = kept
    if "money" in cells:
        tests[Reason.NO_AMOUNT] = "money IS NULL OR isnan(money)"
    if "number" in cells:
        mark = sql.text(source.cancelled)
        tests[Reason.CANCELLED] = f"starts_with(number, {mark})"
    if "sold" in cells or "money" in cells:
        tests[Reason.RETURNED] = f"{'sold' if 'sold' in cells else 'money'} < 0"
    if "money" in cells:
        tests[Reason.NEGATIVE_PRICE] = "money < 0"
    if "money" in cells and not source.zero_prices:
        tests[Reason.FREE] = "money = 0"
    cases = " ".join(f"WHEN {test} THEN {int(why)}" for why, test in tests.items())
    return f"CAST(CASE {cases} ELSE {int(Reason.PURCHASE)} END AS UTINYINT)"
