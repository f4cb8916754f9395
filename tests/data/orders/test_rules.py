"""Recency, frequency and monetary value, and the rule for each awkward line."""

from datetime import date

import numpy as np
import pytest

from segbench.data.orders import OrderColumns, OrderSource, Returns, orders_table
from segbench.errors import DataError


def test_purchases_only(read, count):
    table, steps = read()
    assert table["frequency"].to_dict() == {"A": 2, "B": 2, "D": 1, "E": 1}
    assert table["monetary"].to_dict() == {"A": 90, "B": 203, "D": 30, "E": 24}
    assert table["basket_value"].to_dict() == {"A": 45, "B": 101.5, "D": 30, "E": 24}
    # Complete days to 2024-03-16 0:00; returns do not make a customer recent.
    assert table["recency"].to_dict() == {"A": 65, "B": 14, "D": 24, "E": 0}
    assert table["tenure"].to_dict() == {"A": 65, "B": 43, "D": 24, "E": 0}
    assert table["distinct_products"].to_dict() == {"A": 2, "B": 2, "D": 1, "E": 1}
    assert table["return_share"].to_dict() == {"A": 1 / 3, "B": 0, "D": 0.5, "E": 0}
    assert count(steps, "cancelled orders") == 3
    assert count(steps, "free lines") == 1
    assert count(steps, "without a purchase, left out (C)") == 1
    assert count(steps, "lines are purchases") == 7


def test_time_between_orders(read, count):
    table, steps = read()
    between = table["days_between_orders"]
    assert between["A"] == pytest.approx(7.5 / 24)
    assert between["B"] == pytest.approx(29 + 1 / 24)
    assert np.isnan(between[["D", "E"]]).all()
    assert count(steps, "customers with one order") == 2


def test_net_of_returns(read, count):
    table, steps = read(returns=Returns.NET, zero_prices=True)
    assert table["monetary"].to_dict() == {"A": 40, "B": 203, "E": 24}
    assert table["frequency"].to_dict() == {"A": 2, "B": 2, "E": 2}
    assert count(steps, "no money left after returns, left out (C, D)") == 2
    assert count(steps, "less goods taken back") == 3


def test_days_where_there_are_no_order_numbers(read, lines):
    no_order = "\n".join(line.split(",", 1)[1] for line in lines.splitlines())
    table, _ = read(no_order)
    assert table["frequency"].to_dict() == {"A": 2, "B": 2, "D": 1, "E": 1}
    days = no_order.replace(":00:00", "").replace(":30:00", "")
    for hour in ("09", "10", "11", "12", "13", "14", "15", "16"):
        days = days.replace(f" {hour},", ",")
    table, steps = read(days)
    assert table["frequency"].to_dict() == {"A": 1, "B": 2, "D": 1, "E": 1}
    assert any("no order number" in step.action for step in steps)


def test_repeat_purchases_by_day(read):
    table, _ = read(repeat=True, zero_prices=True)
    assert table["frequency"].to_dict() == {"A": 0, "B": 1, "D": 0, "E": 1}
    assert table["basket_value"].dropna().to_dict() == {"B": 100, "E": 24}


def test_snapshot_leaves_later_lines_out(read, count):
    table, steps = read(snapshot=date(2024, 2, 20))
    assert sorted(table.index) == ["A", "B", "D"]
    assert table["recency"].to_dict() == {"A": 40, "B": 18, "D": 0}
    assert count(steps, "lines after 2024-02-20, left out") == 4
    assert count(steps, "days up to 2024-02-20, as declared") == 3


def test_amounts_instead_of_prices(read):
    table, _ = read(
        "customer,date,total\na,2024-01-01,5\na,2024-01-02,-2\nb,2024-01-01,1\n"
    )
    assert table["monetary"].to_dict() == {"a": 5, "b": 1}
    assert table["return_share"].to_dict() == {"a": 0.5, "b": 0}


def test_a_log_without_amounts(read):
    table, _ = read("user_id,date\n1,2024-01-01\n2,2024-01-05\n2,2024-01-07\n")
    assert table["frequency"].to_dict() == {"1": 1, "2": 2}
    assert "monetary" not in table


