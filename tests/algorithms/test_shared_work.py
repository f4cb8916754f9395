"""Work that is shared over a grid gives what the libraries give for each setting."""

import itertools
import warnings

import numpy as np
import pytest
from sklearn import cluster
from sklearn.metrics import adjusted_rand_score

from segbench.algorithms.affinity_propagation import AffinityPropagation as Elected
from segbench.algorithms.birch import Birch
from segbench.algorithms.bisecting import splits
from segbench.algorithms.genie import Genie
from segbench.algorithms.mean_shift import MeanShift
from segbench.algorithms.optics import OPTICS
from segbench.algorithms.spectral import SpectralClustering

KINDS = ["real", "integers", "duplicates"]


def customers(kind, seed=0, n=90):
    rng = np.random.default_rng(seed)
    real = rng.normal(size=(n, 3)) + 4 * rng.integers(0, 3, size=(n, 1))
    return {
        "real": real,
        "integers": rng.integers(0, 5, size=(n, 3)).astype(float),
        "duplicates": real[rng.integers(0, n // 4, size=n)],
    }[kind]


def same(first, second):
    return adjusted_rand_score(first, second) == 1.0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("metric", ["minkowski", "manhattan"])
def test_optics_orders_as_scikit_learn_does(kind, seed, metric):
    X = customers(kind, seed)
    settings = [
        {"xi": xi, "min_cluster_size": size} for xi, size in [(0.02, 5), (0.1, 15)]
    ]
    ours = OPTICS(metric=metric).sweep(X, settings)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        plain = [
            cluster.OPTICS(metric=metric, **one).fit_predict(X) for one in settings
        ]
    assert all(np.array_equal(*pair) for pair in zip(ours, plain, strict=True))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_birch_joins_as_scikit_learn_does(kind, seed):
    X = customers(kind, seed)
    settings = [{"n_clusters": k, "threshold": t} for k in (2, 5) for t in (0.4, 1.5)]
    for one, labels in zip(settings, Birch().sweep(X, settings), strict=True):
        assert same(labels, cluster.Birch(**one).fit_predict(X))


@pytest.mark.filterwarnings("ignore:Graph is not fully connected")
@pytest.mark.parametrize("seed", range(4))
def test_spectral_cuts_as_scikit_learn_does(seed):
    X = np.random.default_rng(seed).normal(size=(90, 2))
    options = {"affinity": "nearest_neighbors", "assign_labels": "cluster_qr"}
    settings = [{"n_clusters": k, "n_neighbors": m} for k in (2, 3, 5) for m in (8, 15)]
    ours = SpectralClustering(random_state=0, **options).sweep(X, settings)
    for one, found in zip(settings, ours, strict=True):
        plain = cluster.SpectralClustering(random_state=0, **options, **one)
        assert same(found.labels, plain.fit_predict(X))


@pytest.mark.parametrize("kind", ["real", "duplicates"])
@pytest.mark.parametrize("bandwidth", [1.0, 2.0, 5.0])
def test_mean_shift_climbs_as_scikit_learn_does(kind, bandwidth):
    X = customers(kind)
    plain = cluster.MeanShift(bandwidth=bandwidth).fit_predict(X)
    assert same(MeanShift(bandwidth).fit_predict(X), plain)


@pytest.mark.parametrize("saving", [0.01, 0.05, 0.2])
def test_affinity_propagation_elects_as_scikit_learn_does(saving):
    X = customers("real")
    preference = -saving * np.square(X - X.mean(axis=0)).sum()
    plain = cluster.AffinityPropagation(
        damping=0.9, preference=preference, convergence_iter=30, random_state=0
    )
    ours = Elected(saving=saving, random_state=0).fit_predict(X)
    assert same(ours, plain.fit_predict(X))


def test_bisecting_splits_the_worst_segment():
    X = np.array([[0.0], [1.0], [10.0], [11.0], [100.0], [101.0]])
    options = {"n_init": 5, "max_iter": 100, "tol": 1e-4}
    found = splits(X, 6, 0, options)
    assert [len(np.unique(one)) for one in found] == [1, 2, 3, 4, 5, 6]
    assert same(found[1], [0, 0, 0, 0, 1, 1])
    assert same(found[2], [0, 0, 1, 1, 2, 2])
    for coarse, fine in itertools.pairwise(found):
        assert len({*zip(coarse, fine, strict=True)}) == fine.max() + 1


def test_equal_customers_are_not_split():
    X = np.repeat([[0.1, 0.2], [0.7, 0.9]], [7, 5], axis=0)
    options = {"n_init": 5, "max_iter": 100, "tol": 1e-4}
    assert len(splits(X, 5, 0, options)) == 2


@pytest.mark.parametrize("threshold", [0.1, 0.5, 1.0])
def test_genie_cuts_its_tree_as_the_library_does(threshold):
    package = pytest.importorskip("genieclust")
    X = customers("real")
    settings = [{"n_clusters": k, "gini_threshold": threshold} for k in (2, 4, 9)]
    for one, labels in zip(settings, Genie().sweep(X, settings), strict=True):
        assert same(labels, package.Genie(**one).fit_predict(X))
