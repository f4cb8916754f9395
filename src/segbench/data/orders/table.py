"""From an order log to a customer table, with a count for every rule applied."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from segbench.core import CleaningStep
from segbench.data.orders import sql
from segbench.data.orders.currency import check_currency
from segbench.data.orders.customers import (
    Counts,
    copies,
    customer_table,
    distinct_products,
)
from segbench.data.orders.database import LOG, describe, open_log
from segbench.data.orders.failures import is_not_utf8, reading_errors, refusal
from segbench.data.orders.log_files import LogFiles, find
from segbench.data.orders.passes import read_through
from segbench.data.orders.reading import Log, Reading
from segbench.data.orders.reasons import UNREADABLE, Reason
from segbench.data.orders.roles import assign
from segbench.data.orders.source import CUSTOMER, OrderSource
from segbench.data.orders.steps import cleaning_steps
from segbench.data.orders.unused import check_money, unused_steps
from segbench.data.orders.utf8 import WINDOWS
from segbench.errors import DataError

MOST_UNREADABLE = 0.01
"""Share of lines without a date or an amount above which a log is refused."""

MOST_DETAILED = 5_000_000
"""Lines up to which products and copies are counted unless a setting says otherwise."""


def orders_table(source: OrderSource) -> tuple[pd.DataFrame, list[CleaningStep]]:
    """Turn an order log into one row a customer.

    Parameters
    ----------
    source : OrderSource
        The log, which need not fit into memory, and the rules.

    Returns
    -------
    frame : DataFrame
        ``customer`` (text), then as far as the log tells: ``recency``, ``tenure`` and
        ``days_between_orders`` in days, ``frequency``, ``monetary`` and
        ``basket_value`` in the log's currency, ``return_share`` in [0, 1] and
        ``distinct_products``; float64, NaN where a customer has none.
    steps : list of CleaningStep
        Each rule with the number of lines or customers it touched.

    Raises
    ------
    DataError
        In one sentence, when the log cannot be read or can be read in two ways.
    """
    files = find(source)
    try:
        return _read(source, files)
    except reading_errors() as error:
        guessed = files.layout is not None and source.encoding is None
        if not guessed or not is_not_utf8(error):
            raise refusal(source, files, error) from error
    # The beginning was ASCII and what follows is not UTF-8.
    return _read_as_windows(source, files)


def _read_as_windows(
    source: OrderSource, files: LogFiles
) -> tuple[pd.DataFrame, list[CleaningStep]]:
    """Read a log again whose bytes turned out to be no UTF-8."""
    assert files.layout is not None  # only texts are in an encoding
    files = replace(files, layout=replace(files.layout, encoding=WINDOWS))
    try:
        return _read(source, files)
    except reading_errors() as error:
        raise refusal(source, files, error) from error


def _read(
    source: OrderSource, found: LogFiles
) -> tuple[pd.DataFrame, list[CleaningStep]]:
    with open_log(source, found) as (db, files):
        log = describe(db)
        roles = assign(log.sample, source.columns)
        check_money(log, roles, source.columns)
        check_currency(db, source, LOG, roles, log.sample)
        log, reading, counts = read_through(db, source, files, log, roles)
        _check_readable(db, reading, counts)
        snapshot = source.snapshot or _day_after(counts, source)
        facts = (counts, snapshot)
        frame, left_out = customer_table(db, source, log, reading, facts)
        if frame.empty:
            raise DataError(_nobody(source, counts))
        detailed = source.details
        if detailed is None:
            detailed = counts.total <= MOST_DETAILED
        frame, details = _with_details(db, log, reading, frame, detailed=detailed)
        said = CleaningStep("", files.description, counts.total)
        unused = unused_steps(db, LOG, log, roles, counts.total)
        rest = cleaning_steps(source, reading, facts, frame, left_out)
        return frame, [said, *unused, *rest, *details]


def _check_readable(db: Any, reading: Reading, counts: Counts) -> None:
    for why in UNREADABLE:
        count = counts.lines.get(why, 0)
        if count > MOST_UNREADABLE * counts.total:
            what = "date" if why is Reason.NO_DATE else "amount"
            role = "date" if what == "date" else _money_role(reading)
            column = reading.roles[role]
            cell = _example(db, reading, why, column)
            message = f"{count:,} of {counts.total:,} lines have no {what} that can be"
            raise DataError(
                f"{message} read in {column!r}, such as {cell!r}; mend them, or name "
                f"another column: dataset.columns.{role}=COLUMN"
            )


def _money_role(reading: Reading) -> str:
    return "amount" if "amount" in reading.roles else "price"


def _example(db: Any, reading: Reading, why: Reason, column: str) -> str:
    cell = f"CAST({sql.name(column)} AS VARCHAR)"
    lines = sql.within(reading.lines(LOG, cell=cell))
    first = f"WHERE reason = {int(why)} LIMIT 1"
    row = db.execute(sql.select({"cell": "cell"}, lines, first)).fetchone()
    return "" if row is None or row[0] is None else str(row[0])


def _day_after(counts: Counts, source: OrderSource) -> date:
    if counts.last is None:
        raise DataError(_nobody(source, counts))
    return counts.last + timedelta(days=1)


def _nobody(source: OrderSource, counts: Counts) -> str:
    """Say why no customer is left, by what most lines are."""
    if not counts.total:
        return f"{source.path} has no order lines"
    why = max(counts.lines, key=lambda one: counts.lines[one])
    hints = {
        Reason.CANCELLED: f"orders that begin with {source.cancelled!r} count as "
        "cancelled: say dataset.cancelled=null if they are not",
        Reason.AFTER_SNAPSHOT: f"most are after dataset.snapshot={source.snapshot}",
        Reason.NO_CUSTOMER: "they name no customer: see dataset.columns.customer",
        Reason.FREE: "all are free: say dataset.zero_prices=true to count them",
    }
    hint = hints.get(why, "their amounts are negative: see dataset.columns.amount")
    return f"none of the {counts.total:,} lines of {source.path} is a purchase; {hint}"


def _with_details(
    db: Any, log: Log, reading: Reading, frame: pd.DataFrame, *, detailed: bool
) -> tuple[pd.DataFrame, list[CleaningStep]]:
    """Count what takes another pass each, or say that it was not counted."""
    if detailed and reading.product is not None:
        products = distinct_products(db, log, reading)
        frame = frame.merge(products, on=CUSTOMER, how="left", validate="1:1")
    repeated = copies(db, log) if detailed else None
    return frame.dropna(axis="columns", how="all"), _details(repeated)


def _details(repeated: int | None) -> list[CleaningStep]:
    if repeated is None:
        said = "products and copies of lines not counted in a log as long as this; "
        return [CleaningStep("", f"{said}dataset.details=true counts them", 0)]
    if repeated:
        return [CleaningStep("", "lines equal to another one, kept", repeated)]
    return []
