"""What becomes of noise, and what a labeling then scores."""

import csv

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn import metrics

from segbench.core import Labeling, Setting, Status
from segbench.scoring import given, score_labelings
from segbench.scoring.noise import as_cluster, completed

PLAIN = ("silhouette", "davies_bouldin")


def score(X, *stack):
    labelings = [
        Labeling(Setting("a", {}), Status.OK, "", labels, None, 0.0) for labels in stack
    ]
    return [dict(one.values) for one in score_labelings(X, labelings, None)]


def noisy_customers(seed, n=60):
    rng = np.random.default_rng(seed)
    labels = rng.integers(-1, 4, n)
    labels[:4] = np.arange(4)
    return rng.normal(size=(n, 3)), labels


@pytest.mark.parametrize("seed", range(6))
def test_completed_is_the_segment_of_the_nearest_customer(seed):
    X, labels = noisy_customers(seed)
    before = labels.copy()
    assigned = np.flatnonzero(labels >= 0)
    nearest = assigned[cdist(X, X[assigned]).argmin(axis=1)]
    filled = completed(X, labels)
    np.testing.assert_array_equal(filled, labels[nearest])
    np.testing.assert_array_equal(labels, before)
    np.testing.assert_array_equal(completed(X + 1e6, labels), filled)
    order = np.random.default_rng(seed).permutation(len(X))
    np.testing.assert_array_equal(completed(X[order], labels[order]), filled[order])


def test_of_equally_near_customers_the_largest_segment_counts():
    X = np.array([[0.0], [1], [2], [4], [5], [3]])
    labels = np.array([0, 0, 0, 1, 1, -1])
    assert completed(X, labels)[5] == 0
    assert completed(X[::-1], labels[::-1])[0] == 0


@pytest.mark.parametrize("labels", [[0, 1, 0], [-1, -1, -1]])
def test_nothing_to_complete(labels):
    labels = np.array(labels)
    np.testing.assert_array_equal(completed(np.eye(3), labels), labels)


def test_many_customers_are_completed_without_all_distances():
    rng = np.random.default_rng(0)
    labels = rng.integers(-1, 5, 60_000)  # all distances would take 29 GB
    filled = completed(rng.normal(size=(60_000, 2)), labels)
    assert filled.min() == 0
    np.testing.assert_array_equal(filled[labels >= 0], labels[labels >= 0])


def test_noise_as_a_segment():
    labels = np.array([[0, 1, -1, -1], [0, 0, 1, 1]])
    np.testing.assert_array_equal(as_cluster(labels), [[0, 1, 2, 2], [0, 0, 1, 1]])
    np.testing.assert_array_equal(as_cluster(labels[0]), [0, 1, 2, 2])


@pytest.mark.parametrize("seed", range(4))
def test_scores_are_those_of_the_labels_without_noise(seed):
    X, noisy = noisy_customers(seed)
    clean = noisy.clip(0)
    first, second, third = score(X, noisy, clean, np.roll(noisy, 5))
    filled, clustered = completed(X, noisy), as_cluster(noisy)
    for name in PLAIN:
        expected = score(X, filled)[0][name]
        assert first[f"{name}_completed"] == pytest.approx(expected, rel=1e-9)
        expected = score(X, clustered)[0][name]
        assert first[f"{name}_as_cluster"] == pytest.approx(expected, rel=1e-9)
        for ending in ("completed", "as_cluster"):
            assert second[f"{name}_{ending}"] == second[name]
            assert third[f"{name}_{ending}"] != third[name]


def test_scikit_learn_takes_noise_for_a_segment():
    X, noisy = noisy_customers(0)
    (found,) = score(X, noisy)
    silhouette = metrics.silhouette_score(X, noisy)
    assert found["silhouette_as_cluster"] == pytest.approx(silhouette, rel=1e-7)
    index = metrics.davies_bouldin_score(X, noisy)
    assert found["davies_bouldin_as_cluster"] == pytest.approx(index, rel=1e-7)


def test_the_variants_of_a_sample_are_estimates(monkeypatch):
    monkeypatch.setattr(given, "EXACT_UP_TO", 100)
    monkeypatch.setattr(given, "SAMPLED_CUSTOMERS", 200)
    rng = np.random.default_rng(0)
    X = rng.normal(size=(1_000, 2)) + np.repeat([[0, 0], [5, 0]], 500, axis=0)
    noisy = np.where(rng.random(1_000) < 0.1, -1, np.repeat([0, 1], 500))
    labeling = Labeling(Setting("a", {}), Status.OK, "", noisy, None, 0.0)
    (found,) = score_labelings(X, [labeling], None)
    for name in ("silhouette", "silhouette_completed", "silhouette_as_cluster"):
        low, high = found.values[f"{name}_low"], found.values[f"{name}_high"]
        assert low < found.values[name] < high
    assert np.isnan(found.values["silhouette_macro"])
    assert "not estimated above" in found.reasons["silhouette_macro"]


MALL = {
    "silhouette": 0.530218489991192,
    "silhouette_as_cluster": 0.249760708370283,
    "davies_bouldin": 0.601688415011366,
    "davies_bouldin_as_cluster": 3.04697469682923,
    "silhouette_macro": 0.596966869842468,  # mean of the six in mall_indices.json
}
"""DBSCAN on income and spending; 48 of 200 customers are noise."""


def test_mall_reference_values(shared):
    def columns(file, *names):
        with shared("oracles", file).open() as lines:
            rows = list(csv.DictReader(lines))
        return np.array([[float(row[name]) for name in names] for row in rows])

    X = columns("mall_data.csv", "income", "spending")
    labels = columns("mall_labels.csv", "dbscan")[:, 0].astype(np.int64)
    (found,) = score(X, labels)
    for name, expected in MALL.items():
        assert found[name] == pytest.approx(expected, rel=1e-7), name
    scored_zero = found["silhouette"] * np.mean(labels >= 0)
    assert scored_zero == pytest.approx(0.402966052393306, rel=1e-9)
