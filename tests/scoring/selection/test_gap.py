"""The gap statistic against cluster::clusGap, and what must hold for any data."""

import csv
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import linkage

from segbench.algorithms.bulk.kmeans import kmeans_many
from segbench.scoring.selection import gap_statistic, global_se_max, tibs2001_se_max
from segbench.trees import cut


def ward(samples, ks, _seeds):
    trees = [linkage(X, "ward") for X in samples]
    return [np.array([cut(tree, k) for k in ks]) for tree in trees]


def kmeans(samples, ks, seeds):
    fits = kmeans_many(samples, ks, seeds, n_init=30)
    return [np.array([fit.labels for fit in of_sample]) for of_sample in fits]


@pytest.fixture(params=["mall", "iris"])
def oracle(request, shared):
    """Customers and what R found."""

    def read(name):
        return shared("oracles", f"{request.param}_{name}").read_text(encoding="utf-8")

    stored = json.loads(read("kselection.json"))
    columns = json.loads(read("indices.json"))["columns"][stored["space"]]
    rows = csv.DictReader(read("data.csv").splitlines())
    X = np.array([[float(row[column]) for column in columns] for row in rows])
    return X, stored


def test_log_w_of_ward(oracle):
    X, stored = oracle
    found = gap_statistic(X, 8, ward, n_references=2)
    want = np.array(stored["gap_ward_original_power2"]["logW"]) + np.log(2)
    assert found.log_w == pytest.approx(want, abs=1e-9)


def test_gap_of_kmeans(oracle):
    X, stored = oracle
    want = stored["gap_kmeans_scaledPCA_power2"]
    found = gap_statistic(X, 8, kmeans, n_references=60, seed=1)
    log_w, expected = (np.array(want[name]) + np.log(2) for name in ("logW", "E.logW"))
    assert found.log_w[:5] == pytest.approx(log_w[:5], abs=1e-9)  # the same optima
    errors = np.array(want["SE.sim"])
    # a mean over B sets is surer than one set, whose error SE.sim is
    of_means = np.hypot(found.standard_error / np.sqrt(60), errors / np.sqrt(200))
    assert (4 * of_means < 3 * errors).all()
    assert (np.abs(found.expected - expected) < 4 * of_means).all()
    assert found.gap == pytest.approx(found.expected - found.log_w)
    assert (np.abs(found.gap - want["gap"]) < 4 * of_means).all()
    assert found.standard_error == pytest.approx(errors, rel=0.4)


@pytest.mark.parametrize("seed", range(3))
def test_k_of_ward_on_mall(shared, seed):
    text = shared("oracles", "mall_data.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    X = np.array([[float(row["income"]), float(row["spending"])] for row in rows])
    found = gap_statistic(X, 8, ward, n_references=60, seed=seed)
    # k-means has 5 and 7 within the error of the references: no rule to test
    assert global_se_max(found.gap, found.standard_error) == 5
    assert tibs2001_se_max(found.gap, found.standard_error) == 1


@pytest.mark.parametrize(
    "kind",
    [
        "gap_kmeans_scaledPCA_power2",
        "gap_ward_scaledPCA_power1",
        "gap_ward_original_power2",
    ],
)
def test_rules_are_those_of_max_se(oracle, kind):
    want = oracle[1][kind]
    gap, errors = np.array(want["gap"]), np.array(want["SE.sim"])
    assert global_se_max(gap, errors) == want["k"]["globalSEmax"]
    assert tibs2001_se_max(gap, errors) == want["k"]["Tibs2001SEmax"]


@pytest.mark.parametrize(
    ("gap", "error", "by_global", "by_tibs"),
    [
        ([1.0, 2.0, 3.0], 0.1, 3, 3),
        ([3.0, 2.0, 1.0], 0.1, 1, 1),
        ([0.0, 1.0, 0.5, 1.05], 0.1, 2, 2),
        ([1.0, 0.9, 2.0, 1.0], 0.1, 3, 1),
        ([0.0, np.inf, np.inf], 0.1, 2, 2),  # nobody differs from their centre
    ],
)
def test_rules(gap, error, by_global, by_tibs):
    errors = np.full(len(gap), error)
    assert global_se_max(np.array(gap), errors) == by_global
    assert tibs2001_se_max(np.array(gap), errors) == by_tibs


def test_blobs(blobs):
    found = gap_statistic(blobs[0], 6, ward, n_references=20)
    assert global_se_max(found.gap, found.standard_error) == 3
    assert found.gap == pytest.approx(found.expected - found.log_w)
    assert found.references == 20


def test_references_of_ratings_are_uniform_as_others_are(rng):
    """In the box, as the paper has it, and not in the heaps of the ratings."""
    seen = []

    def watching(samples, ks, seeds):
        seen.extend(samples)
        return ward(samples, ks, seeds)

    ratings = rng.integers(1, 6, (100, 3)).astype(float)
    gap_statistic(ratings, 3, watching, n_references=2)
    assert np.array_equal(seen[0], ratings)
    assert all(len(np.unique(one)) > 250 for one in seen[1:])


@given(st.integers(0, 1000), st.integers(-3, 3), st.integers(-1000, 1000))
def test_shift_and_scale_do_not_matter(seed, exponent, shift):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(24, 2)) * [3, 1]
    plain = gap_statistic(X, 4, ward, n_references=3, seed=seed)
    moved = gap_statistic(
        (X + shift) * 10.0**exponent, 4, ward, n_references=3, seed=seed
    )
    assert moved.gap == pytest.approx(plain.gap, abs=1e-6)
    assert moved.standard_error == pytest.approx(plain.standard_error, abs=1e-6)
    units = 2 * exponent * np.log(10)
    assert moved.log_w == pytest.approx(plain.log_w + units, abs=1e-6)


def test_one_call_clusters_the_data_and_all_references(rng):
    calls = []

    def cluster(samples, ks, seeds):
        calls.append((len(samples), list(ks), len(set(seeds))))
        return ward(samples, ks, seeds)

    X = rng.normal(size=(20, 2))
    first = gap_statistic(X, 4, cluster, n_references=5, seed=3)
    assert calls == [(6, [2, 3, 4], 6)]
    again = gap_statistic(X, 4, cluster, n_references=5, seed=3)
    assert (first.gap == again.gap).all()


def test_copies_of_few_customers():
    X = np.repeat([[0.1, 0.3], [0.7, 0.2], [0.4, 0.9]], 9, axis=0)
    found = gap_statistic(X, 5, ward, n_references=5)
    assert np.isneginf(found.log_w[2:]).all()
    assert global_se_max(found.gap, found.standard_error) == 3


@pytest.mark.parametrize(
    ("X", "max_k", "n_references", "told"),
    [
        (np.zeros((9, 2)), 3, 5, "different customers"),
        (np.arange(8.0).reshape(4, 2), 4, 5, "max_k"),
        (np.arange(8.0).reshape(4, 2), 1, 5, "max_k"),
        (np.arange(8.0).reshape(4, 2), 2, 1, "n_references"),
    ],
)
def test_mistakes(X, max_k, n_references, told):
    with pytest.raises(ValueError, match=told):
        gap_statistic(X, max_k, ward, n_references=n_references)


def test_noise_is_refused(rng):
    def noisy(samples, ks, _seeds):
        return [np.full((len(ks), len(X)), -1) for X in samples]

    with pytest.raises(ValueError, match="without noise"):
        gap_statistic(rng.normal(size=(9, 2)), 3, noisy, n_references=2)
