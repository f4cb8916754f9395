"""Frames from a notebook: of any dtype, with an index, of other libraries."""

import decimal
import sys

import numpy as np
import pandas as pd
import pytest

from segbench.api.frame import dataset_of
from segbench.core import Role
from segbench.data import DeclaredRoles
from segbench.errors import DataError

VISITS = [1, 3, 2, 9, 4, 7]
NAMES = ["Ann", "Bo", "Cy", "Di", "Ed", "Flo"]
pa = pytest.importorskip("pyarrow", reason="frames of Arrow need pyarrow")


def of(frame, **roles):
    return dataset_of(frame, "compare", "d", DeclaredRoles(**roles) if roles else None)


@pytest.mark.parametrize(
    "column",
    [
        pd.array([1, 3, None, 9, 4, 7], dtype="Int64"),
        pd.array([1, 3, None, 9, 4, 7], dtype="Float32"),
        pd.array([1, 3, None, 9, 4, 7], dtype="int64[pyarrow]"),
        pd.array([1, 3, None, 9, 4, 7], dtype="double[pyarrow]"),
        pd.array(
            [decimal.Decimal(x) if x else None for x in [1, 3, 0, 9, 4, 7]],
            dtype=pd.ArrowDtype(pa.decimal128(9, 2)),
        ),
        [decimal.Decimal(x) if x else None for x in [1, 3, 0, 9, 4, 7]],
        np.array([1, 3, None, 9, 4, 7], dtype=object),
        pd.array(["1", "3", None, "9", "4", "7"], dtype="string[pyarrow]"),
        pd.to_timedelta([1, 3, None, 9, 4, 7], unit="D"),
    ],
    ids=lambda column: str(getattr(column, "dtype", "Decimal")),
)
def test_numbers_of_any_dtype(column):
    built = of(pd.DataFrame({"visits": column, "b": VISITS}))
    assert built.roles["visits"] is Role.NUMERIC
    assert built.frame["visits"].dtype == np.float64
    expected = [1, 3, np.nan, 9, 4, 7]
    np.testing.assert_array_equal(built.frame["visits"], expected)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (pd.Categorical([1, 2, None, 1, 2, 2]), ["1", "2", "(missing)", "1", "2", "2"]),
        (pd.Categorical(["a ", "a", "b"] * 2), ["a", "a", "b"] * 2),
        ([True, False, True] * 2, ["True", "False", "True"] * 2),
        (
            pd.array([True, None, False] * 2, dtype="boolean"),
            ["True", "(missing)", "False"] * 2,
        ),
        (
            pd.array([True, None, False] * 2, dtype="bool[pyarrow]"),
            ["True", "(missing)", "False"] * 2,
        ),
    ],
)
def test_categories_and_truth_values_are_levels(column, expected):
    built = of(pd.DataFrame({"level": column, "b": VISITS}))
    assert built.roles["level"] is Role.CATEGORICAL
    assert built.frame["level"].tolist() == expected


@pytest.mark.parametrize("dtype", ["datetime64[s]", "timestamp[ns][pyarrow]"])
def test_dates_are_left_out(dtype):
    days = pd.Series(pd.date_range("2026-01-01", periods=6)).astype(dtype)
    built = of(pd.DataFrame({"since": days, "b": VISITS}))
    assert built.roles["since"] is Role.IGNORED
    assert built.log[0].action.startswith("dates from 2026-01-01 to 2026-01-06")


@pytest.mark.parametrize(
    ("index", "ids"),
    [
        (pd.RangeIndex(6), ("1", "2", "3")),
        (pd.Index([4, 8, 15, 16, 23, 42]), ("1", "2", "3")),
        (pd.Index(NAMES, name="name"), ("Ann", "Bo", "Cy")),
        (pd.Index([4, 8, 15, 16, 23, 42], name="customer_id"), ("4", "8", "15")),
        (pd.Index([5, 5, 7, 7, 8, 8], name="age"), ("1", "2", "3")),
    ],
    ids=["range", "unnamed", "names", "ids", "a quantity"],
)
def test_an_index_may_name_the_customers(index, ids):
    built = of(pd.DataFrame({"visits": VISITS}, index=index))
    assert built.ids[:3] == ids
    assert built.frame["visits"].tolist() == VISITS
    assert ("age" in built.columns(Role.NUMERIC)) == (index.name == "age")


