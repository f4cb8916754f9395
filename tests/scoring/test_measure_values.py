"""Values of the measures against scikit-learn and against reference numbers."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from sklearn import metrics
from sklearn.datasets import load_iris
from sklearn.preprocessing import scale

from segbench.core import Labeling, Setting, Status
from segbench.scoring import score_labelings
from segbench.scoring.indices import (
    davies_bouldin,
    davies_bouldin_of_stack,
    describe_segments,
)

GOLDEN = json.loads((Path(__file__).parent / "iris_golden.json").read_text())
INTERNAL = ("silhouette", "davies_bouldin", "calinski_harabasz", "inertia")


def score(X, labels, truth=None):
    labeling = Labeling(Setting("a", {}), Status.OK, "", labels, None, 0.0)
    return score_labelings(X, [labeling], truth)[0]


@pytest.mark.parametrize("seed", range(8))
def test_internal_measures_agree_with_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    n, k = int(rng.integers(10, 80)), int(rng.integers(2, 6))
    X = rng.normal(size=(n, int(rng.integers(1, 6))))
    labels = np.concatenate([np.arange(k), rng.integers(0, k, n - k)])
    found = score(X, labels).values
    for name, function in (
        ("silhouette", metrics.silhouette_score),
        ("davies_bouldin", metrics.davies_bouldin_score),
        ("calinski_harabasz", metrics.calinski_harabasz_score),
    ):
        assert found[name] == pytest.approx(function(X, labels), rel=1e-7), name


@pytest.mark.parametrize("seed", range(4))
def test_macro_silhouette_is_the_mean_over_segments(seed):
    rng = np.random.default_rng(seed)
    X, labels = rng.normal(size=(40, 2)), rng.integers(-1, 4, 40)
    labels[:5] = [0, 1, 2, 3, 4]  # 4 is alone and counts 0
    assigned = labels >= 0
    points = metrics.silhouette_samples(X[assigned], labels[assigned])
    expected = np.mean([points[labels[assigned] == c].mean() for c in range(5)])
    found = score(X, labels).values
    assert found["silhouette_macro"] == pytest.approx(expected, rel=1e-7)


def test_macro_silhouette_shows_a_small_bad_segment():
    X = np.concatenate([np.arange(20.0), 100 + np.arange(20.0), [30.0, 90.0]])
    found = score(X[:, None], np.repeat([0, 1, 2], [20, 20, 2])).values
    assert found["silhouette"] > 0.75
    assert found["silhouette_macro"] < 0.4


@pytest.mark.parametrize("offset", [0.0, 1e9])
def test_davies_bouldin_of_a_stack_is_that_of_each_labeling(offset):
    rng = np.random.default_rng(0)
    X = np.round(rng.normal(size=(50, 3)) * 16) / 16 + offset
    stack = rng.integers(-1, [[2], [3], [7], [5], [1], [0]], (6, 50))
    stack[3, stack[3] > 2] += 3  # a gap; the last two are one segment and none at all
    X[stack[0] < 0] += 1e7  # far away, and in no segment of the first labeling
    found = davies_bouldin_of_stack(X, stack)
    expected = [
        davies_bouldin(describe_segments(X, x)) if (x >= 0).any() else np.nan
        for x in stack
    ]
    assert found == pytest.approx(np.array(expected), rel=1e-9, nan_ok=True)
    assert np.isnan(found).tolist() == [False] * 4 + [True] * 2


def test_davies_bouldin_of_a_stack_where_centres_coincide():
    X = np.array([[-1.0], [1], [-2], [2], [9], [10]])
    stack = np.array([[0, 0, 1, 1, 2, 2], [0, 0, 0, 0, 1, 1]])
    assert np.isnan(davies_bouldin_of_stack(X, stack)).tolist() == [True, False]


@pytest.mark.parametrize("seed", range(5))
def test_silhouette_with_ties_and_a_single_customer(seed):
    rng = np.random.default_rng(seed)
    X = rng.integers(0, 4, (40, 2)).astype(float)
    labels = np.concatenate([np.arange(4), rng.integers(0, 3, 36)])  # 3 is alone
    expected = metrics.silhouette_score(X, labels)
    assert score(X, labels).values["silhouette"] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_agreement_with_the_truth_agrees_with_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    labels, truth = rng.integers(0, 4, 50), rng.integers(0, 3, 50)
    found = score(rng.normal(size=(50, 2)), labels, truth).values
    assert found["ari"] == pytest.approx(metrics.adjusted_rand_score(truth, labels))
    assert found["ami"] == pytest.approx(
        metrics.adjusted_mutual_info_score(truth, labels)
    )
    assert found["v_measure"] == pytest.approx(metrics.v_measure_score(truth, labels))


@pytest.mark.parametrize("case", GOLDEN["values"])
def test_iris_reference_values(case):
    space, name = case.split("/")
    data = load_iris()
    X = data.data if space == "raw" else scale(data.data)
    labels = data.target if name == "species" else np.array(GOLDEN["labels"][name])
    found = score(X, labels).values
    for measure in INTERNAL:
        expected = GOLDEN["values"][case][measure]
        assert found[measure] == pytest.approx(expected, rel=1e-7), measure


@pytest.mark.parametrize("name", GOLDEN["ari"])
def test_iris_agreement_with_the_species(name):
    data = load_iris()
    found = score(data.data, np.array(GOLDEN["labels"][name]), data.target)
    assert found.values["ari"] == pytest.approx(GOLDEN["ari"][name], rel=1e-9)


MALL = {
    "km5": (0.553931997444648, 0.572562899559709, 247.358993380373, 44448.4554479337),
    "ward5": (0.55299459551489, 0.578220745236946, 243.071428929646, 45101.5110448694),
    "single4": (0.308376596754837, 0.424316152018778, 6.19643918702913, 246593.5),
    "dbscan": (
        0.530218489991192,
        0.601688415011366,
        182.837216836081,
        17897.1069512863,
    ),
}
"""Silhouette, Davies-Bouldin, Calinski-Harabasz, inertia of income and spending."""


MALL_MACRO = {
    "km5": 0.5442179398868074,
    "ward5": 0.5557557404881838,
    "single4": 0.20279522624897472,
    "dbscan": 0.5969668698424678,
}
"""Mean over segments of `silhouette_per_cluster` in mall_indices.json."""


@pytest.fixture
def mall(shared):
    """Income and spending, and a labeling by its name."""

    def columns(file, *names):
        with shared("oracles", file).open() as lines:
            rows = list(csv.DictReader(lines))
        return np.array([[float(row[name]) for name in names] for row in rows])

    X = columns("mall_data.csv", "income", "spending")
    return X, lambda name: columns("mall_labels.csv", name)[:, 0].astype(int)


@pytest.mark.parametrize("name", MALL)
def test_mall_reference_values(name, mall):
    X, labels = mall
    found = score(X, labels(name)).values
    assert tuple(found[one] for one in INTERNAL) == pytest.approx(MALL[name], rel=1e-7)
    macro = found["silhouette_macro"]
    assert macro == pytest.approx(MALL_MACRO[name], rel=1e-7)


def test_mall_noise_conventions(mall):
    """Assigned customers alone 0.530, never noise as one segment (0.250) or as many
    (0.168); coverage times that is noise scored 0: 0.403."""
    X, labels = mall
    labeling = Labeling(
        Setting("dbscan", {}), Status.OK, "", labels("dbscan"), None, 0.0
    )
    (core,) = score_labelings(X, [labeling], None)
    assert (labeling.coverage, labeling.k_found) == (0.76, 6)
    assert core.values["silhouette"] == pytest.approx(0.530218489991192, rel=1e-9)
    charged = labeling.coverage * core.values["silhouette"]
    assert charged == pytest.approx(0.402966052393306, rel=1e-9)
