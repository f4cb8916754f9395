"""Portraits of segments: real customers, and sums made anew."""

import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.cluster import KMeans

from segbench.algorithms.labels import canonical
from segbench.core import Stability
from segbench.data import build_dataset
from segbench.segments import profile_segments

INCOME, SPENDING = "Annual Income (k$)", "Spending Score (1-100)"


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def mall(shared):
    dataset = build_dataset(pd.read_csv(shared("data", "Mall_Customers.csv")), "mall")
    X = dataset.frame[[INCOME, SPENDING]].to_numpy()
    found = KMeans(5, n_init=10, random_state=0).fit_predict(X).astype(np.int64)
    labels = canonical(found)
    return profile_segments(dataset, labels, used=[INCOME, SPENDING], points=X)


@pytest.fixture
def told(customers, blobs):
    """Profile of three groups far apart; the city was not used."""
    dataset = build_dataset(customers.assign(revenue=customers["visits"] + 10), "d")
    return profile_segments(dataset, blobs[1], used=["income", "visits"])


def test_mall_has_the_five_published_segments(mall):
    assert mall.segments["size"].tolist() == [81, 39, 35, 23, 22]
    means = mall.variables.pivot_table(
        index="segment", columns="variable", values="mean", aggfunc="first"
    )
    # published centres
    assert means[INCOME].to_list() == pytest.approx(
        [55.2963, 86.5385, 88.2, 26.3043, 25.7273], abs=1e-4
    )
    assert means[SPENDING].to_list() == pytest.approx(
        [49.5185, 82.1282, 17.1143, 20.9130, 79.3636], abs=1e-4
    )


def test_mall_is_explained_and_named(mall):
    assert mall.explanation.fidelity > 0.9
    assert mall.explanation.explains
    thresholds = {
        bound
        for rule in mall.explanation.rules
        for one in rule.conditions
        for bound in (one.above, one.up_to)
        if np.isfinite(bound)
    }
    assert len(thresholds) <= 5  # about four on two variables
    assert mall.portraits[1].name == (
        "Annual Income 87 k$, Spending Score 82: high, high"
    )
    assert mall.portraits[0].name.endswith("average, average")


def test_mall_rules_hold_where_they_say(mall, shared):
    table = pd.read_csv(shared("data", "Mall_Customers.csv"))
    first = mall.portraits[4].rules[0]
    assert first.text == f"{INCOME} <= 39.5 and {SPENDING} > 50.5"
    meets = (table[INCOME] <= 39.5) & (table[SPENDING] > 50.5)
    assert first.customers == meets.sum() == 23
    assert first.coverage == 1.0
    assert first.precision == pytest.approx(22 / 23)


def test_mall_descriptors_are_those_that_were_not_used(mall, shared):
    table = pd.read_csv(shared("data", "Mall_Customers.csv"))
    tests = mall.descriptors.set_index("column")
    assert tests.index.tolist() == ["Gender", "Age"]
    assert tests.loc["Age", "p"] < 1e-6
    assert tests.loc["Gender", "p"] > 0.5
    assert tests.loc["Age", "p_holm"] == pytest.approx(2 * tests.loc["Age", "p"])
    assert tests["customers"].tolist() == [len(table)] * 2


def test_vacmot_markers(shared):
    """The six published segments; shares and the rule computed anew."""
    motives = pd.read_csv(shared("data", "vacmot.csv"))
    known = pd.read_csv(shared("data", "vacmotdesc.csv"))["vacmot6"]
    labels = pd.factorize(known, sort=True)[0].astype(np.int64)
    dataset = build_dataset(motives, "vacmot")
    profile = profile_segments(dataset, labels, used=list(dataset.frame.columns))
    motives.columns = motives.columns.str.strip()
    apart = motives.groupby(labels).mean() - motives.mean()
    for portrait in profile.portraits:
        found = {one.variable.column for one in portrait.markers}
        row = apart.loc[portrait.segment]
        assert found == set(row.index[row.abs() >= 0.25 - 1e-9])
    assert not profile.explanation.explains
    assert "not explainable by simple rules" in repr(profile)


