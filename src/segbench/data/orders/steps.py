"""What was done to a log, in a person's words and with a count."""

from __future__ import annotations

from datetime import date

import pandas as pd

from segbench.core import CleaningStep
from segbench.data.orders.customers import Counts, nets
from segbench.data.orders.reading import Reading
from segbench.data.orders.reasons import Reason
from segbench.data.orders.source import OrderSource

_SHOWN = 5
"""Customers named where some are left out."""


def cleaning_steps(
    source: OrderSource,
    reading: Reading,
    facts: tuple[Counts, date],
    frame: pd.DataFrame,
    left_out: list[str],
) -> list[CleaningStep]:
    """Tell every rule that was applied.

    Parameters
    ----------
    source, reading
        The rules.
    facts : (Counts, date)
        What the lines are, and the snapshot.
    frame, left_out
        What `customer_table` gave.
    """
    counts, snapshot = facts
    return [
        *_definitions(source, reading, snapshot, len(frame)),
        *_lines(source, counts),
        CleaningStep("", "lines are purchases", counts.lines.get(Reason.PURCHASE, 0)),
        *_customers(source, reading, left_out),
        *_once_only(frame),
    ]


def _definitions(
    source: OrderSource, reading: Reading, snapshot: date, customers: int
) -> list[CleaningStep]:
    given = "as declared" if source.snapshot else "the day after the last transaction"
    recency = f"recency counts days up to {snapshot}, {given}"
    money = reading.amount_said
    if reading.has_money:
        back = "less goods taken back" if nets(source, reading) else "purchases only"
        money = f"{money}; monetary is their sum, {back}"
    roles = ", ".join(f"{role} {name!r}" for role, name in reading.roles.items())
    said = [
        ("", f"columns taken: {roles}"),
        (reading.roles["date"], reading.date_said),
        ("recency", recency),
        ("frequency", reading.order_said),
        ("monetary", money),
    ]
    if source.repeat and reading.has_money:
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
    source: OrderSource, reading: Reading, left_out: list[str]
) -> list[CleaningStep]:
    if not left_out:
        return []
    why = "without a purchase"
    if nets(source, reading):
        why += " or with no money left after returns"
    more = "such as " if len(left_out) > _SHOWN else ""
    shown = f"{more}{', '.join(left_out[:_SHOWN])}"
    return [CleaningStep("", f"customers {why}, left out ({shown})", len(left_out))]


def _once_only(frame: pd.DataFrame) -> list[CleaningStep]:
    column = "days_between_orders"
    if column not in frame:
        return []
    once = int(frame[column].isna().sum())
    said = "customers with one order have no time between orders, left empty"
    return [CleaningStep(column, said, once)] if once else []
