"""Tests of the bulk k-means against scikit-learn and against its definition."""

import numpy as np
import pytest
from sklearn.cluster import KMeans, kmeans_plusplus
from sklearn.datasets import make_blobs
from sklearn.metrics import adjusted_rand_score

from segbench.algorithms.bulk.kmeans import KERNELS, kmeans_many
from segbench.kernels import load_kernels, thread_budget


def resamples(n, d, count, seed=0):
    """Return the distinct points of bootstrap samples of overlapping clusters."""
    x, _ = make_blobs(n, d, centers=5, cluster_std=2.5, random_state=seed)
    rng = np.random.default_rng(seed)
    return [x[np.unique(rng.integers(n, size=n))] for _ in range(count)]


def cluster_means(x, labels):
    return np.array([x[labels == c].mean(axis=0) for c in np.unique(labels)])


def inertia_of(x, labels):
    _, codes = np.unique(labels, return_inverse=True)
    return ((x - cluster_means(x, labels)[codes]) ** 2).sum()


def lloyd_from(x, centers):
    """Run the kernel's iterations from given centers; return labels, inertia."""
    labels = np.empty(len(x), dtype=np.int64)
    max_shift = 1e-4 * x.var(axis=0).mean()
    features = np.ascontiguousarray(x.T)
    lloyd = load_kernels(KERNELS)._lloyd
    inertia = lloyd(features, centers, labels, 300, max_shift)
    return labels, inertia


@pytest.mark.parametrize(("d", "k"), [(2, 4), (2, 8), (4, 6)])
def test_reaches_the_best_inertia_as_often_as_sklearn(d, k):
    samples = resamples(200, d, 40)
    fits = kmeans_many(samples, [k], range(40))
    thorough = kmeans_many(samples, [k], range(1000, 1040), n_init=25)
    ours = theirs = 0
    for seed, x in enumerate(samples):
        one = KMeans(k, n_init=10, random_state=seed).fit(x).inertia_
        found = fits[seed][0].objective
        best = min(thorough[seed][0].objective, found, one)  # whoever found it
        ours += found <= best * (1 + 1e-6)
        theirs += one <= best * (1 + 1e-6)
    # Two hit counts of the same method differ by up to 2 standard errors.
    assert ours >= theirs - 2 * np.sqrt(2 * 40 * 0.25)


@pytest.mark.parametrize(("d", "k"), [(1, 3), (2, 8), (5, 10), (30, 4)])
def test_same_iterations_as_sklearn_from_the_same_centers(d, k):
    for seed, sample in enumerate(resamples(200, d, 20)):
        x = sample - sample.mean(axis=0)
        centers, _ = kmeans_plusplus(x, k, random_state=seed)
        expected = KMeans(k, init=centers, n_init=1).fit(x)
        labels, inertia = lloyd_from(x, centers)
        np.testing.assert_array_equal(labels, expected.labels_)
        assert inertia == pytest.approx(expected.inertia_, rel=1e-10)


@pytest.mark.parametrize("d", [1, 2, 30])
def test_separated_blobs_get_the_partition_of_sklearn(d):
    centers = 20.0 * np.arange(4)[:, None] * np.ones(d)
    x, _ = make_blobs(300, centers=centers, random_state=0)
    [[fit]] = kmeans_many([x], [4], [0])
    expected = KMeans(4, n_init=10, random_state=0).fit(x)
    assert adjusted_rand_score(expected.labels_, fit.labels) == 1.0
    assert fit.objective == pytest.approx(expected.inertia_, rel=1e-10)


@pytest.mark.parametrize("m", [60, 128, 129, 700])
def test_labels_are_those_of_the_nearest_center(m):
    x, _ = make_blobs(m, 3, centers=4, cluster_std=3, random_state=m)
    for fit in kmeans_many([x], range(1, 8), [0], tol=0.0)[0]:
        means = cluster_means(x, fit.labels)
        distances = ((x[:, None] - means) ** 2).sum(axis=2)
        np.testing.assert_array_equal(distances.argmin(axis=1), fit.labels)
        assert fit.objective == pytest.approx(inertia_of(x, fit.labels), rel=1e-10)


def test_fits_do_not_depend_on_threads_order_or_other_ks():
    samples = resamples(200, 2, 8)
    with thread_budget(3):
        fits = kmeans_many(samples, [2, 5, 9], range(8))
    for b in reversed(range(8)):
        alone = kmeans_many([samples[b]], [9, 2], [b])[0]
        for one, many in [(alone[0], fits[b][2]), (alone[1], fits[b][0])]:
            np.testing.assert_array_equal(one.labels, many.labels)
            assert one.objective == many.objective


