"""What was done to a log, in a person's words and with a count."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from segbench.core import CleaningStep
from segbench.data.orders.customers import (
    Counts,
    customers_in_log,
    nets,
    some_without_purchase,
)
from segbench.data.orders.reading import Log, Reading
from segbench.data.orders.reasons import Reason
from segbench.data.orders.source import OrderSource

_SHOWN = 5
"""Customers named where some are left out."""


def cleaning_steps(
    db: Any,
    source: OrderSource,
    log: Log,
    reading: Reading,
    facts: tuple[Counts, date, pd.DataFrame],
) -> list[CleaningStep]:
    """Tell every rule that was applied.

    Parameters
    ----------
    db : connection
        After `add_up_orders`.
    source, log, reading
        The rules.
    facts : (Counts, date, DataFrame)
        What the lines are, the snapshot, and the customer table.
    """
    counts, snapshot, frame = facts
    return [
        *_definitions(source, reading, snapshot, len(frame)),
        *_lines(source, counts),
        CleaningStep("", "lines are purchases", counts.lines.get(Reason.PURCHASE, 0)),
        *_customers(db, source, log, reading, frame),
        *_once_only(frame),
    ]


def _definitions(
    source: OrderSource, reading: Reading, snapshot: date, customers: int
) -> list[CleaningStep]:
    given = "as declared" if source.snapshot else "the day after the last transaction"
    recency = f"recency counts days up to {snapshot}, {given}"
    money = reading.amount_said
    if reading.amount is not None:
        back = "less goods taken back" if nets(source, reading) else "purchases only"
        money = f"{money}; monetary is their sum, {back}"
    roles = ", ".join(f"{role} {name!r}" for role, name in reading.roles.items())
    said = [
        ("", f"columns taken: {roles}"),
        (reading.roles["date"], reading.date_said),
        ("recency", recency),
        ("frequency", reading.order_said),
        ("monetary" if reading.amount is not None else "", money),
    ]
    if source.repeat and reading.amount is not None:
        said.append(("basket_value", "mean money of a day of repeat purchases"))
    return [
        CleaningStep(column, action, customers) for column, action in said if action
    ]


def _lines(source: OrderSource, counts: Counts) -> list[CleaningStep]:
    """Name the lines that are no purchases."""
    back = "taken off their money" if source.returns == "net" else "left out"
    actions = {
        Reason.NO_CUSTOMER: "lines without a customer, left out",
        Reason.NO_DATE: "lines without a date that can be read, left out",
        Reason.AFTER_SNAPSHOT: f"lines after {source.snapshot}, left out",
        Reason.OTHER_CURRENCY: f"lines not in {source.currency}, left out",
        Reason.NO_AMOUNT: "lines without an amount that can be read, left out",
        Reason.CANCELLED: f"lines of cancelled orders ({source.cancelled}...), {back}; "
        "no purchases",
        Reason.RETURNED: f"lines of goods taken back, {back}; no purchases",
        Reason.NEGATIVE_PRICE: "lines with a negative price, left out",
        Reason.FREE: "free lines (price or quantity 0), left out: no purchases",
    }
    return [
        CleaningStep("", action, counts.lines[why])
        for why, action in actions.items()
        if counts.lines.get(why)
    ]


def _customers(
    db: Any, source: OrderSource, log: Log, reading: Reading, frame: pd.DataFrame
) -> list[CleaningStep]:
    missing = customers_in_log(db) - len(frame)
    if not missing:
        return []
    named = some_without_purchase(db, log, reading, _SHOWN)
    why = "without a purchase"
    if nets(source, reading):
        why += " or with no money left after returns"
    shown = f" (such as {', '.join(named)})" if named else ""
    return [CleaningStep("", f"customers {why}, left out{shown}", missing)]


def _once_only(frame: pd.DataFrame) -> list[CleaningStep]:
    column = "days_between_orders"
    if column not in frame:
        return []
    once = int(frame[column].isna().sum())
    said = "customers with one order have no time between orders, left empty"
    return [CleaningStep(column, said, once)] if once else []
