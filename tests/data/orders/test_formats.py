"""Dates and amounts in every spelling."""

import pytest

from segbench.data.orders import DateOrder, OrderSource, orders_table
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


def test_marks_of_two_currencies(read):
    with pytest.raises(DataError, match=r"in \$ and €"):
        read("customer;date;amount\na;2024-01-01;$1\nb;2024-01-02;€1\n")