@pytest.mark.parametrize("where", ["first lines", "far behind"])
def test_ids_that_were_numbers_once(read, count, where):
    rows = ["customer,date,amount"]
    rows += (
        [f"{i},2024-01-01,1" for i in range(10_050)] if where != "first lines" else []
    )
    rows += ["17850.0,2024-01-01,1", "17850,2024-01-02,1", "0017,2024-01-02,1"]
    rows += [" 17850 ,2024-01-03,1", ",2024-01-03,1", "nan,2024-01-03,1"]
    table, steps = read("\n".join(rows) + "\n")
    assert table.loc["17850", "frequency"] == 3
    assert table.loc["0017", "frequency"] == 1
    assert not {"17850.0", "nan", ""} & set(table.index)
    assert count(steps, "lines without a customer, left out") == 2


def test_copies_are_kept_and_counted(read, count, lines):
    table, steps = read(lines + lines.splitlines()[-1] + "\n")
    assert table.loc["E", "monetary"] == 48
    assert table.loc["E", "frequency"] == 1
    assert count(steps, "lines equal to another one, kept") == 1


def test_details_can_be_left_out(read):
    table, steps = read(details=False)
    assert "distinct_products" not in table
    assert any("dataset.details=true" in step.action for step in steps)


CURRENCIES = "customer,date,amount,currency\na,2024-01-01,5,GBP\nb,2024-01-02,7,EUR\n"


def test_currencies_are_not_added_up(read, count):
    with pytest.raises(DataError, match=r"2 currencies .*dataset.currency=EUR"):
        read(CURRENCIES)
    table, steps = read(CURRENCIES, currency="GBP")
    assert table["monetary"].to_dict() == {"a": 5}
    assert count(steps, "lines not in GBP, left out") == 1
    with pytest.raises(DataError, match=r"no line is in USD"):
        read(CURRENCIES, currency="USD")


def some_lines(n, *odd):
    good = [f"c{i % 7},2024-01-{i % 28 + 1:02d},{i + 1}" for i in range(n)]
    return "\n".join(["customer,date,amount", *good, *odd]) + "\n"


def test_a_few_unreadable_cells_are_left_out_and_counted(read, count):
    odd = ["c1,soon,5", "c1,,5", "c2,2024-01-01,many"]
    table, steps = read(some_lines(500, *odd))
    assert len(table) == 7
    assert table["monetary"].sum() == 500 * 501 / 2
    assert count(steps, "without a date that can be read") == 2
    assert count(steps, "without an amount that can be read") == 1


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        ("c1,{i}. later,5", "dates"),
        ("c2,2024-01-01,many {i}", "no amount that can be read in 'amount', such as"),
    ],
)
def test_many_unreadable_cells_are_refused(read, odd, words):
    rows = [odd.format(i=i) for i in range(30)]
    with pytest.raises(DataError, match=words):
        read(some_lines(200, *rows))


def test_nobody_left_says_why(read, lines):
    with pytest.raises(DataError, match=r"dataset.cancelled=null"):
        read(lines.replace("\n10", "\nC10"))
    with pytest.raises(DataError, match=r"zero_prices"):
        read("customer,date,amount\na,2024-01-01,0\n")


def test_ids_that_happen_to_begin_with_c(read, lines):
    table, _ = read(lines.replace("\n10", "\nC10"), cancelled="")
    assert table["frequency"].to_dict() == {"A": 2, "B": 2, "D": 1, "E": 1}


def test_columns_by_name(read, lines):
    text = lines.replace("order,customer", "a,b").replace(",date,", ",c,")
    columns = OrderColumns(order="a", customer="b", date="c")
    assert read(text, columns=columns)[0].equals(read()[0])


def test_two_passes_give_the_same_bytes(tmp_path, rng):
    """Threads add in any order; sums must not show it."""
    n = 30_000
    rows = zip(
        rng.integers(0, 50, n), rng.integers(1, 29, n), rng.random(n), strict=True
    )
    path = tmp_path / "log.csv"
    lines = [f"{c},2024-01-{d:02d},{m}" for c, d, m in rows]
    path.write_text("customer,date,amount\n" + "\n".join(lines))
    first, again = (orders_table(OrderSource(str(path), "log"))[0] for _ in range(2))
    assert first.to_csv() == again.to_csv()
