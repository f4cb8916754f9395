"""Sweeps that share work give what a plain fit of every setting gives."""

import itertools

import hdbscan
import numpy as np
import pytest
from sklearn import cluster

from segbench.algorithms import AlgorithmSpec, fit_sweep, get
from segbench.algorithms.agglomerative import Agglomerative
from segbench.algorithms.dbscan import DBSCAN
from segbench.algorithms.hdbscan import HDBSCAN
from segbench.algorithms.labels import canonical
from segbench.core import Setting, Status


def random_customers(seed):
    rng = np.random.default_rng(seed)
    n, d = int(rng.integers(20, 70)), int(rng.integers(1, 5))
    return {
        "real": rng.normal(size=(n, d)),
        "integers with ties": rng.integers(0, 6, size=(n, d)).astype(float),
        "tenths with duplicates": rng.integers(0, 4, size=(n, d)) / 10,
    }


def sweep_equals_plain(sweeping, plain, X, settings):
    swept = sweeping.sweep(X, settings)
    assert len(swept) == len(settings)
    for params, labels in zip(settings, swept, strict=True):
        expected = plain(**{**sweeping.get_params(), **params}).fit_predict(X)
        assert np.array_equal(canonical(labels), canonical(expected)), params


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    "kind", ["real", "integers with ties", "tenths with duplicates"]
)
def test_agglomerative(kind, seed):
    X = random_customers(seed)[kind]
    settings = [
        {"n_clusters": k, "linkage": linkage}
        for k, linkage in itertools.product(
            [2, 3, 5, 9, len(X)], ["ward", "average", "complete", "single"]
        )
    ]
    sweep_equals_plain(Agglomerative(), cluster.AgglomerativeClustering, X, settings)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    "kind", ["real", "integers with ties", "tenths with duplicates"]
)
def test_dbscan(kind, seed):
    X = random_customers(seed)[kind]
    radii = [0.1, 0.2, 0.3, 0.5, 1.0, np.sqrt(2), np.sqrt(3), 2.0, 5.0]
    settings = [
        {"eps": eps, "min_samples": m} for eps in radii for m in (1, 2, 3, 5, 12)
    ]
    sweep_equals_plain(DBSCAN(), cluster.DBSCAN, X, settings)


@pytest.mark.parametrize("scale", [1.0, 0.1, 1 / 3])
@pytest.mark.parametrize("seed", range(4))
def test_dbscan_radii_that_are_distances(seed, scale):
    """Customers exactly on the circle are the ones that rounding may lose."""
    rng = np.random.default_rng(seed)
    X = rng.integers(0, 9, size=(40, 2)) * scale
    radii = {float(np.linalg.norm(a - b)) for a, b in itertools.pairwise(X)} - {0.0}
    settings = [{"eps": radius, "min_samples": 3} for radius in sorted(radii)]
    sweep_equals_plain(DBSCAN(), cluster.DBSCAN, X, settings)


def test_dbscan_in_many_dimensions(rng):
    """Above some dimensions the neighbour search takes another road."""
    X = rng.integers(0, 3, size=(60, 20)).astype(float)
    settings = [{"eps": np.sqrt(r), "min_samples": 3} for r in (10, 14, 18, 22)]
    sweep_equals_plain(DBSCAN(), cluster.DBSCAN, X, settings)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "kind", ["real", "integers with ties", "tenths with duplicates"]
)
def test_hdbscan(kind, seed):
    X = random_customers(seed)[kind]
    settings = [
        {"min_cluster_size": size, "min_samples": neighbours}
        for size in (3, 5, 8)
        for neighbours in (None, 2, 5)
    ]
    settings += [
        {"min_cluster_size": 5, "cluster_selection_method": "leaf"},
        {"min_cluster_size": 5, "cluster_selection_epsilon": 0.5},
        {"min_cluster_size": 5, "allow_single_cluster": True},
    ]
    sweep_equals_plain(HDBSCAN(), hdbscan.HDBSCAN, X, settings)


@pytest.mark.parametrize(
    ("sweeping", "plain", "params"),
    [
        (
            Agglomerative(linkage="average"),
            cluster.AgglomerativeClustering,
            {"n_clusters": 4, "metric": "manhattan"},
        ),
        (DBSCAN(), cluster.DBSCAN, {"eps": 0.9, "metric": "manhattan"}),
        (HDBSCAN(), hdbscan.HDBSCAN, {"min_cluster_size": 4, "metric": "manhattan"}),
    ],
    ids=["agglomerative", "dbscan", "hdbscan"],
)
def test_other_metrics_are_not_ignored(sweeping, plain, params, rng):
    X = rng.normal(size=(60, 3))
    target = f"{type(sweeping).__module__}.{type(sweeping).__name__}"
    fixed = {"linkage": "average"} if hasattr(sweeping, "linkage") else {}
    spec = AlgorithmSpec("mine", target, params=fixed, assigns_noise=True)
    (found,) = fit_sweep(spec, [Setting("mine", params)], X, seed=0)
    expected = plain(**{**fixed, **params}).fit_predict(X)
    assert np.array_equal(found.labels, canonical(expected))


@pytest.mark.parametrize(
    ("name", "bad", "good"),
    [
        ("dbscan", {"eps": -1.0, "min_samples": 3}, {"eps": 3.0, "min_samples": 3}),
        ("hdbscan", {"min_cluster_size": 1}, {"min_cluster_size": 5}),
        ("agglomerative", {"n_clusters": 0}, {"n_clusters": 3}),
    ],
)
def test_a_bad_setting_fails_alone(name, bad, good, blobs):
    X, _ = blobs
    settings = [Setting(name, bad), Setting(name, good)]
    refused, fitted = fit_sweep(get(name), settings, X, seed=0)
    assert (refused.status, fitted.status) == (Status.FAILED, Status.OK)
    assert fitted.k_found == 3


def test_a_failing_sweep_gives_failed_rows(blobs):
    X, _ = blobs
    target = "segbench.algorithms.agglomerative.Agglomerative"
    spec = AlgorithmSpec("odd", target, "n_clusters", params={"linkage": "nonsense"})
    (labeling,) = fit_sweep(spec, [Setting("odd", {"n_clusters": 2})], X, seed=0)
    assert labeling.status is Status.FAILED
    assert "nonsense" in labeling.reason
