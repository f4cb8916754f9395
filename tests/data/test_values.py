"""What a cell of text means as a number, decided on the whole column."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segbench.core import Role
from segbench.data import DeclaredRoles, build_dataset
from segbench.data.values import Kind, ValueRules, interpret, interpret_table
from segbench.errors import ConfigError, DataError


def read(*cells, name="c", **rules):
    return interpret(name, pd.Series(cells, dtype=object), ValueRules(**rules))


def said(column):
    return " / ".join(remark.action for remark in column.remarks)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1", "+2", "-3.5", ".5", "1e5", "2.5E-1"], [1, 2, -3.5, 0.5, 1e5, 0.25]),
        (["$58,138.00 ", "55635", "($1,200.00)"], [58138, 55635, -1200]),
        (["(1,200.00)", "$(7)", "(8 $)", "-$5", "$-6"], [-1200, -7, -8, -5, -6]),
        (["1200-", "\u2212750", "\u20133", "- 4"], [-1200, -750, -3, -4]),
        (["€1.234,56", "2,5 €", "EUR 3"], [1234.56, 2.5, 3]),
        (["1.234,56", "2,5", "-3"], [1234.56, 2.5, -3]),
        (["1,5", "2,75"], [1.5, 2.75]),
        (["1'234.50", "12\u2019345", "Fr. 7.-"], [1234.5, 12345, 7]),
        (["1 234,5 kr", "12\u00a0000,00 kr", "1\u202f000"], [1234.5, 12000, 1000]),
        (["1,23,45,678.5", "1,234"], [12345678.5, 1234]),
        (["1.234.567", "5.678"], [1234567, 5678]),
        (["1,234,567", "5,678"], [1234567, 5678]),
        (["0,123", "12,345"], [0.123, 12.345]),
        (["0.123", "12.345"], [0.123, 12.345]),
        (["£1,234", "£5,678"], [1234, 5678]),
        (["12 %", "3.5%"], [12, 3.5]),
        (["64.000", "136.000"], [64, 136]),
    ],
)
def test_amounts(cells, expected):
    column = read(*cells)
    assert not column.problem
    assert column.kind is Kind.NUMBERS
    assert column.numbers.tolist() == expected


@pytest.mark.parametrize(
    "cell",
    [
        *["1-2", "--3", "(-3)", "(3", "3)", "1,23.4,5", "1 23", "1 234 5678", "0x1"],
        *[
            "1_0",
            "٣",
            "$5 €",
            "1.2.3.4",
            "12,34",
            "5%%",
            "$",
            "%",
            "3 apples",
            "1,2.5.6",
        ],
    ],
)
def test_what_is_no_amount(cell):
    assert np.isnan(read(cell, "1.5", "2.25").numbers[0])


def test_a_column_that_fits_two_readings_says_so():
    comma, point = read("1,234", "5,678"), read("1.234", "5.678")
    assert comma.numbers.tolist() == [1234, 5678]
    assert "the mark in '1,234' groups thousands" in said(comma)
    assert point.numbers.tolist() == [1.234, 5.678]
    assert "the mark in '1.234' is a decimal point" in said(point)
    assert read("1,234", "5,678", decimal=",").numbers.tolist() == [1.234, 5.678]
    assert read("1.234", "5.678", decimal=",").numbers.tolist() == [1234, 5678]


@pytest.mark.parametrize(
    ("other", "expected"), [("2,5", [1234, 5678]), ("2.5", [1.234, 5.678])]
)
def test_other_columns_settle_what_one_leaves_open(other, expected):
    table = {"a": pd.Series(["1.234", "5.678"]), "b": pd.Series([other, "3"])}
    columns = interpret_table(table, ValueRules())
    assert columns["a"].numbers.tolist() == expected
    assert "two readings" not in said(columns["a"])


def test_text_says_nothing_about_the_decimal_mark():
    """Dates and addresses have commas and points, too."""
    table = {
        "a": pd.Series(["1,234", "5,678", "950"]),
        "b": pd.Series(["Main St 1,5", "Elm 2", "Oak 3"]),
        "c": pd.Series(["04.09.2012", "05.10.2012", "16.11.2012"]),
    }
    found = interpret_table(table, ValueRules())["a"]
    assert found.numbers.tolist() == [1234, 5678, 950]


def test_one_comma_against_a_table_of_points_is_a_mistake():
    ages = [str(20 + i) for i in range(20)]
    income = [f"{i}.5" for i in range(20)]
    ages[4] = "12,5"
    with pytest.raises(DataError, match=r"'age' holds numbers but for '12,5' in row 5"):
        build_dataset(pd.DataFrame({"age": ages, "income": income}), "d")


@pytest.mark.parametrize(
    "mark",
    [
        *["", " ", "?", "NA", "n/a", "NaN", "null", "None", "-", "--"],
        *["#N/A", "#VALUE!", "#DIV/0!", "#REF!", "#NAME?", "#NUM!", "#NULL!"],
    ],
)
def test_marks_of_missing_values(mark):
    column = read("1", mark, "3")
    assert column.missing.tolist() == [False, True, False]
    assert ("spreadsheet errors" in said(column)) == mark.startswith("#")


def test_marks_that_the_user_names():
    column = read("1", "k.A.", "999", "3", missing=("k.a.", "999"))
    assert column.missing.tolist() == [False, True, True, False]
    native = interpret("c", pd.Series([1, 999, 3]), ValueRules(missing=("999",)))
    assert native.missing.tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["12 %", "0.5"], "percent such as '12 %' and plain numbers such as '0.5'"),
        (["$5", "€6"], r"two currencies, such as '\$5' and '€6'"),
    ],
)
def test_units_are_not_mixed(cells, told):
    table = pd.DataFrame({"a": cells * 6, "b": range(1, 24, 2)})
    with pytest.raises(DataError, match=told):
        build_dataset(table, "d")
    left = build_dataset(table, "d", DeclaredRoles(ignore=("a",)))
    assert left.columns(Role.NUMERIC) == ["b"]


@pytest.mark.parametrize("cells", [["00123", "90210"], ["01", "12", "9"] * 4])
def test_leading_zeros_make_codes(cells):
    assert read(*cells).kind is Kind.CODES


def test_a_stray_leading_zero_makes_no_codes():
    column = read("05", *[str(i) for i in range(10, 60)], "100")
    assert column.kind is Kind.NUMBERS


def test_numbers_too_long_for_a_float_are_said():
    column = read("12345678901234567890", "2")
    assert "16 digits" in said(column)
    assert said(read("0.1234567890123456789", "2")) == ""
    with pytest.raises(DataError, match="'a' is infinite in row 2") as caught:
        build_dataset(pd.DataFrame({"a": ["1", "9" * 400, "3"], "b": [1, 4, 9]}), "d")
    assert len(str(caught.value)) < 150


@given(st.lists(st.floats(-1e12, 1e12).map(lambda x: round(x, 2)), min_size=2))
def test_money_in_any_dress_comes_back(numbers):
    """The same amounts, written as in four countries, are the same numbers."""
    english = [f"{abs(x):,.2f}" for x in numbers]
    swap, french = str.maketrans(",.", ".,"), str.maketrans(",.", "\u00a0,")
    for dress in (
        [f"({text})" for text in english],
        [f"-${text}" for text in english],
        [f"-{text.translate(swap)} €" for text in english],
        [f"{text.replace(',', chr(0x2019))}-" for text in english],
        [f"\u2212{text.translate(french)} kr" for text in english],
    ):
        column = interpret("c", pd.Series(dress, dtype=object))
        assert column.numbers.tolist() == [-abs(x) for x in numbers]


def test_rules_refuse_what_they_cannot_hold():
    with pytest.raises(ConfigError, match=r"decimal is '\.' or ','"):
        ValueRules(decimal=";")
    with pytest.raises(ConfigError, match="'day_first' or 'month_first'"):
        ValueRules(dates="dayfirst")
