"""What a column is used for, when nobody has said."""

import pandas as pd
import pytest

from segbench.core import Role
from segbench.data import DeclaredRoles, build_dataset
from segbench.errors import DataError, UnknownNameError

N = 30


def table(**columns):
    return pd.DataFrame({"income": [float(i % 17) for i in range(N)], **columns})


def role(values, name="column", **declared):
    built = build_dataset(table(**{name: values}), "d", DeclaredRoles(**declared))
    return built.roles[name]


def step(built, column):
    (found,) = [one for one in built.log if one.column == column]
    return found


@pytest.mark.parametrize(
    "name",
    ["id", "ID", "CustomerID", "customer_id", "Customer ID", "client no", "userId"],
)
def test_ids_are_known_by_their_name(name):
    built = build_dataset(table(**{name: range(1000, 1000 + N)}), "d")
    assert built.roles[name] is Role.ID
    assert built.ids == tuple(str(1000 + i) for i in range(N))


@pytest.mark.parametrize("name", ["paid", "valid", "grid", "number of kids"])
def test_names_that_only_end_alike_are_no_ids(name):
    assert role([i % 5 for i in range(N)], name) is not Role.ID
    assert role([3 * i for i in range(N)], name) is Role.NUMERIC


def test_a_count_called_number_is_no_id():
    assert role([i % 4 for i in range(N)], "number") is Role.NUMERIC


@pytest.mark.parametrize("start", [0, 1, 1001])
def test_row_numbers_are_ids_whatever_they_are_called(start):
    assert role(list(range(start, start + N)), "Unnamed: 0") is Role.ID
    assert role([start, *range(start + 2, start + N + 1)], "column") is Role.NUMERIC


def test_huge_numbers_count_no_rows(recwarn):
    assert role([(-1) ** i * 1.7e308 for i in range(N)]) is Role.NUMERIC
    assert [str(one.message) for one in recwarn] == []


def test_a_second_id_is_left_out():
    built = build_dataset(table(client_id=range(N), user_id=range(N)), "d")
    assert built.roles["client_id"] is Role.ID
    assert built.roles["user_id"] is Role.IGNORED
    assert "second id" in step(built, "user_id").action


def test_without_an_id_rows_are_counted():
    assert build_dataset(table(), "d").ids[:3] == ("1", "2", "3")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([i / 7 for i in range(N)], Role.NUMERIC),
        ([str(i / 7) for i in range(N)], Role.NUMERIC),
        (["low", "high", "mid"] * 10, Role.CATEGORICAL),
        ([True, False] * 15, Role.CATEGORICAL),
        ([f"comment {i}" for i in range(N)], Role.IGNORED),
        (["same"] * N, Role.IGNORED),
        ([7] * N, Role.IGNORED),
        ([None] * N, Role.IGNORED),
    ],
    ids=["real", "text of numbers", "levels", "bool", "free text", "one", "7", "empty"],
)
def test_roles_by_content(values, expected):
    assert role(values) is expected


@pytest.mark.parametrize("name", ["segment", "Cluster", "TRUTH", "true_label"])
def test_known_segmentations_are_known_by_their_name(name):
    built = build_dataset(table(**{name: ["b", "a", ""] * 10}), "d")
    assert built.roles[name] is Role.TRUTH
    assert built.truth[:3].tolist() == [1, 0, -1]
    assert built.columns(Role.NUMERIC) == ["income"]


def test_left_out_columns_say_why():
    notes = [f"comment {i}" for i in range(N)]
    built = build_dataset(table(note=notes, country=["NO"] * N, fax=[""] * N), "d")
    assert "30 different values, left out" in step(built, "note").action
    assert step(built, "country").action == "always 'NO', left out"
    assert step(built, "fax").action == "empty, left out"


def test_codes_are_remarked():
    built = build_dataset(table(region=[1, 2, 3] * 10), "d")
    assert built.roles["region"] is Role.NUMERIC
    assert "3 distinct whole numbers" in step(built, "region").action
    assert "dataset.categorical" in step(built, "region").action


