"""The search for segments, against scipy's tree and scikit-learn's k-means."""

import numpy as np
import pytest
from scipy.cluster.hierarchy import ward
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score

from segbench.kernels import load_kernels
from segbench.scoring.splits import KERNELS, best_splits, segment
from segbench.trees import cut


@pytest.mark.parametrize(("n", "d"), [(2, 1), (30, 1), (200, 2), (150, 8)])
def test_tree_is_that_of_scipy(rng, n, d):
    X = rng.normal(size=(n, d))
    kernels = load_kernels(KERNELS)
    pairs, costs = kernels.ward_merges(np.ascontiguousarray(X.T))
    order = costs.argsort()
    tree = ward(X)
    assert np.sqrt(2 * costs[order]) == pytest.approx(tree[:, 2])
    for k in range(1, min(n, 9)):
        joined = kernels.join(pairs[order][: n - k], n)
        assert adjusted_rand_score(joined, cut(tree, k)) == 1


def test_kmeans_has_nothing_to_improve(rng):
    X = rng.normal(size=(200, 3))
    for labels in segment(X, (2, 3, 4)):
        means = np.array([X[labels == c].mean(axis=0) for c in np.unique(labels)])
        again = KMeans(len(means), init=means, n_init=1, tol=0).fit(X)
        assert adjusted_rand_score(labels, again.labels_) == 1


def test_best_split_of_blobs(blobs):
    X, truth = blobs
    for split in best_splits(X, (2, 3, 4), (0.0, 0.1)):
        assert split.k == 3
        assert split.value == pytest.approx(silhouette_score(X, truth))


def test_size_is_demanded_of_every_segment(rng):
    X = np.r_[rng.normal(size=(99, 2)), [[1e6, 1e6]]]
    free, sizeable = best_splits(X, (2,), (0.0, 0.05))
    assert free.value > 0.98
    assert free.k == 2
    assert sizeable.k is None
    assert sizeable.value == -np.inf


def test_ties_and_duplicates(rng):
    X = rng.integers(0, 2, (100, 2)).astype(float)
    (split,) = best_splits(X, (2, 3, 4, 5, 6), (0.05,))
    assert split.k == 4
    assert split.value == pytest.approx(1)
