"""Headers, amounts, names, markers, worth: what a person reads."""

import numpy as np
import pandas as pd
import pytest

from segbench.core import Dataset
from segbench.data import build_dataset
from segbench.segments.action import size_warning
from segbench.segments.headers import amount, headers_of, split_header
from segbench.segments.markers import deviations_by_segment
from segbench.segments.naming import name_segments
from segbench.segments.variables import variables_of
from segbench.segments.worth import worth_of


@pytest.mark.parametrize(
    ("column", "title", "unit"),
    [
        ("Annual Income (k$)", "Annual Income", "k$"),
        ("Spending Score (1-100)", "Spending Score", ""),
        ("Score (0 to 1)", "Score", ""),
        ("age [years]", "age", "years"),
        ("Income", "Income", ""),
        ("Income (before tax and so on)", "Income (before tax and so on)", ""),
        ("(k$)", "(k$)", ""),
        ("f(x)", "f", "x"),
        ("share ()", "share ()", ""),
        ("", "", ""),
    ],
)
def test_headers(column, title, unit):
    header = split_header(column)
    assert (header.title, header.unit) == (title, unit)


def test_headers_that_would_be_equal_stay_whole():
    headers = headers_of(["Income (k$)", "Income (EUR)", "Age (years)"])
    assert [one.title for one in headers.values()] == [
        "Income (k$)",
        "Income (EUR)",
        "Age",
    ]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (86.54, "k$", "87 k$"),
        (1500, "k$", "1500 k$"),
        (1969, "", "1969"),
        (158338, "$", "158 k$"),
        (158338, "EUR", "158 k EUR"),
        (158338, "km", "158 k km"),
        (1_234_567, "", "1.2 M"),
        (999_999, "", "1 M"),
        (9999.9, "", "10 k"),
        (0.3333, "", "0.33"),
        (-0.0001, "", "-0.0001"),
        (-0.0, "", "0"),
        (-25_000, "", "-25 k"),
        (9.96, "", "10"),
        (np.nan, "k$", "unknown"),
    ],
)
def test_amounts(value, unit, text):
    assert amount(value, unit) == text


def described(columns, labels, used=None):
    dataset = build_dataset(pd.DataFrame(columns), "d")
    return deviations_by_segment(variables_of(dataset, used), np.array(labels))


def test_the_rule_of_the_book():
    """0.20 against 0.45 marks; a quantity has to be half as much again."""
    columns = {"flag": [1, 0, 0, 0, 1, 1, 0, 0], "money": [6.0, 6, 6, 6, 2, 2, 2, 2]}
    columns["low"] = [5.0, 5, 5, 5, 2, 2, 2, 2]
    first, _ = described(columns, [0] * 4 + [1] * 4)
    flag, money, low = first
    assert flag.mean - flag.variable.mean == -0.125
    assert not flag.is_marker
    assert money.relative == 0.5
    assert money.is_marker
    assert low.relative == pytest.approx(3 / 7)
    assert not low.is_marker


def test_shares_of_a_mean_need_a_zero_that_means_nothing():
    first, _ = described({"liking": [-5.0, -4, -5, 4, 5, 5.1]}, [0] * 3 + [1] * 3)
    assert np.isnan(first[0].relative)
    assert not first[0].is_marker
    assert abs(first[0].difference) > 0.5


def test_equal_names_are_told_apart():
    columns = {"a": [1.0, 1.01, 1, 1.01, 50, 51], "c": list("xxxxyy")}
    names = name_segments(described(columns, [0, 0, 1, 1, 2, 2]))
    assert len(set(names)) == 3
    assert names[0].endswith("(segment 0)")
    assert not names[2].endswith(")")


def test_names_speak_of_what_was_used():
    columns = {"a": [1.0, 2, 8, 9], "b": [1.0, 2, 80, 90]}
    names = name_segments(described(columns, [0, 0, 1, 1], used=["a"]))
    assert names == ["a 1.5: low", "a 8.5: high"]


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (["Income", "Sales"], "Sales"),
        (["TotalRevenue", "age"], "TotalRevenue"),
        (["spending_amount", "orders"], "spending_amount"),
        (["Spending Score (1-100)", "Income"], ""),
        (["sales_count", "SALES_FREQUENCY"], ""),
        (["Monetary", "amount"], ""),
        (["salesman", "amounting"], ""),
    ],
)
def test_money_by_name(columns, found):
    table = pd.DataFrame({name: [1.0, 2, 5] for name in columns})
    worth = worth_of(build_dataset(table, "d"), None)
    assert worth.column == found
    assert (worth.reason == "") == bool(found)


def test_worth_that_is_negative_has_no_shares():
    dataset: Dataset = build_dataset(pd.DataFrame({"sales": [5.0, -2, 9]}), "d")
    assert np.isnan(worth_of(dataset, None).share(np.array([True, False, False])))


@pytest.mark.parametrize(
    ("size", "customers", "said"),
    [
        (50, 1000, ""),
        (49, 1000, "small"),
        (10, 1000, "small"),
        (9, 1000, "too small"),
        (4, 20, "too small"),
        (5, 20, ""),
    ],
)
def test_size(size, customers, said):
    warning = size_warning(size, customers)
    assert warning.split(":")[0].removesuffix(" to act on") == said
