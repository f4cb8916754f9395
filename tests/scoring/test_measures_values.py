"""Dunn, Xie-Beni and the further indices of agreement, value by value."""

import csv
import json

import numpy as np
import pytest
from scipy.spatial.distance import pdist, squareform
from sklearn import metrics

from segbench.core import Labeling, Metric, Setting, Status
from segbench.scoring import measure_functions, score_labelings
from segbench.scoring.dunn import dunn, sort_pairs

LINE = np.array([[0.0], [2], [10], [14]])
PAIRED = [0, 0, 1, 1]


def score(X, labels, truth=None, **more):
    labeling = Labeling(Setting("a", {}), Status.OK, "", np.asarray(labels), None, 0.0)
    (found,) = score_labelings(X, [labeling], truth, **more)
    return found


def plain_dunn(X, labels, metric="euclidean"):
    """By all n x n distances."""
    kept = labels >= 0
    distances, own = squareform(pdist(X[kept], metric)), labels[kept]
    same = own[:, None] == own
    return distances[~same].min() / distances[same].max()


def plain_xie_beni(X, labels):
    kept = labels >= 0
    X, labels = X[kept], labels[kept]
    centres = np.array([X[labels == one].mean(axis=0) for one in np.unique(labels)])
    own = np.searchsorted(np.unique(labels), labels)
    within = ((X - centres[own]) ** 2).sum() / len(X)
    return within / pdist(centres, "sqeuclidean").min()


def test_by_hand():
    found = score(LINE, PAIRED).values
    assert found["dunn"] == pytest.approx((10 - 2) / (14 - 10))
    # centres 1 and 12; squares 1 + 1 + 4 + 4 of four customers
    assert found["xie_beni"] == pytest.approx(10 / 4 / 11**2)


@pytest.mark.parametrize("seed", range(6))
def test_by_all_distances_and_centres(seed):
    rng = np.random.default_rng(seed)
    n, k = int(rng.integers(12, 90)), int(rng.integers(2, 6))
    X = rng.normal(size=(n, int(rng.integers(1, 5))))
    labels = rng.integers(-1, k, n)
    labels[: 2 * k] = np.repeat(np.arange(k), 2)
    found = score(X, labels).values
    assert found["dunn"] == pytest.approx(plain_dunn(X, labels), rel=1e-12)
    assert found["xie_beni"] == pytest.approx(plain_xie_beni(X, labels), rel=1e-12)
    in_blocks = score(X, labels, metric=Metric.MANHATTAN)
    expected = plain_dunn(X, labels, "cityblock")
    assert in_blocks.values["dunn"] == pytest.approx(expected, rel=1e-12)
    assert np.isnan(in_blocks.values["xie_beni"])
    assert in_blocks.reasons["xie_beni"] == measure_functions.NEEDS_EUCLIDEAN


def test_dunn_looks_beyond_the_first_pairs():
    """The pairs that decide lie in the middle of the list: noise at both ends."""
    rng = np.random.default_rng(0)
    near, far = rng.normal(0, 1e-4, (60, 2)), rng.normal(0, 1e4, (60, 2))
    X = np.vstack([near, far, np.hstack([LINE, LINE])])
    labels = np.concatenate([np.full(120, -1), PAIRED])
    assert dunn(sort_pairs(X), labels) == pytest.approx(2.0)


def test_segments_that_share_a_spot_have_dunn_zero():
    X = np.array([[0.0], [1], [1], [2]])
    assert score(X, PAIRED).values["dunn"] == 0.0


def test_one_customer_between_them_ruins_dunn_alone():
    """The pitfall of the page: two clean groups and one customer half-way."""
    rng = np.random.default_rng(0)
    X = np.vstack([rng.normal(0, 1, (50, 2)), rng.normal(20, 1, (50, 2))])
    labels = np.repeat([0, 1], 50)
    clean = score(X, labels).values
    spoilt = score(np.vstack([X, [[10, 10]]]), [*labels, 0]).values
    assert clean["dunn"] > 2 * spoilt["dunn"]
    assert spoilt["dunn"] < 1
    assert clean["silhouette"] - spoilt["silhouette"] < 0.02


def test_dunn_of_many_customers_is_not_computed(monkeypatch):
    monkeypatch.setattr(measure_functions, "LARGEST_DUNN", 3)
    found = score(LINE, PAIRED)
    assert np.isnan(found.values["dunn"])
    assert found.reasons["dunn"] == "not computed above 3 customers"


@pytest.mark.parametrize("seed", range(5))
def test_agreement_agrees_with_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    labels, truth = rng.integers(-1, 4, 60), rng.integers(0, 3, 60)
    alone = np.where(labels < 0, 100 + np.arange(60), labels)
    found = score(rng.normal(size=(60, 2)), labels, truth).values
    for name, function in (
        ("homogeneity", metrics.homogeneity_score),
        ("completeness", metrics.completeness_score),
        ("fowlkes_mallows", metrics.fowlkes_mallows_score),
        ("v_measure", metrics.normalized_mutual_info_score),  # the same thing
    ):
        assert found[name] == pytest.approx(function(truth, alone), rel=1e-9), name


def test_agreement_with_one_known_segment():
    """scikit-learn says 1; here nothing is there to be told: 0 / 0."""
    found = score(LINE, PAIRED, np.zeros(4, dtype=int))
    assert np.isnan(found.values["homogeneity"])
    assert found.reasons["homogeneity"] == "too few known segments to agree with"
    assert found.values["completeness"] == 0.0


def test_nobody_is_together_in_the_truth():
    found = score(LINE, PAIRED, np.arange(4)).values
    assert np.isnan(found["fowlkes_mallows"])
    assert found["homogeneity"] == pytest.approx(0.5)


@pytest.fixture
def oracle(shared):
    """Customers, labelings and reference numbers of the mall."""

    def columns(file, *names):
        with shared("oracles", file).open() as lines:
            rows = list(csv.DictReader(lines))
        return np.array([[float(row[name]) for name in names] for row in rows])

    X = columns("mall_data.csv", "income", "spending")
    known = json.loads(shared("oracles", "mall_indices.json").read_text())
    return X, lambda name: columns("mall_labels.csv", name)[:, 0].astype(int), known


def test_dunn_of_the_mall_is_that_of_fpc(oracle):
    X, labels, known = oracle
    values = known["indices"]["income_spending_raw"]
    for name, expected in values.items():
        found = score(X, labels(name)).values["dunn"]
        assert found == pytest.approx(expected["dunn"], rel=1e-9), name


def test_fowlkes_mallows_of_the_mall(oracle):
    X, labels, known = oracle
    for pair, expected in known["partition_pairs"].items():
        one, other = (labels(name) for name in pair.split("|"))
        found = score(X, one, other).values["fowlkes_mallows"]
        assert found == pytest.approx(expected["fowlkes_mallows"], rel=1e-9), pair