def test_declared_roles_come_first():
    numbers = [1, 2, 3] * 10
    assert role(numbers, categorical=("column",)) is Role.CATEGORICAL
    assert role(numbers, ignore=("column",)) is Role.IGNORED
    assert role(numbers, truth="column") is Role.TRUTH
    assert role(list(range(N)), id="column") is Role.ID


def test_declared_id_replaces_the_inferred_one():
    built = build_dataset(
        table(customer_id=range(N), card=[f"k{i}" for i in range(N)]),
        "d",
        DeclaredRoles(id="card"),
    )
    assert built.ids[0] == "k0"
    assert built.roles["customer_id"] is not Role.ID


def test_unknown_declared_column_suggests_the_closest():
    with pytest.raises(UnknownNameError, match="Did you mean 'income'"):
        role([1] * N, numeric=("incone",))


def test_two_roles_for_one_column_are_refused():
    with pytest.raises(DataError, match="declared as numeric, ignored"):
        role([1] * N, numeric=("column",), ignore=("column",))


def test_almost_numbers_are_mistakes_with_their_row():
    values = [str(i) for i in range(N)]
    values[4] = "twelve"
    with pytest.raises(
        DataError, match="'column' holds numbers but for 'twelve' in row 5"
    ):
        role(values)


def test_half_numbers_are_text():
    assert role(["1", "2", "x", "y"] * 7 + ["1", "2"]) is Role.CATEGORICAL


def test_a_column_called_an_id_comes_before_row_numbers():
    numbered = table(
        **{"Unnamed: 0": range(N), "member_id": [f"m{i}" for i in range(N)]}
    )
    built = build_dataset(numbered, "d")
    assert built.ids[0] == "m0"
    assert built.roles["Unnamed: 0"] is Role.IGNORED


@pytest.mark.parametrize(
    ("name", "values", "told"),
    [
        ("mail", [f"a{i}@b.com" for i in range(N)], "e-mail or web addresses"),
        ("postcode", [f"{i * 411:05d}" for i in range(N)], "codes with leading zeros"),
        ("#REF!", list(range(3, 3 * N + 3, 3)), "its name is a spreadsheet error"),
        ("predicted_churn", [i / N for i in range(N)], "the output of a classifier"),
    ],
)
def test_columns_that_are_no_features(name, values, told):
    built = build_dataset(table(**{name: values}), "d")
    assert built.roles[name] is Role.IGNORED
    assert told in step(built, name).action
    assert "left out" in step(built, name).action


def test_few_codes_with_leading_zeros_are_categories():
    built = build_dataset(table(branch=["001", "002", "010"] * 10), "d")
    assert built.roles["branch"] is Role.CATEGORICAL
    assert built.frame["branch"][2] == "010"
    assert role(["001", "002", "010"] * 10, numeric=("column",)) is Role.NUMERIC


def test_a_word_like_unknown_stays_an_answer():
    built = build_dataset(table(job=["Unknown", "nurse", "cook"] * 10), "d")
    assert step(built, "job").action.startswith("'Unknown' kept as an answer")
    assert step(built, "job").count == 10


def test_zeros_beside_amounts_are_a_group_of_their_own():
    amounts = [0.0] * 12 + [100.0 + i for i in range(18)]
    built = build_dataset(table(spend=amounts), "d")
    assert step(built, "spend").action.startswith("40 % zeros, a group of its own")
    assert step(built, "spend").count == 12
    counts = [0.0] * 12 + [1.0, 2.0, 3.0] * 6
    assert "zeros" not in step(build_dataset(table(kids=counts), "d"), "kids").action


@pytest.mark.parametrize("usual", ["no", 0.0])
def test_nearly_constant_columns_are_kept_with_a_remark(usual):
    other = "yes" if usual == "no" else 2.5
    values = pd.DataFrame({"x": range(0, 900, 3), "flag": [usual] * 299 + [other]})
    built = build_dataset(values, "d", DeclaredRoles(numeric=("x",)))
    assert built.roles["flag"] in {Role.NUMERIC, Role.CATEGORICAL}
    assert step(built, "flag").action.startswith("hardly tells customers apart")
    assert step(built, "flag").count == 299


def test_zero_and_one_stay_numbers():
    assert role([0, 1] * 15) is Role.NUMERIC
    assert role(["0", "1"] * 15) is Role.NUMERIC
