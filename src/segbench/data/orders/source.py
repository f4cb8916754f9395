"""What is to be read and by which rules, as validated settings."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum

CUSTOMER = "customer"
"""The column of the customer table that names the customers."""


class Returns(StrEnum):
    """What goods taken back do to a customer's money."""

    PURCHASES = "purchases"  # nothing: purchases alone are added up
    NET = "net"  # they are taken off


class DateOrder(StrEnum):
    """How to read a date such as 3/4/2024."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class Decimal(StrEnum):
    """What stands before the fraction of an amount."""

    POINT = "point"
    COMMA = "comma"


@dataclass(frozen=True)
class OrderColumns:
    """Columns of the log by what they hold; None is inferred, "" is not used."""

    customer: str | None = None
    date: str | None = None
    amount: str | None = None  # of a line or of an order
    quantity: str | None = None
    price: str | None = None  # of one piece
    order: str | None = None
    product: str | None = None
    currency: str | None = None

    def given(self) -> dict[str, str]:
        """Return the columns that are named, by role."""
        named = {one.name: getattr(self, one.name) for one in fields(self)}
        return {role: name for role, name in named.items() if name is not None}


@dataclass(frozen=True)
class OrderSource:
    """An order log and the rules by which it becomes a customer table."""

    path: str  # a file, a folder or a pattern; "segbench:cdnow" is the one shipped
    name: str  # the data set's name in tables
    columns: OrderColumns = field(default_factory=OrderColumns)
    header: tuple[str, ...] = ()  # names of the columns of a text without header line
    encoding: str | None = None  # of a text; None: found out
    query: str | None = None  # one SELECT, where the path is a DuckDB or SQLite file
    snapshot: date | None = None  # None: the day after the last transaction
    dates: DateOrder | None = None  # None: decided on the whole column
    decimal: Decimal | None = None  # None: decided on the amounts
    returns: Returns = Returns.PURCHASES
    zero_prices: bool = False  # whether free orders are purchases
    cancelled: str = "C"  # cancelled orders' ids begin so; "" = no such mark
    repeat: bool = False  # frequency is the number of days of repeat purchases
    currency: str | None = None  # the only one that is kept
    details: bool | None = None  # products and copies; None: in logs that are not long
    memory: str = "2GB"  # what DuckDB may hold before it writes to a temporary folder
    threads: int | None = None  # None: all cores
