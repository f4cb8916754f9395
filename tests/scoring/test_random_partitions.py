"""Random partitions against an implementation that looks at everything every time."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn import metrics

from segbench.kernels import thread_budget
from segbench.scoring import random_partitions as module
from segbench.scoring.random_partitions import random_partitions, reference_values

DRAWS = 6
RULES = {"nearest": min, "furthest": max, "average": lambda d: sum(d) / len(d)}
KINDS = ("centroids", *RULES)


def naive_growth(distances, starts, rule):
    """Compare every customer with every segment before each one is added."""
    n = len(distances)
    segments = [[start] for start in starts]
    for _ in range(n - len(starts)):
        left = [i for i in range(n) if not any(i in segment for segment in segments)]
        _, i, c = min(
            (RULES[rule]([distances[i, j] for j in segment]), i, c)
            for i in left
            for c, segment in enumerate(segments)
        )
        segments[c].append(i)
    labels = np.empty(n, dtype=int)
    for c, segment in enumerate(segments):
        labels[segment] = c
    return labels


def naive_centroids(distances, starts):
    labels = distances[starts].argmin(axis=0)
    labels[starts] = np.arange(len(starts))
    return labels


def by_kind(partitions):
    return dict(zip(KINDS, np.split(partitions, 4), strict=True))


def starts_of(n, k, seed):
    return by_kind(module._starts(n, k, 4 * DRAWS, seed))


@pytest.mark.parametrize("k", [1, 2, 4, 7])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("ties", [False, True])
def test_growth_agrees_with_the_naive_one(k, seed, ties):
    rng = np.random.default_rng(seed)
    # whole numbers on a line: sums are exact, and equal distances frequent
    X = rng.integers(0, 9, (22, 1)).astype(float) if ties else rng.normal(size=(22, 3))
    distances = cdist(X, X)
    found, starts = (
        by_kind(random_partitions(X, k, DRAWS, seed)),
        starts_of(22, k, seed),
    )
    for labels, own in zip(found["centroids"], starts["centroids"], strict=True):
        np.testing.assert_array_equal(labels, naive_centroids(distances, own))
    for rule in RULES:
        for labels, own in zip(found[rule], starts[rule], strict=True):
            np.testing.assert_array_equal(labels, naive_growth(distances, own, rule))


def test_a_chain_is_followed_by_nearest_neighbours_alone():
    """From 0 and 10: the left segment runs up to 7, or stops half way."""
    X = np.array([0.0, 1, 2, 3, 4, 5, 6, 7, 10])[:, None]
    starts = np.array([[0, 8]])
    labels = np.empty((3, 1, 9), dtype=np.int64)
    kernels = module.load_kernels(module._KERNELS)
    for rule in (kernels.NEAREST, kernels.FURTHEST, kernels.AVERAGE):
        kernels.grow(cdist(X, X), starts, rule, labels[rule])
    assert labels[kernels.NEAREST][0].tolist() == [0] * 8 + [1]
    assert labels[kernels.FURTHEST][0].tolist() == [0] * 6 + [1] * 3
    assert labels[kernels.AVERAGE][0, -2:].tolist() == [1, 1]


@pytest.mark.parametrize("n", [5, 40])
@pytest.mark.parametrize("k", [1, 2, 5])
def test_every_segment_has_its_start(n, k):
    X = np.zeros((n, 2))  # all on one spot: nothing but ties
    partitions = random_partitions(X, k, DRAWS, 0)
    assert partitions.shape == (4 * DRAWS, n)
    assert partitions.dtype == np.int64
    for labels in partitions:
        assert np.unique(labels).tolist() == list(range(k))


def test_as_many_segments_as_customers():
    partitions = random_partitions(np.arange(6.0)[:, None], 6, DRAWS, 0)
    assert (np.sort(partitions, axis=1) == np.arange(6)).all()
    for mean, sd, n_defined in reference_values(np.eye(6), 6, DRAWS, 0).values():
        assert np.isnan(mean)
        assert np.isnan(sd)
        assert n_defined == 0


@pytest.mark.parametrize("k", [0, 7, -1])
def test_impossible_numbers_of_segments(k):
    with pytest.raises(ValueError, match=r"k must be in 1\.\.6"):
        random_partitions(np.eye(6), k, DRAWS, 0)


def test_no_draws():
    assert random_partitions(np.eye(6), 2, 0, 0).shape == (0, 6)
    assert reference_values(np.eye(6), 2, 0, 0)["silhouette"][2] == 0


@pytest.mark.parametrize("offset", [1e9, -1e6])
def test_offset_units_and_constant_columns_change_nothing(rng, offset):
    X = np.round(rng.normal(size=(60, 3)) * 16) / 16
    plain = random_partitions(X, 4, DRAWS, 1)
    for other in (X + offset, X * 4, np.column_stack([X, np.full(60, 7.0)])):
        np.testing.assert_array_equal(random_partitions(other, 4, DRAWS, 1), plain)
    values, moved = (reference_values(one, 4, DRAWS, 1) for one in (X, X + offset))
    for name, value in values.items():
        assert moved[name] == pytest.approx(value, rel=1e-9), name


def test_the_seed_decides_and_threads_do_not(rng):
    X = rng.normal(size=(50, 2))
    one = random_partitions(X, 3, 60, 5)
    np.testing.assert_array_equal(one, random_partitions(X, 3, 60, 5))
    assert (one != random_partitions(X, 3, 60, 6)).any()
    with thread_budget(4):
        np.testing.assert_array_equal(one, random_partitions(X, 3, 60, 5))


def test_reference_values_agree_with_scikit_learn(rng):
    X = rng.normal(size=(40, 3))
    partitions = random_partitions(X, 3, 10, 2)
    silhouettes = [metrics.silhouette_score(X, labels) for labels in partitions]
    compactness = [-np.log(metrics.davies_bouldin_score(X, x)) for x in partitions]
    found = reference_values(X, 3, 10, 2)
    for name, values in (
        ("silhouette", silhouettes),
        ("davies_bouldin", compactness),
    ):
        expected = (np.mean(values), np.std(values, ddof=1), 40)
        assert found[name] == pytest.approx(expected, rel=1e-7), name


@pytest.mark.parametrize("value", [0.0, 0.1, 1e9])
def test_nothing_is_defined_for_equal_customers(value):
    for mean, sd, n_defined in reference_values(
        np.full((20, 3), value), 3, DRAWS, 0
    ).values():
        assert np.isnan(mean)
        assert np.isnan(sd)
        assert n_defined == 0


def test_undefined_values_are_left_out():
    # Two spots: segments that share one have the same centre, others no spread at all.
    X = np.repeat([[0.0], [1.0]], 5, axis=0)
    found = reference_values(X, 2, 10, 0)
    assert found["silhouette"][2] == 40
    assert found["davies_bouldin"][2] < 40


def test_of_many_customers_some_stand_for_all(rng, monkeypatch):
    monkeypatch.setattr(module, "CUSTOMERS", 30)
    X = rng.normal(size=(200, 2))
    sample = module._sample(X, 3)
    assert sample.shape == (30, 2)
    assert reference_values(X, 3, DRAWS, 3) == reference_values(sample, 3, DRAWS, 3)
