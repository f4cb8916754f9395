"""Compiled sweeps of DBSCAN and HDBSCAN against the libraries, ties and all."""

import re

import hdbscan
import numpy as np
import pytest
from sklearn import cluster

from segbench.algorithms import dbscan
from segbench.algorithms import hdbscan as ours
from segbench.algorithms.dbscan import DBSCAN
from segbench.algorithms.hdbscan import HDBSCAN

KINDS = ["real", "integers", "thirds", "duplicates", "far from the origin", "wide"]


def customers(kind, seed):
    rng = np.random.default_rng(seed)
    n, d = int(rng.integers(5, 130)), int(rng.integers(1, 5))
    real = rng.normal(size=(n, d)) + 3 * rng.integers(0, 3, size=(n, 1))
    return {
        "real": real,
        "integers": rng.integers(0, 7, size=(n, d)).astype(float),
        "thirds": np.round(2 * real) / 3,
        "duplicates": real[rng.integers(0, max(2, n // 6), size=n)],
        "far from the origin": real + 1e6,
        "wide": np.round(2 * rng.normal(size=(n, 20))) / 3,
    }[kind]


def some_distances(X, seed):
    rng = np.random.default_rng(seed)
    pairs = rng.integers(0, len(X), size=(12, 2))
    distances = [float(np.linalg.norm(X[i] - X[j])) for i, j in pairs]
    return sorted({d for d in distances if d > 0} | {0.3, 1.0, np.sqrt(2), 2.0})


def assert_gives(sweeping, X, settings, expected):
    swept = sweeping.sweep(X, settings)
    for params, labels, known in zip(settings, swept, expected, strict=True):
        assert np.array_equal(labels, known), params


def labels_of(sweeping, plain, X, settings):
    own = sweeping.get_params()
    return [plain(**{**own, **params}).fit_predict(X) for params in settings]


def assert_same_labels(sweeping, plain, X, settings):
    assert_gives(sweeping, X, settings, labels_of(sweeping, plain, X, settings))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(5))
def test_dbscan_labels_as_scikit_learn_does(kind, seed, monkeypatch):
    """Even the order of the segments is the same, by all pairs and by a tree."""
    X = customers(kind, seed)
    settings = [
        {"eps": eps, "min_samples": m}
        for eps in some_distances(X, seed)
        for m in (1, 4)
    ]
    expected = labels_of(DBSCAN(), cluster.DBSCAN, X, settings)
    for limit in (20_000, 1):
        monkeypatch.setattr(dbscan, "MOST_CUSTOMERS", limit)
        assert_gives(DBSCAN(), X, settings, expected)


def test_dbscan_over_several_blocks():
    X = np.random.default_rng(0).normal(size=(1100, 3))
    settings = [{"eps": eps, "min_samples": 5} for eps in (0.2, 0.1, 0.3, 0.5, 9.0)]
    assert_same_labels(DBSCAN(), cluster.DBSCAN, X, settings)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(20))
def test_hdbscan_labels_as_the_library_does(kind, seed):
    X = customers(kind, seed)
    sizes = sorted({2, 3, 5, 8, max(2, len(X) // 4), max(2, len(X) // 2)})
    settings = [{"min_cluster_size": size, "min_samples": 5} for size in sizes]
    settings += [{"min_cluster_size": size, "min_samples": 1} for size in sizes]
    assert_same_labels(HDBSCAN(), hdbscan.HDBSCAN, X, settings)


def test_hdbscan_where_all_are_noise():
    X = np.arange(5.0).reshape(5, 1)
    settings = [{"min_cluster_size": size, "min_samples": 2} for size in (2, 5, 50)]
    assert_same_labels(HDBSCAN(), hdbscan.HDBSCAN, X, settings)
    (labels,) = HDBSCAN().sweep(X, settings[-1:])
    assert (labels == -1).all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(40))
def test_hdbscan_on_prims_tree(kind, seed, monkeypatch):
    """Ties, duplicates, one feature; more neighbours than there are, too."""
    monkeypatch.setattr(ours, "hdbscan", None)  # the tree is not the library's
    X = customers(kind, seed)
    X = X[: [5, 6, 40, len(X)][seed % 4]]
    neighbours = [1, 2, 5, min(100, len(X) - 2), min(100, len(X) + 3)][seed % 5]
    settings = [
        {"min_cluster_size": size, "min_samples": neighbours}
        for size in sorted({2, 3, 5, max(2, len(X) // 5)})
    ]
    sweeping = HDBSCAN(algorithm="prims_kdtree")
    assert_same_labels(sweeping, hdbscan.HDBSCAN, X, settings)


def assert_same_tree(X, min_samples):
    options = {"algorithm": "prims_kdtree", "metric": "euclidean", "alpha": 1.0}
    options["min_samples"] = min_samples
    expected = hdbscan.hdbscan(X, min_cluster_size=len(X) + 1, **options)[4]
    assert ours._is_grown_here(X, options)
    assert np.array_equal(ours._tree(X, options), expected)


@pytest.mark.parametrize("d", [1, 2, 3, 4, 8, 17])
@pytest.mark.parametrize("n", [2, 3, 5, 6, 257, 600])
def test_prims_tree_is_the_librarys_to_the_last_bit(n, d):
    rng = np.random.default_rng([n, d])
    for min_samples in (1, 5, 40):
        assert_same_tree(rng.normal(size=(n, d)), min_samples)
        assert_same_tree(rng.integers(0, 5, size=(n, d)).astype(float), min_samples)
        assert_same_tree(rng.normal(size=(n, d)) + 1e6, min_samples)
        assert_same_tree(np.zeros((n, d)), min_samples)


@pytest.mark.parametrize(
    "odd", [{"alpha": 2.0}, {"metric": "manhattan"}, {"min_samples": 101}]
)
def test_other_trees_are_left_to_the_library(odd, rng):
    X = rng.normal(size=(130, 2))
    params = {"min_samples": 5, "min_cluster_size": 4, **odd}
    assert not ours._is_grown_here(X, {**ours._GROWN, **params})
    sweeping = HDBSCAN(algorithm="prims_kdtree")
    assert_same_labels(sweeping, hdbscan.HDBSCAN, X, [params])


@pytest.mark.parametrize(
    "bad", [{"leaf_size": 0}, {"min_samples": 0}, {"min_samples": 2.5}, {"V": 1.0}]
)
def test_what_the_library_refuses_is_refused(bad, rng):
    X = rng.normal(size=(30, 2))
    params = {"algorithm": "prims_kdtree", "min_samples": 5, **bad}
    (error,) = HDBSCAN().sweep(X, [params])
    with pytest.raises(type(error), match=re.escape(str(error))):
        hdbscan.HDBSCAN(**params).fit(X)


def test_distances_that_overflow_are_left_to_the_library(rng):
    X = rng.normal(size=(40, 2)) * 1e155
    assert not ours._is_grown_here(X, {**ours._GROWN, "min_samples": 5})


@pytest.mark.parametrize(
    ("sweeping", "bad"),
    [
        (DBSCAN(), [{"eps": -1.0}, {"eps": "far"}, {"min_samples": 0}]),
        (HDBSCAN(), [{"min_cluster_size": 1}, {"min_cluster_size": 2.5}]),
    ],
    ids=["dbscan", "hdbscan"],
)
def test_bad_settings_are_answered_by_exceptions(sweeping, bad, rng):
    *errors, labels = sweeping.sweep(rng.normal(size=(30, 2)), [*bad, {}])
    assert all(isinstance(error, ValueError) for error in errors)
    assert len(labels) == 30


@pytest.mark.parametrize("sweeping", [DBSCAN(), HDBSCAN()])
def test_matrices_of_other_types(sweeping, rng):
    X = rng.normal(size=(60, 2))
    (expected,) = sweeping.sweep(X, [{}])
    (labels,) = sweeping.sweep(X.tolist(), [{}])
    assert np.array_equal(labels, expected)