def test_seeds_and_starts_matter():
    [x] = resamples(200, 2, 1)
    fits = kmeans_many([x] * 20, [9], range(20), n_init=1)
    objectives = [fit.objective for [fit] in fits]
    assert len(set(objectives)) > 1
    [[more]] = kmeans_many([x], [9], [0], n_init=20)
    assert more.objective <= objectives[0]


def test_negative_and_huge_seeds():
    [x] = resamples(200, 2, 1)
    assert len(kmeans_many([x] * 2, [3], [-1, 2**70])) == 2


@pytest.mark.parametrize("d", [1, 2, 5])
@pytest.mark.parametrize("k", [3, 4, 10])
def test_fewer_distinct_points_than_clusters(d, k):
    points = np.random.default_rng(0).normal(size=(3, d))
    [[fit]] = kmeans_many([np.repeat(points, 7, axis=0)], [k], [0])
    assert len(np.unique(fit.labels)) == 3
    assert (fit.labels.reshape(3, 7) == fit.labels.reshape(3, 7)[:, :1]).all()
    assert fit.objective == pytest.approx(0.0, abs=1e-20)


@pytest.mark.parametrize("m", [1, 2, 9])
def test_as_many_clusters_as_points(m):
    x = np.random.default_rng(m).normal(size=(m, 2))
    for fit in kmeans_many([x], [m, m + 2], [0])[0]:
        assert len(np.unique(fit.labels)) == m
        assert fit.objective == pytest.approx(0.0, abs=1e-20)


def test_every_cluster_is_used():
    samples = resamples(40, 2, 30)
    for fits in kmeans_many(samples, [10], range(30), n_init=1):
        assert set(fits[0].labels) == set(range(10))


def test_duplicates_weigh_as_points():
    x = np.repeat([0.0, 1.0, 10.0], [50, 1, 1])[:, None]
    [[fit]] = kmeans_many([x], [2], [0])
    assert fit.objective == pytest.approx(50 / 51)


def test_constant_column_changes_nothing():
    [x] = resamples(200, 2, 1)
    wider = np.column_stack([x, np.full(len(x), 1e6)])
    for one, two in zip(
        kmeans_many([x], [3, 6], [0])[0],
        kmeans_many([wider], [3, 6], [0], tol=1e-4 * 3 / 2)[0],
        strict=True,
    ):
        np.testing.assert_array_equal(one.labels, two.labels)


def test_memory_layout_and_dtype_of_the_input():
    [x] = resamples(200, 4, 1)
    x = x.astype(np.float32)
    read_only = x.copy()
    read_only.flags.writeable = False
    variants = [x, x.astype(float), np.asfortranarray(x), read_only, x.tolist()]
    fits = kmeans_many(variants, [5], [0] * len(variants))
    for [fit] in fits:
        assert fit.labels.dtype == np.int64
        assert fit.labels.shape == (len(x),)
        np.testing.assert_array_equal(fit.labels, fits[0][0].labels)


def test_samples_may_differ_in_size():
    samples = [np.eye(3), np.zeros((1, 3)), np.ones((300, 3))]
    fits = kmeans_many(samples, [2], [1, 2, 3])
    assert [len(fit.labels) for [fit] in fits] == [3, 1, 300]


@pytest.mark.parametrize(
    ("samples", "ks", "seeds", "message"),
    [
        ([np.eye(3)], [0], [0], "k must be at least 1, got 0"),
        ([np.eye(3)], [2], [0, 1], "one entry per sample, got 2 for 1"),
        ([np.ones(3)], [2], [0], r"shape \(m, d\), got shape \(3,\)"),
        ([np.empty((0, 2))], [2], [0], r"non-empty .* got shape \(0, 2\)"),
        ([np.array([[np.nan]])], [1], [0], "must be finite"),
    ],
)
def test_bad_input_is_refused(samples, ks, seeds, message):
    with pytest.raises(ValueError, match=message):
        kmeans_many(samples, ks, seeds)


def test_import_does_not_load_numba(python):
    python(
        "import sys\n"
        "import segbench.algorithms.bulk.kmeans, segbench.algorithms.bulk.gmm\n"
        "assert 'numba' not in sys.modules\n"
    )
