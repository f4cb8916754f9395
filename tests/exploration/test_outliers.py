"""Customers far from the others: planted ones are found, normal ones are not."""

import numpy as np
import pytest

from segbench.exploration.robust import robust_distances


@pytest.fixture
def cloud(rng):
    x = rng.normal(0, 1, 200)
    return np.column_stack([x, x + rng.normal(0, 0.3, 200), rng.normal(50, 9, 200)])


def table_of(X, names=("income", "spend", "age")):
    ids = [f"c{i:04d}" for i in range(len(X))]
    return {"customer_id": ids, **dict(zip(names, X.T, strict=True))}


def test_customers_beyond_the_fences(explore):
    values = [*range(1, 12), 40, -30, 41, 42]  # quartiles 3.5 and 10.5
    ids = [f"c{i}" for i in range(15)]
    (found,) = explore({"x": values, "customer_id": ids}).outliers.columns
    assert (found.low, found.high) == (3.5 - 10.5, 10.5 + 10.5)
    assert (found.n_low, found.n_high) == (1, 3)
    assert found.lowest == ("c12",)
    assert found.highest == ("c14", "c13", "c11")


def test_no_more_than_five_are_named(explore, rng):
    x = np.r_[rng.normal(0, 1, 200), 100 + np.arange(8.0)]
    (found,) = explore(
        {"customer_id": [f"c{i}" for i in range(208)], "x": x}
    ).outliers.columns
    assert found.n_high >= 8
    assert found.highest == ("c207", "c206", "c205", "c204", "c203")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([0, 1] * 10, "yes or no"),
        ([5] * 20, "the same"),
        ([None] * 20, "no customer"),
        ([0] * 16 + [1, 2, 3, 4], "middle half"),
    ],
)
def test_columns_without_fences(explore, values, told):
    table = {"x": values, "other": np.arange(20) ** 1.5}
    found = explore(table, numeric=("x",)).outliers.columns[0]
    assert told in found.reason
    assert np.isnan([found.low, found.high]).all()
    assert (found.n_low, found.n_high) == (0, 0)


def test_an_outlier_that_no_single_column_shows(explore, cloud):
    cloud[17] = [1.8, -1.8, 50]
    found = explore(table_of(cloud)).outliers
    assert all("c0017" not in (*f.lowest, *f.highest) for f in found.columns)
    assert found.rows.method == "robust Mahalanobis distance"
    assert found.rows.count <= 2  # at this size one more may be far by chance
    one = found.rows.customers[0]
    assert one.id == "c0017"
    assert set(one.columns) == {"income", "spend"}
    assert dict(zip(one.columns, one.sides, strict=True)) == {
        "income": "high",
        "spend": "low",
    }
    assert "'income' 1.8 (high)" in one.text


def test_a_crowd_of_outliers_cannot_hide(explore, cloud):
    cloud[:60] = [8, -8, 200]
    cloud[:60] += np.random.default_rng(3).normal(0, 0.1, (60, 3))
    rows = explore(table_of(cloud)).outliers.rows
    assert rows.count == 60
    assert rows.share == 0.3
    assert {int(one.id[1:]) for one in rows.customers} <= set(range(60))
    assert len(rows.customers) == 50


def test_normal_customers_are_no_outliers():
    """At most 2.5 % of such data sets have one; of 40, six or more are too many."""
    rng = np.random.default_rng(5)
    flagged = 0
    for _ in range(40):
        X = rng.normal(0, 1, (200, 3))
        found = robust_distances(X, X, 0)
        flagged += bool((found.values > found.cut).any())
    assert flagged < 6


def test_chance_findings_of_small_tables_are_told(explore, cloud):
    told = explore(table_of(cloud[:60])).outliers.rows.caution
    assert told == "of fewer than 150 customers, one or two are far by chance"
    assert explore(table_of(cloud)).outliers.rows.caution == ""


