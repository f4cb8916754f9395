"""Sampled, squared Euclidean and simplified silhouettes against the exact ones."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from segbench.scoring.silhouette import (
    sampled_silhouette,
    silhouette_score,
    silhouette_sqeuclidean_score,
    simplified_silhouette_score,
)


@pytest.mark.parametrize("n_labelings", [None, 4])
def test_sample_of_everything_is_exact(rng, n_labelings):
    X = rng.normal(size=(200, 3))
    labels = rng.integers(
        -1, 4, size=200 if n_labelings is None else (n_labelings, 200)
    )
    got = sampled_silhouette(X, labels, sample_size=200)
    exact = np.atleast_1d(silhouette_score(X, labels))
    for result, score in zip([got] if n_labelings is None else got, exact, strict=True):
        assert result.estimate == pytest.approx(score, abs=1e-12)
        assert result.standard_error == 0
        assert result.low == result.estimate == result.high


def test_sample_is_unbiased_and_its_interval_covers(rng):
    centres = rng.normal(size=(4, 2)) * 3
    labels = rng.choice(4, size=1500, p=[0.6, 0.3, 0.07, 0.03])
    X = centres[labels] + rng.normal(size=(1500, 2))
    exact = silhouette_score(X, labels)
    draws = [
        sampled_silhouette(X, labels, sample_size=200, random_state=seed)
        for seed in range(200)
    ]
    estimates = np.array([draw.estimate for draw in draws])
    assert abs(estimates.mean() - exact) < 4 * estimates.std() / np.sqrt(len(draws))
    covered = np.mean([draw.low <= exact <= draw.high for draw in draws])
    assert 0.9 <= covered <= 0.99
    assert all(200 <= draw.n_scored <= 260 for draw in draws)


def test_sampled_undefined_and_errors(rng):
    X = rng.normal(size=(20, 2))
    result = sampled_silhouette(X, np.zeros(20, dtype=int), sample_size=5)
    assert np.isnan(result.estimate)
    assert result.n_scored == 0
    with pytest.raises(ValueError, match="at least 1, received 0"):
        sampled_silhouette(X, np.zeros(20, dtype=int), sample_size=0)


def test_squared_euclidean_agrees_with_its_definition(rng):
    X, labels = rng.normal(size=(120, 3)) + 1e6, rng.integers(-1, 4, size=(5, 120))
    squared = cdist(X, X, "sqeuclidean")
    want = silhouette_score(squared, labels, metric="precomputed")
    found = silhouette_sqeuclidean_score(X, labels)
    assert found == pytest.approx(want, abs=1e-12)
    assert silhouette_sqeuclidean_score(X, labels[0]) == pytest.approx(want[0])
    assert np.isnan(simplified_silhouette_score(X, np.zeros(120, dtype=int)))
