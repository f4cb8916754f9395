"""k-medoids: the best medoids there are, for both distances."""

import itertools

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from segbench.algorithms import expand_grid, fit_sweep, get
from segbench.algorithms.kmedoids import KMedoids, distances
from segbench.core import Status

pytest.importorskip("kmedoids")


def cost(D, labels):
    """Sum of distances to the best medoid of every segment."""
    members = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    return sum(D[np.ix_(one, one)].sum(axis=0).min() for one in members)


@pytest.mark.parametrize(
    ("metric", "scipy_name"), [("euclidean", "euclidean"), ("manhattan", "cityblock")]
)
@pytest.mark.parametrize("seed", range(4))
def test_finds_the_best_medoids(metric, scipy_name, seed):
    X = np.random.default_rng(seed).normal(size=(14, 3))
    D = cdist(X, X, scipy_name)
    assert distances(X, metric) == pytest.approx(D, abs=1e-5)
    best = min(
        D[list(chosen)].min(axis=0).sum()
        for chosen in itertools.combinations(range(14), 3)
    )
    labels = KMedoids(3, metric=metric, n_init=10, random_state=0).fit_predict(X)
    assert cost(D, labels) == pytest.approx(best, rel=1e-5)


def test_blocks_of_distances_are_joined(monkeypatch):
    monkeypatch.setattr("segbench.algorithms.kmedoids._BLOCK", 4)
    X = np.random.default_rng(0).normal(size=(11, 2))
    assert distances(X, "manhattan") == pytest.approx(
        cdist(X, X, "cityblock"), abs=1e-5
    )


def test_unknown_metric():
    with pytest.raises(ValueError, match="euclidean or manhattan"):
        distances(np.eye(3), "cosine")


def test_a_missing_package_is_a_row_that_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "kmedoids", None)
    spec, X = get("kmedoids"), np.random.default_rng(0).normal(size=(20, 2))
    (found,) = fit_sweep(spec, expand_grid(spec, X, [3]), X, 0)
    assert found.status is Status.FAILED
    assert "install segbench[mixed]" in found.reason