def test_distances_are_those_of_their_definition(rng):
    X = rng.normal(0, 1, (300, 2)) @ np.array([[1.0, 0.4], [0.0, 2.0]])
    found = robust_distances(X, X, 0)
    assert found.contributions.sum(axis=1) == pytest.approx(found.values**2)
    # Nobody far: the estimate is close to mean and covariance of all.
    offsets = X - X.mean(axis=0)
    plain = np.einsum("ij,jk,ik->i", offsets, np.linalg.inv(np.cov(X.T)), offsets)
    assert np.corrcoef(found.values, np.sqrt(plain))[0, 1] > 0.99
    assert found.values == pytest.approx(np.sqrt(plain), rel=0.3, abs=0.3)


def test_units_change_nothing(explore, cloud):
    cloud[17] = [1.8, -1.8, 50]
    plain = explore(table_of(cloud)).outliers.rows
    other = explore(table_of(cloud * [1e200, 1e-200, 7] + [0, 0, 3])).outliers.rows
    assert other.distances == pytest.approx(plain.distances, rel=1e-6)


@pytest.mark.parametrize("kind", ["wide", "collinear", "spike"])
def test_an_isolation_forest_where_there_is_no_covariance(explore, rng, kind):
    X = rng.normal(0, 1, (60, 3))
    if kind == "wide":
        X = rng.normal(0, 1, (40, 9))
    elif kind == "collinear":
        X[:, 2] = X[:, 0] - X[:, 1]
    else:
        X[:40, 2] = 0
    X[7] = 30
    if kind == "collinear":
        X[7, 2] = 0
    names = [f"v{i}" for i in range(X.shape[1])]
    rows = explore(table_of(X, names)).outliers.rows
    told = {
        "wide": "takes 45 customers; there are 40",
        "collinear": "determine each other",
        "spike": "of 'v2'",
    }
    assert rows.method == "isolation forest"
    assert told[kind] in rows.reason
    assert rows.customers[0].id == "c0007"


def test_codes_are_no_outliers(explore, cloud):
    table = {**table_of(cloud), "region": [3] * 150 + [1] * 30 + [2] * 20}
    rows = explore(table).outliers.rows
    assert rows.columns == ("income", "spend", "age")
    assert rows.method == "robust Mahalanobis distance"


def test_a_long_tail_is_no_crowd_of_outliers(explore, rng):
    X = np.exp(rng.normal(3, 1.2, (400, 2)))
    rows = explore({"a": X[:, 0], "b": X[:, 1]}).outliers.rows
    assert rows.in_logarithms == ("a", "b")
    assert rows.share < 0.01


def test_missing_values_never_stand_out(explore, cloud):
    cloud[17] = [9, np.nan, 50]
    (one, *_) = explore(table_of(cloud)).outliers.rows.customers
    assert (one.id, one.columns) == ("c0017", ("income",))


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"a": [1, 2, 9.5], "b": [3, 1, 2]}, "10 customers or more; there are 3"),
        ({"a": [0, 1] * 10}, "no numeric column has enough different values"),
        ({"a": list("xyyx") * 5}, "no numeric column has enough different values"),
    ],
)
def test_nobody_to_compare(explore, table, told):
    found = explore(table)
    rows = found.outliers.rows
    assert (rows.method, rows.count, rows.customers) == ("", 0, ())
    assert told in rows.reason
    assert np.isnan([rows.cut, rows.share, *rows.distances]).all()
    assert found.outliers_frame.empty


def test_large_tables_are_estimated_from_a_sample(explore, rng):
    X = rng.normal(0, 1, (20_001, 2))
    X[123] = [9, -9]
    found = explore({"a": X[:, 0], "b": X[:, 1]})
    rows = found.outliers.rows
    assert rows.fitted == 5000
    assert rows.customers[0].id == "124"
    assert rows.count < 5
    assert any("a sample of 5,000" in one for one in found.findings)
