"""Dates and amounts in every spelling."""

import pytest

from segbench.data.orders import (
    DateOrder,
    OrderColumns,
    OrderSource,
    log_files,
    orders_table,
)
from segbench.data.orders.source import Decimal
from segbench.errors import DataError

DATES = {
    "12/31/2010 8:26": "2010-12-31",
    "31/12/2010": "2010-12-31",
    "31.12.2010": "2010-12-31",
    "31.12.10 23:59:59": "2010-12-31",
    "20101231": "2010-12-31",
    "2010-12-31T08:00:00Z": "2010-12-31",
    "2010/12/31": "2010-12-31",
    "31 Dec 2010": "2010-12-31",
    "December 31, 2010 1:05 PM": "2010-12-31",
    "12/31/10 1:05 PM": "2010-12-31",
}


@pytest.mark.parametrize("written", DATES)
def test_dates(read, written):
    text = f'customer,date,amount\na,"{written}",1\nb," {written} ",1\n'
    _, steps = read(text)
    (said,) = [x.action for x in steps if x.column == "recency"]
    assert said.startswith("recency counts days up to 2011-01-01, the day after")


COUNTED = {
    ("1704081780", "1704168180"): "seconds since 1970",
    ("1704081780.0", "1704168180.0"): "seconds since 1970",
    ("1704081780123", "1704168180123"): "milliseconds since 1970",
}


@pytest.mark.parametrize("written", COUNTED)
def test_dates_that_are_counted(read, written):
    """2024-01-01 and 02, 4:03 in the morning."""
    rows = [f"a,{cell},5" for cell in written]
    table, steps = read("\n".join(["customer,date,amount", *rows]))
    assert table.loc["a", ["recency", "tenure"]].tolist() == [0, 1]
    assert any(COUNTED[written] in step.action for step in steps)
    assert any("up to 2024-01-03" in step.action for step in steps)


def test_days_of_a_spreadsheet_are_declared(read):
    text = "customer,date,amount\na,45292.16875,5\na,45293,5\n"
    with pytest.raises(DataError, match=r"declare it: dataset.columns.date=date"):
        read(text)
    table, steps = read(text, columns=OrderColumns(date="date"))
    assert table.loc["a", ["recency", "tenure"]].tolist() == [1, 1]
    assert any("days of a spreadsheet" in step.action for step in steps)


def test_counts_that_are_no_dates(read):
    for cell in ("1234", "99999999999", "1000000000000000"):
        with pytest.raises(DataError, match=r"should hold dates, but holds"):
            read(f"customer,date,amount\na,{cell},5\n")


def dated(*days):
    rows = [f"c{i},{day},1" for i, day in enumerate(days)]
    return "\n".join(["customer,date,amount", *rows]) + "\n"


def test_day_and_month_are_told_by_the_whole_column(read, tmp_path):
    early = ["1/2/2024"] * 10_050
    table, steps = read(dated(*early, "1/13/2024"))
    assert table.loc["c0", "recency"] == 12
    assert any("month first" in step.action for step in steps)
    (big := tmp_path / "big.csv").write_text(dated(*early, "13/1/2024"))
    frame, _ = orders_table(OrderSource(str(big), "log"))
    assert sorted(frame["recency"].unique()) == [1, 20]


def test_ambiguous_dates_are_refused_with_the_words_to_type(read):
    with pytest.raises(DataError, match=r"dataset\.dates=day_first or") as refused:
        read(dated("1/2/2024", "3/4/2024"))
    assert "every part is 12 or less" in str(refused.value)
    with pytest.raises(DataError, match=r"both orders occur"):
        read(dated("13/2/2024", "3/14/2024"))
    days = {
        order: read(dated("1/2/2024", "3/5/2024"), dates=order)[0].loc["c0", "recency"]
        for order in DateOrder
    }
    assert days == {DateOrder.DAY_FIRST: 93, DateOrder.MONTH_FIRST: 64}