def test_an_index_gives_way_to_a_column_that_is_called_an_id():
    index = pd.Index(NAMES, name="name")
    frame = pd.DataFrame({"client_id": list("uvwxyz"), "b": VISITS}, index=index)
    assert of(frame).ids == tuple("uvwxyz")
    assert of(frame, id="name").ids == tuple(NAMES)


def test_ids_read_as_decimal_numbers():
    frame = pd.DataFrame({"id": [17850.0, 2.0, 3.0, 4.0, 5.0, 6.0], "b": VISITS})
    assert of(frame).ids[0] == "17850"
    frame.loc[0, "id"] = 900719925474099301.0
    with pytest.raises(DataError, match="'id' were read as decimal numbers and have"):
        of(frame)
    exact = pd.DataFrame(
        {"id": [900719925474099301 + i for i in range(6)], "b": VISITS}
    )
    assert of(exact).ids[1] == "900719925474099302"


def test_names_that_are_no_text():
    built = of(pd.DataFrame({1: VISITS, ("a", 2): VISITS[::-1]}))
    assert list(built.roles) == ["1", "('a', 2)"]


def test_two_lines_of_names_are_refused():
    frame = pd.DataFrame([VISITS, VISITS[::-1]] * 3)
    frame.columns = pd.MultiIndex.from_product([["a", "b"], [1, 2, 3]])
    with pytest.raises(
        DataError, match="compare takes one line of column names, not 2"
    ):
        of(frame)


@pytest.mark.parametrize(
    "frame", [np.zeros((6, 2)), {"a": VISITS}, None, "mall.csv", pd.Series(VISITS)]
)
def test_what_is_no_frame(frame):
    kind = type(frame).__name__
    with pytest.raises(DataError, match=f"takes a pandas DataFrame .*, not {kind}"):
        of(frame)


@pytest.fixture
def polars():
    return pytest.importorskip("polars", reason="frames of polars need polars")


@pytest.mark.parametrize("form", ["polars", "lazy", "arrow", "capsule"])
def test_frames_of_other_libraries_are_the_same_data_set(form, polars):
    columns = {
        "id": [900719925474099301 + i for i in range(6)],
        "visits": [1, None, 2, 9, 4, 7],
        "city": ["Oslo", "Łódź", None, "Oslo", "Łódź", "Oslo"],
    }
    frame = polars.DataFrame(columns)

    class Capsule:
        __arrow_c_stream__ = frame.__arrow_c_stream__

    forms = {"lazy": frame.lazy(), "arrow": frame.to_arrow(), "capsule": Capsule()}
    built = of(forms.get(form, frame))
    plain = of(pd.DataFrame(columns))
    assert built.ids == plain.ids
    assert built.fingerprint == plain.fingerprint
    pd.testing.assert_frame_equal(built.frame, plain.frame)


def test_a_polars_column_is_no_frame(polars):
    with pytest.raises(DataError, match="not Series"):
        of(polars.Series("a", VISITS))


def test_without_pyarrow_a_polars_frame_is_refused_in_a_sentence(polars, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DataError, match="compare needs pyarrow to read a DataFrame"):
        of(polars.DataFrame({"a": VISITS}))


def test_polars_is_not_imported_for_others(python):
    python(
        "import sys, pandas as pd\n"
        "from segbench.api.frame import dataset_of\n"
        "frame = pd.DataFrame({'a': [1, 2, 4]})\n"
        "dataset_of(frame, 'compare', 'd', None)\n"
        "assert 'polars' not in sys.modules"
    )
