"""Gower's distance, alone and behind the silhouettes."""

import csv
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segbench import metrics
from segbench.metrics import gower_distances

FIRST = pd.DataFrame(
    {
        "gender": ["m", "f", "f", None],
        "age": [20.0, 30.0, np.nan, 60.0],
        "owner": [1, 0, 0, 1],
    }
)


@pytest.fixture
def mall(shared):
    """Customers, and what cluster::daisy makes of them."""
    text = shared("oracles", "mall_data.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    columns = {"gender": [row["gender"] for row in rows]}
    for name in ("age", "income", "spending"):
        columns[name] = [int(row[name]) for row in rows]
    want = shared("oracles", "gower.json").read_text(encoding="utf-8")
    return columns, json.loads(want)


def test_daisy(mall):
    columns, want = mall
    distances = gower_distances(columns)
    assert distances[:6, :6] == pytest.approx(np.array(want["first_6x6"]), abs=1e-9)
    pairs = distances[np.triu_indices(len(distances), 1)]
    assert pairs.mean() == pytest.approx(want["mean_offdiagonal"], abs=1e-9)
    assert pairs.sum() == pytest.approx(want["sum_offdiagonal"], rel=1e-12)


def test_silhouette_of_pam(mall):
    columns, want = mall
    distances = gower_distances(columns)
    to_medoids = distances[:, np.array(want["pam4_medoids_1based"]) - 1]
    labels = to_medoids.argmin(axis=1)
    objective = to_medoids.min(axis=1).mean()
    assert objective == pytest.approx(want["pam4_objective"][1], abs=1e-9)
    for X, metric in ((pd.DataFrame(columns), "gower"), (distances, "precomputed")):
        found = metrics.silhouette_score(X, labels, metric=metric)
        assert found == pytest.approx(want["pam4_silhouette"], abs=1e-9)


def test_missing_values_do_not_count():
    distances = gower_distances(FIRST)
    assert distances[0, 1] == pytest.approx((1 + 10 / 40 + 1) / 3)
    assert distances[1, 2] == pytest.approx((0 + 0) / 2)  # one age is missing
    assert distances[2, 3] == pytest.approx(1)  # only the owner is known of both


def test_weights():
    weights = {"gender": 0.5, "owner": 0}
    distances = gower_distances(FIRST, weights=weights)
    assert distances[0, 1] == pytest.approx((0.5 * 1 + 10 / 40) / 1.5)
    assert np.isnan(distances[2, 3])  # nothing with a weight is known of both


@pytest.mark.parametrize("kind", [int, bool, float, object])
def test_lacking_something_together_does_not_count(kind):
    table = FIRST.astype({"owner": kind})
    distances = gower_distances(table, asymmetric=["owner"])
    assert distances[1, 2] == 0.0
    assert distances[0, 3] == pytest.approx((40 / 40 + 0) / 2)
    rest = gower_distances(table[["gender", "age"]])
    assert distances[1, 2] == rest[1, 2]  # 0 and 0
    only = gower_distances(table[["owner"]], asymmetric=["owner"])
    assert np.isnan(only[1, 2])
    assert only[0, 3] == 0.0
    assert only[0, 1] == 1.0


def test_kinds_of_columns():
    numbers = {"a": [1, 2, 5]}
    expected = np.abs(np.subtract.outer([1, 2, 5], [1, 2, 5])) / 4
    for kind in (int, float, "Int64", object):
        found = gower_distances(pd.DataFrame(numbers).astype(kind))
        assert found == pytest.approx(expected)
    for kind in (str, "category"):
        found = gower_distances(pd.DataFrame(numbers).astype(kind))
        assert found == pytest.approx(1 - np.eye(3))
    assert gower_distances({"a": [True, False, True]})[0].tolist() == [0, 1, 0]
    assert gower_distances({"a": [7, 7], "b": [1, 2]})[0, 1] == 0.5  # a is constant


cells = st.tuples(
    st.one_of(st.none(), st.floats(-1e6, 1e6)),
    st.one_of(st.none(), st.sampled_from("abc")),
    st.one_of(st.none(), st.booleans()),
    st.integers(-5, 5),
)


@given(st.lists(cells, min_size=1, max_size=12))
def test_symmetric_and_between_0_and_1(rows):
    columns = dict(zip("wxyz", zip(*rows, strict=True), strict=True))
    distances = gower_distances(columns, weights={"w": 0.3}, asymmetric=["y"])
    assert distances.shape == (len(rows), len(rows))
    assert (distances == distances.T).all()
    assert (np.diag(distances) == 0).all()
    assert ((distances >= 0) & (distances <= 1)).all()


def test_units_do_not_matter(rng):
    table = pd.DataFrame({"a": rng.normal(size=9), "b": rng.integers(0, 3, 9)})
    changed = table.assign(a=table["a"] * -1000 + 7)
    assert gower_distances(changed) == pytest.approx(gower_distances(table))


def test_silhouettes_of_a_table(blobs):
    X, truth = blobs
    table = pd.DataFrame({"x": X[:, 0], "y": X[:, 1], "z": truth.astype(str)})
    for function in (metrics.silhouette_samples, metrics.silhouette_by_segment):
        found = function(table, truth, metric="gower")
        distances = gower_distances(table)
        assert found == pytest.approx(function(distances, truth, metric="precomputed"))
    stack = metrics.silhouette_score(
        table, np.array([truth, truth % 2]), metric="gower"
    )
    assert stack[0] > 0.8 > stack[1]


@pytest.mark.parametrize(
    ("table", "options", "told"),
    [
        ({"a": []}, {}, "at least one customer"),
        ({"a": [1, 2]}, {"weights": {"b": 1}}, "unknown column 'b'"),
        ({"a": [1, 2]}, {"weights": {"a": -1}}, "not negative"),
        ({"a": [1, 2]}, {"weights": {"a": 0}}, "not all 0"),
        ({"a": [1, 2]}, {"asymmetric": ["a"]}, "0 and 1"),
        ({"a": [1, np.inf]}, {}, "finite"),
        ({"a": pd.to_datetime(["2020-01-01", "2021-01-01"])}, {}, "datetime64"),
    ],
)
def test_mistakes(table, options, told):
    with pytest.raises(ValueError, match=told):
        gower_distances(table, **options)


def test_an_array_has_no_columns():
    with pytest.raises(TypeError, match="mapping of names to columns"):
        gower_distances(np.array([["a", 1], ["b", 2]], dtype=object))
    with pytest.raises(ValueError, match="rows 0 and 1 share no known value"):
        metrics.silhouette_score(
            {"a": [1, None, 2], "b": [None, 1, 3]}, [0, 0, 1], metric="gower"
        )
