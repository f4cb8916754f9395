"""Instability; the runs of fpc are replayed in test_resampling_oracles.py."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import linkage

from segbench.scoring.selection import Instability, draw_pairs, instability
from segbench.trees import cut

RULES = ["centroid", "averagedist"]


def ward(samples, ks, _seeds):
    trees = [linkage(X, "ward") for X in samples]
    return [np.array([cut(tree, k) for k in ks]) for tree in trees]


@given(st.integers(0, 1000), st.integers(4, 30), st.sampled_from(RULES))
def test_shares_are_in_range(seed, n, rule):
    X = np.random.default_rng(seed).normal(size=(n, 2))
    pairs = draw_pairs(n, 3, seed)
    found = instability(X, pairs, [2, 3, 4], ward, rule=rule)
    swapped = instability(X, pairs[:, ::-1], [2, 3, 4], ward, rule=rule)
    assert ((found.one_sided >= 0) & (found.disagreement <= 1)).all()
    assert found.disagreement.shape == (3, 3)
    assert found.disagreement == pytest.approx(swapped.disagreement)
    both = found.one_sided + swapped.one_sided
    assert found.disagreement == pytest.approx(both)


@pytest.mark.parametrize("rule", RULES)
def test_blobs(blobs, rule):
    X, _ = blobs
    pairs = draw_pairs(len(X), 5, seed=0)
    found = instability(X, pairs, [2, 3, 4, 5], ward, rule=rule)
    assert (found.disagreement[1] == 0).all()
    assert found.mean[2] > 0


def test_pairs_counted_one_by_one():
    X = np.array([[0.0], [1.0], [10.0], [11.0], [20.0]])
    pairs = np.array([[[0, 1, 2, 3, 4], [0, 1, 2, 3, 3]]])
    found = instability(X, pairs, [2], ward)
    # 0 1 | 10 11 20 against 0 1 | 10 11, where 20 joins the nearest
    assert found.disagreement[0, 0] == 0
    pairs = np.array([[[0, 1, 2, 3, 4], [2, 2, 3, 4, 4]]])
    found = instability(X, pairs, [2], ward)
    # 0 1 | 10 11 20 against 0 1 10 11 | 20
    assert found.one_sided[0, 0] == 4 / 25
    assert found.disagreement[0, 0] == (4 + 8) / 25


def test_copies_in_different_segments():
    X = np.arange(4.0)[:, None]
    pairs = np.array([[[0, 0, 0, 0], [0, 1, 2, 3]]])
    found = instability(X, pairs, [2], ward)  # all copies end in one segment
    assert found.one_sided[0, 0] == 8 / 16
    assert found.disagreement[0, 0] == 8 / 16


def test_the_k_that_disagrees_least():
    shares = np.array([[0.3, 0.3], [0.1, 0.2], [0.2, 0.1]])
    assert Instability((2, 3, 4), shares, shares / 2).best_k == 3


def test_one_call_clusters_all_samples(rng):
    calls = []

    def cluster(samples, ks, seeds):
        calls.append((len(samples), list(ks), list(seeds)))
        return ward(samples, ks, seeds)

    X, pairs = rng.normal(size=(12, 2)), draw_pairs(12, 3, 0)
    instability(X, pairs, [2, 3], cluster, seed=1)
    instability(X, pairs, [2, 3], cluster, seed=2)
    assert [call[:2] for call in calls] == [(6, [2, 3])] * 2
    assert not set(calls[0][2]) & set(calls[1][2])


@pytest.mark.parametrize(
    ("ks", "rule", "told"),
    [([1, 2], "centroid", "from 2 on"), ([2], "nearest", "rule must be")],
)
def test_mistakes(ks, rule, told, rng):
    X = rng.normal(size=(10, 2))
    with pytest.raises(ValueError, match=told):
        instability(X, draw_pairs(10, 2, 0), ks, ward, rule=rule)
