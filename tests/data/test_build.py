"""From a table to a data set: cleaned, with a log that counts."""

import numpy as np
import pandas as pd
import pytest

from segbench.core import Role
from segbench.data import DeclaredRoles, build_dataset
from segbench.errors import DataError, UserError


def steps(built):
    return {(one.column, one.action): one.count for one in built.log}


def numbers(name="age", n=10):
    return pd.DataFrame({name: np.arange(n) * 3.0, "income": np.arange(n) ** 2.0})


def test_numbers_and_levels():
    built = build_dataset(numbers().assign(city=["a", "b"] * 5), "mine")
    assert built.name == "mine"
    assert built.frame["age"].dtype == np.float64
    assert built.columns(Role.NUMERIC) == ["age", "income"]
    assert built.columns(Role.CATEGORICAL) == ["city"]
    assert built.n_customers == 10


@pytest.mark.parametrize("mark", ["", " ", "NA", "n/a", "NaN", "?", "null", "#VALUE!"])
def test_missing_numbers_are_counted(mark):
    table = pd.DataFrame({"age": ["1", mark, "3", mark, "5"], "b": list("13579")})
    built = build_dataset(table, "d")
    assert built.frame["age"].isna().tolist() == [False, True, False, True, False]
    action = "missing values filled with the median where it is a feature"
    assert steps(built)["age", action] == 2


def test_missing_levels_are_a_level():
    built = build_dataset(numbers().assign(city=["a", None, "b", "b", "a"] * 2), "d")
    assert built.frame["city"].tolist()[:3] == ["a", "(missing)", "b"]
    assert steps(built)["city", "missing values made a level, (missing)"] == 2


def test_customers_without_a_known_segment_are_counted():
    built = build_dataset(numbers().assign(segment=["x", "y", ""] * 3 + ["x"]), "d")
    action = "customers without a known segment, left out of the comparison"
    assert steps(built)["segment", action] == 3


def test_copies_of_a_customer_are_dropped():
    table = numbers().assign(customer_id=[f"c{i}" for i in range(10)])
    built = build_dataset(pd.concat([table, table.iloc[[2]]]), "d")
    assert built.ids == tuple(f"c{i}" for i in range(10))
    assert steps(built)["", "dropped exact copies of a row"] == 1


def test_equal_rows_without_an_id_are_different_people():
    built = build_dataset(pd.concat([numbers(), numbers()]), "d")
    assert built.n_customers == 20


def test_too_few_customers_once_copies_are_dropped():
    table = pd.DataFrame({"id": ["a", "a", "b", "b"], "age": [1, 1, 2, 2]})
    with pytest.raises(DataError, match="2 customers; a comparison needs at least 3"):
        build_dataset(table, "d", DeclaredRoles(id="id"))


@pytest.mark.parametrize(
    ("ids", "told"),
    [
        (["a", "b", "", "d"], "the id column 'id' is empty in row 3"),
        (["a", "b", "a", "d"], "the id 'a' stands for more than one customer"),
    ],
)
def test_ids_that_name_nobody_or_two(ids, told):
    table = numbers(n=4).assign(id=ids)
    with pytest.raises(DataError, match=told):
        build_dataset(table, "d", DeclaredRoles(id="id"))


def test_text_where_a_number_is_declared():
    table = pd.DataFrame({"age": ["1", "2", "young", "4"]})
    with pytest.raises(
        DataError, match=r"'age' should hold numbers, but row 3 .*'young'"
    ):
        build_dataset(table, "d", DeclaredRoles(numeric=("age",)))


@pytest.mark.parametrize("mark", [np.inf, -np.inf, "inf", "-Infinity", "1e999"])
def test_infinities(mark):
    table = pd.DataFrame({"age": [1, 2, mark, 4], "b": [1, 3, 4, 9]})
    with pytest.raises(DataError, match="'age' is infinite in row 3"):
        build_dataset(table, "d")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (pd.DataFrame({"age": [1]}), "d has 1 customer; "),
        (pd.DataFrame({"age": [1, 2]}), "d has 2 customers; "),
        (pd.DataFrame({"age": []}), "d has 0 customers; "),
        (pd.DataFrame(), "d has 0 customers; "),
        (pd.DataFrame({"a": [1] * 5}), "no column can be a feature: '?a'? is ignored"),
    ],
)
def test_tables_without_anything_to_compare(table, told):
    with pytest.raises(DataError, match=told):
        build_dataset(table, "d")


def test_two_columns_of_one_name():
    table = pd.DataFrame([[1, 2], [3, 4], [5, 6]], columns=["age", "age "])
    with pytest.raises(DataError, match="two columns have the same name"):
        build_dataset(table, "d")


def test_names_become_text():
    built = build_dataset(pd.DataFrame({1: [1, 2, 3], ("a", 2): [4, 5, 7]}), "d")
    assert list(built.roles) == ["1", "('a', 2)"]


