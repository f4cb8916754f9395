"""Prediction strength; the runs of fpc are replayed in test_resampling_oracles.py."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import linkage

from segbench.scoring.selection import (
    PredictionStrength,
    draw_permutations,
    prediction_strength,
)
from segbench.trees import cut


def ward(samples, ks, _seeds):
    trees = [linkage(X, "ward") for X in samples]
    return [np.array([cut(tree, k) for k in ks]) for tree in trees]


@given(st.integers(0, 1000), st.integers(4, 30))
def test_one_segment_is_predicted_and_all_are_in_range(seed, n):
    X = np.random.default_rng(seed).normal(size=(n, 2))
    ks = range(1, n // 2 + 1)
    found = prediction_strength(X, draw_permutations(n, 3, seed), ks, ward)
    assert found.runs.shape == (len(ks), 3)
    assert (found.runs[0] == 1).all()
    assert ((found.runs >= 0) & (found.runs <= 1)).all()


def test_blobs(blobs):
    X, _ = blobs
    orders = draw_permutations(len(X), 5, seed=0)
    found = prediction_strength(X, orders, [1, 2, 3, 4, 5], ward)
    assert found.mean[2] == 1.0
    assert found.largest_k() == 3


def brute_strength(X, labels, centroids):
    """Count pairs one by one."""
    nearest = ((X[:, None] - centroids) ** 2).sum(axis=2).argmin(axis=1)
    shares = []
    for name in np.unique(labels):
        own = np.flatnonzero(labels == name)
        pairs = [nearest[i] == nearest[j] for i in own for j in own if i != j]
        shares.append(np.mean(pairs) if pairs else 1.0)
    return min(shares)


@pytest.mark.parametrize("k", [2, 3, 6])
def test_pairs_counted_one_by_one(k, rng):
    X = rng.normal(size=(21, 2))
    (order,) = orders = draw_permutations(21, 1, seed=1)
    halves = [X[order[:10]], X[order[10:]]]
    labels = [stack[0] for stack in ward(halves, [k], [0, 0])]
    centroids = [
        np.array([half[own == name].mean(axis=0) for name in np.unique(own)])
        for half, own in zip(halves, labels, strict=True)
    ]
    there = brute_strength(halves[0], labels[0], centroids[1])
    back = brute_strength(halves[1], labels[1], centroids[0])
    found = prediction_strength(X, orders, [k], ward)
    assert found.runs[0, 0] == pytest.approx((there + back) / 2)


def test_the_largest_k_that_reaches_the_cutoff():
    runs = np.array([[1.0], [0.5], [0.9], [0.8], [0.1]])
    found = PredictionStrength((1, 2, 3, 4, 5), runs)
    assert found.largest_k() == 4
    assert found.largest_k(cutoff=0.85) == 3
    assert PredictionStrength((2, 5), runs[[1, 4]]).largest_k() == 1


def test_permutations():
    orders = draw_permutations(9, 4, seed=0)
    assert (np.sort(orders, axis=1) == np.arange(9)).all()
    assert (orders == draw_permutations(9, 4, seed=0)).all()
    assert len(np.unique(orders, axis=0)) == 4


def test_one_call_clusters_all_halves(rng):
    calls = []

    def cluster(samples, ks, seeds):
        calls.append([len(X) for X in samples])
        return ward(samples, ks, seeds)

    X = rng.normal(size=(11, 2))
    prediction_strength(X, draw_permutations(11, 2, 0), [2, 3], cluster)
    assert calls == [[5, 6, 5, 6]]


@pytest.mark.parametrize("ks", [[], [0], [2, 6]])
def test_mistakes(ks, rng):
    X = rng.normal(size=(10, 2))
    with pytest.raises(ValueError, match=r"in 1\.\.5"):
        prediction_strength(X, draw_permutations(10, 2, 0), ks, ward)