def test_portraits_in_units(told, customers, blobs):
    portrait = told.portraits[0]
    inside = customers[blobs[1] == 0]
    one = told.variables.query("segment == 0 and variable == 'income'").iloc[0]
    assert one["mean"] == pytest.approx(inside["income"].mean())
    assert one["median"] == inside["income"].median()
    assert one["sd"] == pytest.approx(inside["income"].std())
    assert one["q1"] == pytest.approx(inside["income"].quantile(0.25))
    expected = (inside["income"].mean() - customers["income"].mean()) / customers[
        "income"
    ].std()
    assert one["difference"] == pytest.approx(expected)
    assert (portrait.size, portrait.share) == (40, 0.5)
    worth = customers["visits"] + 10
    assert portrait.worth_share == pytest.approx(
        worth[blobs[1] == 0].sum() / sum(worth)
    )
    assert told.worth == "revenue"
    assert told.segments["worth_share"].sum() == pytest.approx(1)


def test_levels_have_shares(told):
    rows = told.variables.query("variable == 'city' and segment == 1")
    assert dict(zip(rows["level"], rows["mean"], strict=True)) == {
        "Lima": 1.0,
        "Oslo": 0.0,
        "Łódź": 0.0,
    }
    assert rows["marker"].tolist() == [True, True, False]  # 15 of 80 is under 0.25


def test_used_columns_have_no_p_values(told, customers, blobs):
    assert told.descriptors["column"].tolist() == ["city", "revenue"]
    groups = [customers["visits"][blobs[1] == j] for j in range(3)]
    expected = stats.kruskal(*groups)
    assert told.tests[1].p == pytest.approx(expected.pvalue)
    measures = {one.column: one.measure for one in told.effect_sizes}
    assert measures == {
        "income": "eta2",
        "visits": "eta2",
        "city": "cramers_v",
        "revenue": "omega2",
    }
    notes = {one.column: one.note for one in told.effect_sizes}
    assert "by construction" in notes["income"]
    assert notes["city"] == ""


def test_unknown_used_columns_test_nothing(customers, blobs):
    profile = profile_segments(build_dataset(customers, "d"), blobs[1])
    assert profile.used is None
    assert profile.tests == ()
    assert "none is tested" in repr(profile)
    assert profile.effects["used"].all()


def test_noise_is_a_group_and_no_segment(customers, blobs):
    labels = np.where(np.arange(80) % 10 == 0, -1, blobs[1])
    profile = profile_segments(build_dataset(customers, "d"), labels)
    assert profile.segments["segment"].tolist() == [0, 1, 2]
    assert (profile.noise.size, profile.noise.share) == (8, 0.1)
    assert set(profile.noise.variables["segment"]) == {-1}
    assert profile.segments["share"].sum() == pytest.approx(0.9)
    assert "noise: 8 customers" in repr(profile)
    shown = {
        i
        for one in profile.portraits
        for i in (*one.typical, *(border.id for border in one.border))
    }
    assert not shown & {f"c{i:03d}" for i in range(0, 80, 10)}


def test_stability_is_passed_on(customers, blobs):
    jaccard = np.tile([0.9, 0.7, 0.3], (4, 1))
    stability = Stability(np.ones(4), jaccard, np.full(4, np.nan), "")
    profile = profile_segments(
        build_dataset(customers, "d"), blobs[1], stability=stability
    )
    stable = profile.checklist.query("criterion == 'stable'")
    assert stable["answer"].tolist() == ["yes", "doubtful", "no"]
    assert stable["evidence"].iloc[0].endswith("0.90: highly stable")


def test_the_same_twice(customers, blobs):
    dataset = build_dataset(customers, "d")
    first, second = (profile_segments(dataset, blobs[1]) for _ in range(2))
    assert repr(first) == repr(second)
    pd.testing.assert_frame_equal(first.segments, second.segments)
    pd.testing.assert_frame_equal(first.variables, second.variables)
