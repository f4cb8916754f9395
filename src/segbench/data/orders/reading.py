"""The SQL by which every line of a log gets a customer, a day, money and a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from segbench.data.orders import sql
from segbench.data.orders.amounts import number
from segbench.data.orders.dates import DateReading, read_text, read_typed
from segbench.data.orders.reasons import GOODS_BACK, Reason
from segbench.data.orders.source import OrderSource
from segbench.data.values.rules import MISSING_MARKS


@dataclass(frozen=True)
class Log:
    """What is known of a log's columns before it is read through."""

    types: Mapping[str, str]  # column to DuckDB's type
    sample: Mapping[str, list[str]]  # column to the text of its first cells
    largest: Callable[[str], tuple[int, int]]  # parts of a column of dates

    def is_text(self, column: str) -> bool:
        """Whether a column has to be interpreted."""
        return self.types[column] == "VARCHAR"


@dataclass(frozen=True)
class Reading:
    """Expressions over one line of the log, and what was decided to get them."""

    roles: Mapping[str, str]  # role to column
    customer: str
    moment: str  # a point in time; a day where repeat purchases are counted by days
    order: str  # what the lines of one order have in common
    amount: str | None  # money of a line, negative for goods taken back
    reason: str
    product: str | None
    date_said: str
    order_said: str
    amount_said: str

    @property
    def lines(self) -> dict[str, str]:
        """The columns that everything else is computed from."""
        return {
            "customer": self.customer,
            "bill": self.order,
            "moment": self.moment,
            "reason": self.reason,
            **({} if self.amount is None else {"amount": self.amount}),
        }


def read_lines(source: OrderSource, log: Log, roles: Mapping[str, str]) -> Reading:
    """Decide how the columns of a log are read.

    Raises
    ------
    DataError
        When dates or amounts can be read in two ways, or not at all.
    """
    dates = _dates(source, log, roles["date"])
    numbers = {
        role: _number(source, log, roles[role])
        for role in ("amount", "quantity", "price")
        if role in roles
    }
    customer = _identifier(log, roles["customer"])
    order, order_said = _order(source, log, roles, dates)
    money, said = _money(numbers, roles)
    reasons = _reasons(source, roles, numbers, dates.expression, customer, money)
    return Reading(
        roles=roles,
        customer=customer,
        moment=order if source.repeat else dates.expression,
        order=order,
        amount=money,
        reason=reasons,
        product=_identifier(log, roles["product"]) if "product" in roles else None,
        date_said=dates.said,
        order_said=order_said,
        amount_said=said,
    )


def is_missing(expression: str) -> str:
    """Write the test for a text that stands for a missing value."""
    return f"lower(CAST({expression} AS VARCHAR)) IN {sql.texts(sorted(MISSING_MARKS))}"


def _dates(source: OrderSource, log: Log, column: str) -> DateReading:
    if log.types[column].startswith(("DATE", "TIMESTAMP")):
        return read_typed(column)
    return read_text(
        column, log.sample[column], source.dates, lambda: log.largest(column)
    )


def _number(source: OrderSource, log: Log, column: str) -> str:
    if log.is_text(column):
        return number(column, log.sample[column], source.decimal)
    return f"CAST({sql.name(column)} AS DOUBLE)"


def _identifier(log: Log, column: str) -> str:
    """Take an id as it is written, but ``17850.0`` as 17850: it was once a number."""
    text = f"trim({sql.name(column)})"
    if log.is_text(column):
        whole = rf"regexp_replace({text}, '^(\d+)\.0$', '\1')"
        return f"CASE WHEN ends_with({text}, '.0') THEN {whole} ELSE {text} END"
    return sql.name(column)


