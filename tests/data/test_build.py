"""From a table to a data set: cleaned, with a log that counts."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


cells = st.one_of(
    st.text(max_size=5),
    st.sampled_from(
        ["", "NA", "1", "2.5", "-3", "1e5", "inf", "nan", "0x1", "1_0", "٣"]
    ),
    st.integers(-(10**20), 10**20).map(str),
    st.floats().map(str),
)
tables = st.dictionaries(
    st.one_of(st.text(max_size=5), st.sampled_from(["id", "segment", "age"])),
    st.lists(cells, min_size=6, max_size=6),
    max_size=4,
)


def built_or_error(table):
    """What came of a table; any other exception than a user error gets out."""
    try:
        return build_dataset(table, "d")
    except UserError as error:
        return error


@given(tables, st.integers(0, 6))
def test_any_table_of_text_is_a_data_set_or_a_user_error(columns, n):
    table = pd.DataFrame({name: values[:n] for name, values in columns.items()})
    built = built_or_error(table)
    if isinstance(built, UserError):
        assert str(built)
        return
    assert built.n_customers == len(built.frame) == len(set(built.ids)) >= 3
    for name in built.columns(Role.NUMERIC):
        known = built.frame[name].dropna()
        assert known.dtype == np.float64
        assert np.isfinite(known).all()
    for name in built.columns(Role.CATEGORICAL):
        assert built.frame[name].map(len).gt(0).all()