def test_frames_of_any_type():
    table = pd.DataFrame(
        {
            "whole": pd.array([1, None, 3, 4], dtype="Int64"),
            "level": pd.Categorical(["a", "b", None, "a"]),
            "when": pd.to_datetime(["2026-01-01"] * 2 + ["2026-02-01"] * 2),
            "tags": [["new"], [], ["new", "vip"], ["vip"]],
        }
    )
    built = build_dataset(table, "d")
    assert built.frame["whole"].isna().tolist() == [False, True, False, False]
    assert built.frame["level"].tolist() == ["a", "b", "(missing)", "a"]


def test_the_table_given_is_left_alone():
    table = numbers().assign(city=["a", None] * 5)
    before = table.copy(deep=True)
    build_dataset(table, "d")
    pd.testing.assert_frame_equal(table, before)


def test_fingerprint_follows_the_content():
    plain = build_dataset(numbers(), "d").fingerprint
    assert build_dataset(numbers(), "other name").fingerprint == plain
    changed = numbers()
    changed.loc[3, "age"] += 1e-9
    assert build_dataset(changed, "d").fingerprint != plain
    assert build_dataset(numbers("years"), "d").fingerprint != plain
    assert build_dataset(numbers().iloc[::-1], "d").fingerprint != plain


INCOME = [58138, 46344, 71613, np.nan, 58293, 62513, 55635, 33454, np.nan, 5648]
INCOME += [np.nan, -1200, 63033, 59354]


MARKS = {"dollars": ",.", "euros": ".,", "francs": "\u2019.", "crowns": "\xa0,"}
SIGNS = {
    "dollars": "${} ",
    "euros": "{} €",
    "francs": "CHF {}",
    "crowns": "{} kr",
}


def dressed(amount, dress):
    """An amount as a spreadsheet of that country writes it, negative in brackets."""
    if np.isnan(amount):
        return ""
    text = f"{abs(amount):,.2f}".translate(str.maketrans(",.", MARKS[dress]))
    text = SIGNS[dress].format(text)
    return f"({text})" if amount < 0 else text


@pytest.mark.parametrize("dress", MARKS)
def test_income_with_currency_marks_and_blanks(dress):
    cells = [dressed(amount, dress) for amount in INCOME]
    cells[6] = "55635"  # one without a mark
    ids = [f"{5001 + i}" for i in range(14)]
    table = pd.DataFrame({"ID": ids, " Income ": cells, "Wine": np.arange(14) ** 2})
    built = build_dataset(table, "d")
    assert built.ids == tuple(ids)
    np.testing.assert_array_equal(built.frame["Income"], INCOME)
    assert built.frame["Income"].median() == 58138
    action = "missing values filled with the median where it is a feature"
    assert steps(built)["Income", action] == 3


def test_income_of_the_shared_case(shared):
    table = pd.read_csv(
        shared("cases", "income-text-and-blanks", "campaign.csv"),
        dtype=str,
        keep_default_na=False,
    )
    built = build_dataset(table, "d")
    np.testing.assert_array_equal(built.frame["Income"], INCOME)
    assert built.frame["Income"].mean() == pytest.approx(46620.4545, abs=5e-5)


def test_ids_of_the_shared_case(shared):
    path = shared("cases", "ids-as-text", "members.csv")
    built = build_dataset(pd.read_csv(path, dtype=str, keep_default_na=False), "d")
    known = "00123 123 0123 900719925474099301 900719925474099302 00007 7 000450 1e5 NA"
    assert built.ids == tuple(known.split())
    assert built.columns(Role.NUMERIC) == ["age", "income_k", "score"]


def test_awkward_names_stay_as_they_are():
    names = ["Annual Income (k$)", "a=b ratio", "cost ${usd}", "Alter in Jahren (Ä)"]
    table = pd.DataFrame({name: np.arange(6) * 1.5 + i for i, name in enumerate(names)})
    built = build_dataset(table, "d")
    assert built.columns(Role.NUMERIC) == names
    with pytest.raises(UserError, match="Did you mean 'a=b ratio'"):
        build_dataset(table, "d", DeclaredRoles(numeric=("a=b raito",)))


def test_a_million_native_numbers_are_never_made_text(monkeypatch, rng):
    """Text is what took the time; ids are the only column that becomes text."""
    from segbench.data import build as module
    from segbench.data.values import cells

    written = []

    def as_text(column):
        written.append(column.name)
        return cells_as_text(column)

    cells_as_text = cells.as_text
    monkeypatch.setattr(cells, "as_text", as_text)
    monkeypatch.setattr(module, "as_text", as_text)
    table = pd.DataFrame(rng.normal(size=(1000, 3)), columns=["a", "b", "c"])
    built = build_dataset(table.assign(customer_id=range(5, 1005)), "d")
    assert set(written) == {"customer_id"}
    np.testing.assert_array_equal(built.frame, table)