def as_text(log: Log, column: str, expression: str) -> str:
    """Write an id that was grouped by in its own type as text."""
    if log.types[column] in {"DOUBLE", "FLOAT"}:
        whole = f"CAST(CAST({expression} AS BIGINT) AS VARCHAR)"
        written = f"CAST({expression} AS VARCHAR)"
        return f"CASE WHEN {expression} % 1 = 0 THEN {whole} ELSE {written} END"
    return f"CAST({expression} AS VARCHAR)"


def _order(
    source: OrderSource, log: Log, roles: Mapping[str, str], dates: DateReading
) -> tuple[str, str]:
    if source.repeat:
        said = "frequency counts the days of repeat purchases, the first day left out"
        return f"CAST({dates.expression} AS DATE)", said
    if "order" not in roles:
        said = "no order number: frequency counts a customer's distinct points in time"
        return dates.expression, said
    column = roles["order"]
    said = f"frequency counts distinct orders by {column!r}, not lines or days"
    if not log.is_text(column):
        return sql.name(column), said
    number_or_time = f"coalesce(nullif(trim({sql.name(column)}), ''), "
    return f"{number_or_time}CAST({dates.expression} AS VARCHAR))", said


def _money(
    numbers: Mapping[str, str], roles: Mapping[str, str]
) -> tuple[str | None, str]:
    if "amount" in numbers:
        return numbers["amount"], f"money of a line is {roles['amount']!r}"
    if "price" not in numbers:
        return None, "no amounts: recency and frequency only"
    price = roles["price"]
    if "quantity" not in numbers:
        return numbers["price"], f"money of a line is {price!r}, one piece each"
    money = f"{numbers['quantity']} * {numbers['price']}"
    return money, f"money of a line is {roles['quantity']!r} times {price!r}"


def _reasons(  # noqa: PLR0913, PLR0917 each expression is a part of one CASE
    source: OrderSource,
    roles: Mapping[str, str],
    numbers: Mapping[str, str],
    at: str,
    customer: str,
    money: str | None,
) -> str:
    tests = {
        Reason.NO_CUSTOMER: f"{customer} IS NULL",
        Reason.NO_DATE: f"{at} IS NULL",
    }
    if source.snapshot is not None:
        day = f"DATE {sql.text(source.snapshot.isoformat())}"
        tests[Reason.AFTER_SNAPSHOT] = f"CAST({at} AS DATE) > {day}"
    if source.currency is not None and "currency" in roles:
        kept = sql.text(source.currency)
        currency = f"trim({sql.name(roles['currency'])})"
        tests[Reason.OTHER_CURRENCY] = f"{currency} IS DISTINCT FROM {kept}"
    if money is not None:
        tests[Reason.NO_AMOUNT] = f"{money} IS NULL OR isnan({money})"
    if source.cancelled and "order" in roles:
        number = f"upper(trim(CAST({sql.name(roles['order'])} AS VARCHAR)))"
        mark = sql.text(source.cancelled.upper())
        tests[Reason.CANCELLED] = f"starts_with({number}, {mark})"
    tests |= _money_reasons(source, numbers, money)
    cases = " ".join(f"WHEN {test} THEN {int(why)}" for why, test in tests.items())
    return f"CAST(CASE {cases} ELSE {int(Reason.PURCHASE)} END AS UTINYINT)"


def _money_reasons(
    source: OrderSource, numbers: Mapping[str, str], money: str | None
) -> dict[Reason, str]:
    tests = {}
    sold = numbers.get("quantity", money)
    if sold is not None:
        tests[Reason.RETURNED] = f"{sold} < 0"
    if money is not None:
        tests[Reason.NEGATIVE_PRICE] = f"{money} < 0"
        if not source.zero_prices:
            tests[Reason.FREE] = f"{money} = 0"
    return tests


def signed(amount: str) -> str:
    """Make money of goods taken back negative, however the log writes it."""
    back = ", ".join(str(int(why)) for why in GOODS_BACK)
    return f"CASE WHEN reason IN ({back}) THEN -abs({amount}) ELSE {amount} END"
