"""Numbers that fit two readings: the pattern of the column, the table, or a refusal."""

import pandas as pd
import pytest

from segbench.data import build_dataset
from segbench.data.values import ValueRules, interpret_table
from segbench.errors import DataError


def read(*cells, other=("1", "2"), **rules):
    columns = {"c": pd.Series(cells, dtype=object), "other": pd.Series(other)}
    return interpret_table(columns, ValueRules(**rules))["c"]


def actions(column):
    return " / ".join(remark.action for remark in column.remarks)


@pytest.mark.parametrize("mark", [".", ","])
@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1.218", "851", "5.694"], [1218, 851, 5694]),
        (["1.218 €", "851 €", "-5.694 €"], [1218, 851, -5694]),
        (["850.120", "5", "12.340"], [850120, 5, 12340]),  # no decimals end in 0
    ],
)
def test_a_pattern_of_thousands_is_taken_and_said(cells, expected, mark):
    column = read(*(cell.replace(".", mark) for cell in cells))
    assert column.numbers.tolist() == expected
    assert not column.problem
    assert "groups thousands here; if not, set dataset.decimal=" in actions(column)


def test_the_user_is_believed():
    assert read("1.218", "851", decimal=".").numbers.tolist() == [1.218, 851]
    assert read("4.333", "4", decimal=",").numbers.tolist() == [4333, 4]


def test_plain_numbers_from_1000_on_speak_for_decimals():
    assert read("1.218", "1500").numbers.tolist() == [1.218, 1500]


def test_a_table_of_decimal_commas_settles_it_and_it_is_said():
    column = read("1.218", "2.497", other=("1,5", "2,25"))
    assert column.numbers.tolist() == [1218, 2497]
    assert "groups thousands, as other columns have a decimal comma" in actions(column)


@pytest.mark.parametrize("cells", [("4.333", "4", "3.667"), ("4,333", "4", "3,667")])
def test_what_nothing_tells_is_refused(cells):
    with pytest.raises(DataError, match=r"dataset\.decimal=point") as caught:
        build_dataset(pd.DataFrame({"c": cells * 4, "d": range(12)}), "d")
    assert "dataset.decimal=comma" in str(caught.value)


def test_means_of_three_are_decimals_where_the_table_has_points():
    column = read("4.333", "4", "3.667", other=("1.5", "2.25", "7"))
    assert column.numbers.tolist() == [4.333, 4, 3.667]
    assert not column.problem


def test_a_column_against_its_table_is_refused():
    table = pd.DataFrame({"c": ["1.218", "851"] * 4, "d": ["1.5", "2.25"] * 4})
    with pytest.raises(DataError, match=r"'1\.218' as if its mark grouped thousands"):
        build_dataset(table, "d")


@pytest.mark.parametrize(
    ("decimal", "cells", "told"),
    [
        (".", ("1.234,56 €", "2,5 €"), "decimal comma against dataset.decimal=point"),
        (",", ("1234.56", "2.5"), "decimal point against dataset.decimal=comma"),
    ],
)
def test_a_setting_against_the_cells_is_refused(decimal, cells, told):
    table = pd.DataFrame({"spend": cells * 4, "d": range(8)})
    with pytest.raises(DataError, match=f"'spend' holds .*{told}; set dataset.decimal"):
        build_dataset(table, "d", rules=ValueRules(decimal=decimal))


@pytest.mark.parametrize(
    "mark", ["k.A.", "K. A.", "n.v.", "s/o", "n/d", "n.d.", "N.A.", "…", "\u2014"]
)
def test_marks_of_several_languages_are_gaps(mark):
    assert read("1", mark, "3").missing.tolist() == [False, True, False]


def test_a_word_in_many_cells_does_not_make_numbers_text():
    cells = [str(20 + i) for i in range(30)] + ["sin dato"] * 10
    with pytest.raises(DataError, match=r"missing_marks=\[\"sin dato\"\]"):
        build_dataset(pd.DataFrame({"age": cells, "d": range(0, 80, 2)}), "d")
