"""Validity indices as functions, of one labeling or of a stack."""

import numpy as np
import pytest
from sklearn import metrics as reference

from segbench import metrics

PAIRS = [
    (metrics.silhouette_score, reference.silhouette_score),
    (metrics.davies_bouldin_score, reference.davies_bouldin_score),
    (metrics.calinski_harabasz_score, reference.calinski_harabasz_score),
]
BOTH = pytest.mark.parametrize(
    ("ours", "theirs"), PAIRS, ids=lambda function: function.__module__
)


def customers(rng, n=60):
    X = rng.integers(0, 5, (n, 3)).astype(float)
    return X, np.concatenate([np.arange(4), rng.integers(0, 4, n - 4)])


@BOTH
def test_one_labeling_is_a_float(ours, theirs, rng):
    X, labels = customers(rng)
    found = ours(X, labels)
    assert isinstance(found, float)
    assert found == pytest.approx(theirs(X, labels), rel=1e-9)


@BOTH
def test_a_stack_is_an_array(ours, theirs, rng):
    X, labels = customers(rng)
    stack = np.array([labels, labels[::-1], labels + 7])
    expected = [theirs(X, one) for one in stack]
    assert ours(X, stack) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("labels", [[0] * 6, [-1] * 6, range(6), [0, 0, -1, -1, 0, 0]])
def test_undefined_is_nan(labels, rng):
    X = rng.normal(size=(6, 2))
    assert np.isnan([ours(X, np.array(labels)) for ours, _ in PAIRS]).all()


@BOTH
def test_noise_is_left_out(ours, theirs, rng):
    X, labels = customers(rng)
    labels[10:20] = -1
    kept = labels != -1
    assert ours(X, labels) == pytest.approx(theirs(X[kept], labels[kept]), rel=1e-9)


def test_silhouettes_customer_by_customer(rng):
    X, labels = customers(rng)
    labels[labels == 3] = 2
    labels[5] = 3  # alone
    found = metrics.silhouette_samples(X, labels)
    assert found == pytest.approx(reference.silhouette_samples(X, labels), abs=1e-9)
    assert found[5] == 0.0


def test_silhouettes_by_segment(rng):
    X, labels = customers(rng)
    samples = reference.silhouette_samples(X, labels)
    expected = [samples[labels == one].mean() for one in range(4)]
    assert metrics.silhouette_by_segment(X, labels) == pytest.approx(expected)


def test_other_distances(rng):
    X, labels = customers(rng)
    expected = reference.silhouette_score(X, labels, metric="manhattan")
    assert metrics.silhouette_score(X, labels, metric="manhattan") == pytest.approx(
        expected
    )
    distances = reference.pairwise_distances(X, metric="manhattan")
    assert metrics.silhouette_score(
        distances, labels, metric="precomputed"
    ) == pytest.approx(expected)


def tiny_segment(rng):
    """Twelve very large customers among thousands."""
    X = np.vstack([rng.normal(0, 1, (4000, 2)), rng.normal(200, 1, (12, 2))])
    return X, np.repeat([0, 1], [4000, 12])


def test_a_sample_keeps_a_tiny_segment(rng):
    X, labels = tiny_segment(rng)
    exact = metrics.silhouette_score(X, labels)
    for seed in range(5):
        found = metrics.sampled_silhouette(
            X, labels, sample_size=300, random_state=seed
        )
        assert found.estimate == pytest.approx(exact, abs=0.005)
        assert found.low <= found.estimate <= found.high
        assert 300 <= found.n_scored <= 330


def test_a_sample_of_everybody_is_exact(rng):
    X, labels = customers(rng)
    found = metrics.sampled_silhouette(X, labels, sample_size=60)
    assert found.estimate == pytest.approx(reference.silhouette_score(X, labels))
    assert found.standard_error == 0.0
    assert found.n_scored == 60


def test_intervals_cover_the_exact_value(rng):
    X = rng.normal(size=(800, 2))
    labels = (X[:, 0] > 0).astype(int)
    exact = metrics.silhouette_score(X, labels)
    found = [
        metrics.sampled_silhouette(X, labels, sample_size=100, random_state=seed)
        for seed in range(60)
    ]
    covered = np.mean([one.low <= exact <= one.high for one in found])
    assert covered >= 0.88  # 95 % less three standard errors


@pytest.mark.parametrize(
    ("X", "labels", "told"),
    [
        ([[1.0, np.nan], [0, 1]], [0, 1], "finite"),
        ([[1.0], [2.0]], [0, 1, 1], "shape"),
        ([[1.0], [2.0]], [0.0, 1.0], "integers"),
        ([1.0, 2.0], [0, 1], "shape"),
    ],
)
def test_mistakes(X, labels, told):
    for function, _ in PAIRS:
        with pytest.raises(ValueError, match=told):
            function(X, labels)
