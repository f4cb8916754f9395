"""Hopkins of a space and the cophenetic correlation of a tree."""

import csv
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import cophenet, linkage
from scipy.spatial.distance import cdist, pdist

from segbench.core import Metric
from segbench.scoring import cophenetic
from segbench.scoring.cophenetic import cophenetic_correlation
from segbench.scoring.hopkins import hopkins, hopkins_of_draw


def uniform(seed, n=400):
    return np.random.default_rng(seed).uniform(size=(n, 2))


def test_hopkins_by_hand():
    X = np.array([[0.0], [1], [4], [10]])
    found = hopkins_of_draw(X, np.array([1, 3]), np.array([[6.0], [9.5]]))
    # u: 6 is 2 from 4, 9.5 is 0.5 from 10; w: 1 is 1 from 0, 10 is 6 from 4
    assert found.value == pytest.approx(2.5 / (2.5 + 7))


@pytest.mark.parametrize("name", ["mall", "iris"])
def test_hopkins_of_the_same_draw_in_r(name, shared):
    """Several iris flowers share a spot; their distance is 0 there as here."""
    columns = {"mall": ["income", "spending"], "iris": None}[name]
    with shared("oracles", f"{name}_data.csv").open() as lines:
        rows = list(csv.DictReader(lines))
    columns = columns or list(rows[0])[1:5]
    X = np.array([[float(row[one]) for one in columns] for row in rows])
    known = json.loads(shared("oracles", f"{name}_kselection.json").read_text())
    draw = known["hopkins"]
    chosen = np.array(draw["events_1based"]) - 1
    found = hopkins_of_draw(X, chosen, np.array(draw["points"]))
    assert found.value == pytest.approx(draw["H_exponent_D"], rel=1e-6)
    assert found.p_value == pytest.approx(draw["p_upper_beta_m_m"], rel=1e-3)


def test_hopkins_keeps_its_level_in_a_uniform_box():
    found = [hopkins(uniform(seed), seed) for seed in range(60)]
    assert np.mean([one.value for one in found]) == pytest.approx(0.5, abs=0.04)
    assert np.mean([one.p_value <= 0.05 for one in found]) <= 0.15


def test_hopkins_calls_one_round_cloud_clustered():
    """The caveat that stands wherever it is shown."""
    rng = np.random.default_rng(0)
    found = [hopkins(rng.normal(size=(200, 2)), seed) for seed in range(20)]
    assert np.mean([one.p_value <= 0.05 for one in found]) >= 0.8


@given(st.integers(0, 1000), st.sampled_from([1e-6, 1.0, 1e6]))
def test_hopkins_has_no_units(seed, factor):
    X = uniform(seed, n=60)
    plain, other = hopkins(X, seed), hopkins(X * factor + factor, seed)
    assert 0 <= plain.value <= 1
    assert other.value == pytest.approx(plain.value, rel=1e-6)
    wide = np.column_stack([X, np.full(60, 7.0)])  # a constant column is no dimension
    assert 0 <= hopkins(wide, seed).value <= 1
    at = (np.arange(6), X[:6])
    padded = np.column_stack([X[:6], np.full(6, 7.0)])
    assert hopkins_of_draw(wide, at[0], padded).value == pytest.approx(
        hopkins_of_draw(X, *at).value
    )


def test_hopkins_in_many_columns_is_a_number():
    X = np.random.default_rng(0).normal(size=(100, 900)) * 1e5
    assert 0 <= hopkins(X).value <= 1


@pytest.mark.parametrize(
    ("X", "reason"),
    [
        (np.zeros((19, 2)), "fewer than 20 customers"),
        (np.ones((40, 2)), "all customers share a spot"),
    ],
)
def test_hopkins_is_undefined(X, reason):
    found = hopkins(X)
    assert np.isnan([found.value, found.p_value]).all()
    assert found.reason == reason


def test_hopkins_is_undefined_where_no_distance_is_left():
    X = np.repeat([[0.0], [1.0]], 5, axis=0)
    found = hopkins_of_draw(X, np.array([0, 5]), np.array([[0.0], [1.0]]))
    assert np.isnan(found.value)
    assert found.reason == "all distances compared are 0"


@pytest.mark.parametrize("method", ["ward", "average", "complete", "single"])
def test_cophenetic_correlation_is_that_of_scipy(method, rng):
    X = rng.normal(size=(30, 3))
    tree = linkage(X, method)
    expected, _ = cophenet(tree, pdist(X))
    assert cophenetic_correlation(X, tree) == pytest.approx(expected, rel=1e-12)
    order = rng.permutation(30)
    moved = X[order] * 1e6 + 5e6
    found = cophenetic_correlation(moved, linkage(moved, method))
    assert found == pytest.approx(expected, rel=1e-6)


def test_cophenetic_correlation_by_hand():
    X = np.array([[0.0], [1], [5]])
    tree = linkage(X, "single")
    # distances 1, 5, 4; joined at 1, 4, 4
    expected = np.corrcoef([1, 5, 4], [1, 4, 4])[0, 1]
    assert cophenetic_correlation(X, tree) == pytest.approx(expected)


def test_cophenetic_correlation_in_the_metric_of_the_space(rng):
    X = rng.normal(size=(20, 2))
    tree = linkage(X, "average", metric="cityblock")
    near = np.corrcoef(cdist(X, X, "cityblock")[np.triu_indices(20, 1)], cophenet(tree))
    found = cophenetic_correlation(X, tree, Metric.MANHATTAN)
    assert found == pytest.approx(near[0, 1])


def test_cophenetic_correlation_is_undefined(monkeypatch, rng):
    same = np.zeros((5, 2))
    assert np.isnan(cophenetic_correlation(same, linkage(same, "single")))
    monkeypatch.setattr(cophenetic, "LARGEST_TREE", 9)
    X = rng.normal(size=(10, 2))
    assert np.isnan(cophenetic_correlation(X, linkage(X, "single")))
