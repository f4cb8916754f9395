"""Silhouettes against scikit-learn and their definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from sklearn import metrics

from segbench.scoring.silhouette import (
    cluster_sums,
    partitions,
    point_scores,
    silhouette_by_segment,
    silhouette_samples,
    silhouette_score,
)

METRICS = ["euclidean", "manhattan", "precomputed"]


@pytest.fixture
def many_threads(monkeypatch):
    """As many threads as are asked for, however little there is to do."""
    monkeypatch.setattr(point_scores, "_SUMS_PER_THREAD", 1)


def agree(got, want, atol=1e-12):
    np.testing.assert_allclose(got, want, rtol=0, atol=atol)


def expected(X, labels, metric="euclidean"):
    """What scikit-learn gives without the noise; NaN for noise, and where one cluster
    or none is left.
    """
    X, labels = np.asarray(X, float), np.asarray(labels)
    if labels.ndim == 2:
        return np.array([expected(X, row, metric) for row in labels])
    out = np.full(len(labels), np.nan)
    kept = labels != -1
    k = len(np.unique(labels[kept]))
    if k == kept.sum() >= 2:
        out[kept] = 0  # scikit-learn refuses it
    elif k >= 2:
        out[kept] = metrics.silhouette_samples(X[kept], labels[kept], metric=metric)
    return out


def data_for(metric, X):
    return cdist(X, X) if metric == "precomputed" else X


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("n_jobs", [None, 3])
@pytest.mark.parametrize(
    "shape",
    [(2, 1, 1), (7, 2, 3), (256, 4, 2), (257, 5, 1), (900, 3, 40), (150, 200, 4)],
)
@pytest.mark.usefixtures("many_threads")
def test_agrees_with_scikit_learn(rng, shape, n_jobs, metric):
    n, d, n_labelings = shape
    X = rng.normal(size=(n, d))
    labels = rng.integers(-1, 5, size=(n_labelings, n))
    got = silhouette_samples(data_for(metric, X), labels, metric=metric, n_jobs=n_jobs)
    wanted = "manhattan" if metric == "manhattan" else "euclidean"
    agree(got, expected(X, labels, wanted))


@pytest.mark.parametrize("paired_size", [0, np.inf], ids=["pairs", "any"])
def test_rounding_against_extended_precision(rng, monkeypatch, paired_size):
    monkeypatch.setattr(cluster_sums, "_PAIRED_GROUP_SIZE", paired_size)
    X, labels = rng.lognormal(size=(1200, 5)) + 1000, rng.integers(0, 3, 1200)
    exact = X.astype(np.longdouble)
    distances = np.sqrt(((exact[:, None] - exact) ** 2).sum(axis=2))
    sums = np.array([distances[:, labels == c].sum(axis=1) for c in range(3)])
    means = sums / np.bincount(labels)[:, None]
    own = labels, np.arange(1200)
    a = sums[own] / (np.bincount(labels)[labels] - 1)
    means[own] = np.inf
    b = means.min(axis=0)
    agree(silhouette_samples(X, labels), (b - a) / np.maximum(a, b), atol=1e-14)


@settings(max_examples=150)
@given(st.data())
def test_agrees_on_small_integer_data(data):
    n, d = data.draw(st.integers(2, 30)), data.draw(st.integers(1, 6))
    n_labelings = data.draw(st.integers(1, 4))
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    X = rng.integers(0, data.draw(st.integers(1, 4)), size=(n, d))  # many duplicates
    labels = rng.integers(-1, data.draw(st.integers(0, n)), size=(n_labelings, n))
    agree(silhouette_samples(X, labels), expected(X, labels))


def test_stack_equals_its_labelings_one_by_one(rng):
    X = rng.normal(size=(300, 3))
    labels = rng.integers(-1, 4, size=(6, 300))
    stacked = silhouette_samples(X, labels)
    agree(stacked, [silhouette_samples(X, row) for row in labels], atol=1e-14)


@pytest.mark.parametrize("longest", [1, 7, 256])
@pytest.mark.parametrize("paired_size", [0, np.inf], ids=["pairs", "any"])
@pytest.mark.parametrize("n_jobs", [1, 2, 5])
@pytest.mark.usefixtures("many_threads")
def test_both_kernels_agree(rng, monkeypatch, longest, paired_size, n_jobs):
    monkeypatch.setattr(partitions, "_LONGEST_GROUP", longest)
    monkeypatch.setattr(cluster_sums, "_PAIRED_GROUP_SIZE", paired_size)
    X = np.round(rng.normal(size=(700, 6)), 1)
    labels = np.minimum(rng.integers(-1, 3, size=(2, 700)), X[:, 0] > -1)
    got = silhouette_samples(X, labels, n_jobs=n_jobs)
    agree(got, expected(X, labels))


def test_key_space_of_many_labelings_is_compacted(rng, monkeypatch):
    X, labels = rng.normal(size=(120, 2)), rng.integers(-1, 9, size=(50, 120))
    whole = silhouette_samples(X, labels)
    monkeypatch.setattr(partitions, "_LARGEST_KEY", 2**20)
    agree(silhouette_samples(X, labels), whole, atol=0)


@pytest.mark.parametrize(
    "change",
    [
        np.asfortranarray,
        lambda X: X.astype(np.float32),
        lambda X: np.repeat(X, 2, axis=0)[::2],
        lambda X: X[::-1],
        lambda X: X.tolist(),
        lambda X: np.round(X * 10).astype(np.int32),
    ],
    ids=["fortran", "float32", "strided", "reversed", "list", "int32"],
)
def test_any_memory_layout(rng, change):
    X, labels = change(rng.normal(size=(90, 5))), rng.integers(0, 3, 90)
    agree(silhouette_samples(X, labels), expected(X, labels))


def test_read_only_input_is_left_alone(rng):
    X, labels = rng.normal(size=(50, 4)), rng.integers(-1, 3, 50)
    before = X.copy(), labels.copy()
    X.flags.writeable = labels.flags.writeable = False
    silhouette_score(X, labels)
    np.testing.assert_array_equal(X, before[0])
    np.testing.assert_array_equal(labels, before[1])


@pytest.mark.parametrize("dtype", [np.int8, np.uint16, np.int64])
def test_only_equality_of_labels_matters(rng, dtype):
    X, labels = rng.normal(size=(80, 2)), rng.integers(0, 4, 80)
    names = np.array([100, 3, 50, 7]).astype(dtype)
    agree(silhouette_samples(X, names[labels]), expected(X, labels))


def test_labels_far_apart_and_below_noise(rng):
    X, labels = rng.normal(size=(80, 2)), rng.integers(0, 4, 80)
    names = np.array([-(2**60), -1, -2, 2**62])
    renamed = np.where(labels == 1, -1, labels)
    agree(silhouette_samples(X, names[labels]), expected(X, renamed))


@pytest.mark.parametrize("scale", [1e-200, 1e-30, 1e30, 1e200])
def test_unit_does_not_matter(rng, scale):
    X, labels = rng.normal(size=(60, 3)), rng.integers(0, 3, 60)
    agree(silhouette_samples(X * scale, labels), expected(X, labels))


def test_far_from_the_origin_keeps_its_digits(rng):
    X, labels = rng.integers(0, 99, size=(60, 3)), rng.integers(0, 3, 60)
    agree(silhouette_samples(X + 2.0**50, labels), expected(X, labels))


@pytest.mark.parametrize("metric", METRICS)
def test_undefined_labelings_do_not_touch_the_others(rng, metric):
    X = data_for(metric, rng.normal(size=(9, 2)))
    good = np.repeat([0, 1, 2], 3)
    labels = np.array([[0] * 9, good, [-1] * 9, [-1] * 8 + [4], range(9)])
    samples = silhouette_samples(X, labels, metric=metric)
    assert np.isnan(samples[[0, 2, 3]]).all()
    assert (samples[4] == 0).all()
    agree(samples[1], silhouette_samples(X, good, metric=metric), atol=1e-15)
    scores = silhouette_score(X, labels, metric=metric)
    np.testing.assert_array_equal(np.isnan(scores), [True, False, True, True, True])
    sizes = [len(means) for means in silhouette_by_segment(X, labels, metric=metric)]
    assert sizes == [1, 3, 0, 1, 9]


def test_coincident_points_and_singletons_score_zero():
    labels = [0, 0, 1, 1, 2]
    agree(silhouette_samples(np.ones((5, 3)), labels), np.zeros(5))
    assert silhouette_samples([[0.0], [1], [5], [6], [9]], labels)[4] == 0


def test_shapes_of_one_labeling_and_of_a_stack(rng):
    X, labels = rng.normal(size=(40, 2)), rng.integers(0, 3, 40)
    assert isinstance(silhouette_score(X, labels), float)
    assert silhouette_score(X, labels[None]).shape == (1,)
    assert silhouette_by_segment(X, labels).shape == (3,)
    samples = silhouette_samples(X, labels)
    means = [samples[labels == c].mean() for c in range(3)]
    agree(silhouette_by_segment(X, labels[None])[0], means)
    agree(silhouette_score(X, labels), samples.mean())


def test_empty_stack_gives_empty_results(rng):
    X, labels = rng.normal(size=(9, 2)), np.empty((0, 9), dtype=int)
    assert silhouette_samples(X, labels).shape == (0, 9)
    assert silhouette_score(X, labels).shape == (0,)
    assert silhouette_by_segment(X, labels) == []


GOOD_X, GOOD_LABELS = np.eye(4), [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("X", "labels", "options", "message"),
    [
        (np.ones(4), GOOD_LABELS, {}, r"n_features.*received \(4,\)"),
        (np.ones((4, 0)), GOOD_LABELS, {}, r"at least 1, received \(4, 0\)"),
        (np.full((4, 2), np.nan), GOOD_LABELS, {}, "finite, received 8 NaN"),
        (GOOD_X, [0, 1], {}, r"shape \(4,\) or \(L, 4\).*received \(2,\)"),
        (GOOD_X, [0.0, 0, 1, 1], {}, "integers, received dtype float64"),
        (GOOD_X, GOOD_LABELS, {"metric": "cosine"}, "one of .* received 'cosine'"),
        (GOOD_X, GOOD_LABELS, {"n_jobs": 0}, "n_jobs must be .* received 0"),
        (np.ones((4, 2)), GOOD_LABELS, {"metric": "precomputed"}, "square"),
        (GOOD_X, GOOD_LABELS, {"metric": "precomputed"}, "zero diagonal"),
    ],
)
def test_errors_name_what_was_expected_and_received(X, labels, options, message):
    with pytest.raises(ValueError, match=message):
        silhouette_samples(X, labels, **options)
