"""The whole exploration: tables of every shape, the same however customers stand."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from segbench.core import Role
from segbench.data import build_dataset
from segbench.errors import UserError
from segbench.exploration import explore_dataset


def plain(value):
    """A record as nested tuples, arrays as text: equal records are equal here."""
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return tuple((f.name, plain(getattr(value, f.name))) for f in fields)
    if isinstance(value, np.ndarray):
        return value.shape, value.tobytes()
    if isinstance(value, tuple | list):
        return tuple(map(plain, value))
    return repr(value)


@pytest.fixture
def table(rng):
    n = 120
    money = rng.gamma(0.4, 100, n).round(2)
    found = pd.DataFrame(
        {
            "id": [f"c{i:03d}" for i in range(n)],
            "money": money,
            "points": money * 3 + rng.random(n),
            "балл_$x^2$": rng.integers(0, 5, n).astype(float),
            "change": rng.normal(0, 1, n) ** 3,
            "city": rng.choice(["Oslo", "Łódź", "東京"], n),
            "note": ["always"] * n,
        }
    )
    found.loc[3, ["money", "city"]] = None
    found.loc[9, "money"] = None
    found.loc[20, found.columns[1:]] = found.loc[21, found.columns[1:]]
    return found


def test_overview(explore, table):
    found = explore(table).overview
    assert (found.n_customers, found.n_columns) == (120, 7)
    assert found.roles == {
        Role.ID: 1,
        Role.NUMERIC: 4,
        Role.CATEGORICAL: 1,
        Role.TRUTH: 0,
        Role.IGNORED: 1,
    }
    assert (found.missing_cells, found.incomplete, found.duplicates) == (3, 2, 1)
    assert found.missing_share == 3 / 600
    assert found.ignored == ("note",)
    assert any(step.column == "note" for step in found.log)


def test_customers_of_other_known_segments_are_no_duplicates(explore):
    table = {"a": [1, 1, 2, 1], "segment": ["x", "y", "x", "x"]}
    assert explore(table).overview.duplicates == 1


def test_summary_has_a_row_a_column(explore, table):
    found = explore(table)
    summary = found.summary.set_index("column")
    assert list(summary.index) == list(table.columns[1:6])
    assert summary.loc["money", "transform"] == "log1p"
    assert summary.loc["change", "transform"] == "power (Yeo-Johnson)"
    assert summary.loc["money", "missing"] == 2
    assert summary.loc["city", "missing_share"] == 1 / 120
    counts = table["city"].dropna().value_counts()
    assert summary.loc["city", "most_frequent_share"] == counts.max() / 119
    known = table["change"]
    assert summary.loc["change", "mean"] == pytest.approx(known.mean())
    assert np.isnan(summary.loc["city", "mean"])


def test_findings_are_sentences(explore, table):
    found = explore(table)
    for told in (
        "120 customers in 7 columns: 1 id, 4 numeric, 1 categorical, 1 ignored.",
        "1 column is left out: 'note'.",
        "2 customers have a gap, 0.5 % of all values are missing. "
        "Most gaps are in 'money' (1.7 %).",
        "1 customer equals an earlier one in every column but the id and those left "
        "out: the same person twice, or chance where columns hold few values.",
        "'change' has a long tail and values below zero: use the transform "
        "power (Yeo-Johnson) before distances are measured.",
    ):
        assert told in found.findings
    assert any("'points' (" in one and "one is enough" in one for one in found.findings)
    assert all(one.endswith(".") and "\n" not in one for one in found.findings)
    assert repr(found).splitlines()[0] == "Exploration of d"
    assert repr(found).count("\n") == len(found.findings)


def test_the_order_of_customers_changes_nothing(explore, table):
    found, other = explore(table), explore(table.sample(frac=1, random_state=4))
    for part in ("columns", "correlations", "components"):
        assert plain(getattr(other, part)) == plain(getattr(found, part)), part
    assert plain(other.outliers.columns) == plain(found.outliers.columns)
    assert other.outliers.rows.customers == found.outliers.rows.customers
    assert other.outliers.rows.cut == found.outliers.rows.cut
    assert other.findings == found.findings


def test_distances_stand_in_the_order_of_the_input(explore, table):
    shuffled = table.sample(frac=1, random_state=4)
    first, second = (explore(one).outliers.rows.distances for one in (table, shuffled))
    assert list(second) == list(first[shuffled.index])


def test_twice_the_same(explore, table):
    assert plain(explore(table)) == plain(explore(table))


def test_the_data_set_is_left_alone(customers):
    dataset = build_dataset(customers, "d")
    before = dataset.frame.copy(deep=True)
    explore_dataset(dataset)
    pd.testing.assert_frame_equal(dataset.frame, before)


NAMES = ["$a_b$", "_", "имя", "東京", "a\nb", "x" * 300, "%s {0}", "column", "truth "]


@pytest.mark.parametrize(
    "make",
    [
        lambda _: {"a": [1, 2, 3.5]},
        lambda _: {"a": [1, 2, 3.5], "b": [2, 1, 9], "c": ["x", "y", "x"]},
        lambda _: {"a": ["x", "y", "y"]},
        lambda _: {"a": list("xyz") * 5, "b": list("xyyxx") * 3},
        lambda rng: rng.normal(0, 1, (80, 60)),
        lambda rng: {"a": 1e300 * rng.normal(0, 1, 40), "b": rng.normal(0, 1, 40)},
        lambda rng: {"a": [-1.7e308, 1.7e308, *rng.normal(0, 1, 38)]},
        lambda rng: {"a": 1e-310 * np.arange(40) ** 2, "b": rng.normal(0, 1, 40)},
        lambda rng: {"a": np.r_[[1.0] * 39, 1 + 4e-16], "b": rng.normal(0, 1, 40)},
        lambda rng: {"a": 10.0 ** rng.uniform(-300, 300, 40)},
        lambda rng: {name: rng.normal(0, 1, 40) for name in NAMES},
    ],
)
@pytest.mark.filterwarnings("error")
def test_tables_of_every_shape(explore, rng, make):
    found = explore(make(rng))
    n = found.overview.n_customers
    assert len(found.summary) == len(found.columns) >= 1
    assert found.outliers.rows.distances.shape == (n,)
    assert len(found.outliers_frame) == len(found.outliers.rows.customers)
    assert all(one.strip() for one in repr(found).splitlines())
    for one in found.columns:
        bars = one.quantities.histogram.counts if one.quantities else (n,)
        assert sum(bars) == n


@pytest.mark.filterwarnings("error")
def test_columns_without_anything(explore):
    table = {"a": [None] * 20, "b": [7] * 20, "c": [None] * 20}
    found = explore(table, numeric=("a", "b"), categorical=("c",))
    assert np.isnan(found.correlations.pearson).all()
    assert "Nobody has a value in 'a' and 'c': leave them out." in found.findings
    assert "Every known value is the same in 'b'." in found.findings


def test_something_else_than_a_data_set(table):
    with pytest.raises(UserError, match="takes a Dataset; got DataFrame; make one"):
        explore_dataset(table)