AMOUNTS = {
    ("1,50", "2.000,00"): 2001.5,
    ("1.50", "2,000.00"): 2001.5,
    ("$1.50", "$2,000.00"): 2001.5,
    ("1,50 €", "2.000,00 €"): 2001.5,
    ("£1", "£2,000,000"): 2_000_001,
    ("1.5e3", " 2 "): 1502,
}


@pytest.mark.parametrize("written", AMOUNTS)
def test_amounts(read, written):
    rows = [f"a;2024-01-0{i + 1};{cell}" for i, cell in enumerate(written)]
    table, _ = read("\n".join(["customer;date;amount", *rows]) + "\n")
    assert table.loc["a", "monetary"] == AMOUNTS[written]


def test_a_comma_that_may_mean_two_things(read):
    text = "customer;date;amount\na;2024-01-01;1,500\n"
    with pytest.raises(DataError, match=r"thousands or a fraction; say"):
        read(text)
    sums = {one: read(text, decimal=one)[0]["monetary"].iloc[0] for one in Decimal}
    assert sums == {Decimal.POINT: 1500, Decimal.COMMA: 1.5}


TWO_WAYS = {
    "dots, below 1,000 unmarked": ["266", "950", "3.849"],
    "dots only": ["1.234", "14.300", "-5.000"],
    "a comma": ["266", "3,849"],
    "both marks decide": ["1.5", "1,5"],
}


@pytest.mark.parametrize("cells", TWO_WAYS.values(), ids=TWO_WAYS)
def test_marks_that_may_mean_thousands(read, cells):
    rows = [f"a;2024-01-01;{cell}" for cell in cells]
    with pytest.raises(DataError, match=r"thousands or a fraction; say dataset.dec"):
        read("\n".join(["customer;date;amount", *rows]))


def test_thousands_that_show_late(read, monkeypatch):
    """No amount of the first lines is above 999, also where the text is long."""
    rows = [f"a;2024-01-01;{i % 999 + 1}" for i in range(10_050)]
    text = "\n".join(["customer;date;amount", *rows, "a;2024-01-01;3.849"])
    for size in (log_files.SMALL_TEXT, 0):
        monkeypatch.setattr(log_files, "SMALL_TEXT", size)
        with pytest.raises(DataError, match=r"the point of '3.849'"):
            read(text)


@pytest.mark.parametrize(
    ("first", "cells", "total", "why"),
    [
        ("1.5", ["2", "3.849"], 1.5 * 2 + 1.5 * 3.849, "as in 'price'"),
        ("1,5", ["2", "3.849"], 1.5 * 2 + 1.5 * 3849, "as in 'price'"),
        ("1", ["2000", "3.849"], 2003.849, "thousands have no mark"),
        ("1", ["0.125", "3.849"], 3.974, None),
    ],
)
def test_marks_that_the_log_decides(read, first, cells, total, why):
    rows = [f"a;2024-01-01;{first};{cell}" for cell in cells]
    table, steps = read("\n".join(["customer;date;price;quantity", *rows]))
    assert table.loc["a", "monetary"] == pytest.approx(total)
    said = [step.action for step in steps if "'3.849' of 'quantity'" in step.action]
    assert bool(said) == (why is not None)
    assert why is None or why in said[0]


def test_marks_of_two_currencies(read):
    """Also far behind, and as letters."""
    rows = "".join(f"a;2024-01-01;€{i},50\n" for i in range(10_050))
    text = f"customer;date;amount\n{rows}b;2024-01-02;1,00 USD\n"
    with pytest.raises(DataError, match=r"2 currencies \(EUR, USD\).*currency=EUR"):
        read(text)
    for kept in ("USD", "$"):
        table, steps = read(text, currency=kept)
        assert table["monetary"].to_dict() == {"b": 1}
        assert any("lines not in" in step.action for step in steps)
    with pytest.raises(DataError, match=r"no line is in GBP; 'amount' holds EUR, USD"):
        read(text, currency="£")
    with pytest.raises(DataError, match=r"no column holds currencies"):
        read("customer;date;amount\na;2024-01-01;1\n", currency="EUR")
