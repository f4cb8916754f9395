"""Refits may differ from the data in other ways than by the bootstrap."""

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import scale
from threadpoolctl import threadpool_limits

from segbench.algorithms import Sharing, get
from segbench.algorithms.outcome import Outcome
from segbench.core import Scheme
from segbench.errors import UnknownNameError
from segbench.runner import prepare
from segbench.runner.refits import Refits, labels_on
from segbench.scoring import draw_resamples
from segbench.scoring.stability import with_noise
from segbench.seeds import seed_for

ALL = list(Scheme)


def k_means(matrix, seed):
    return KMeans(3, n_init=10, random_state=seed).fit_predict(matrix)


@pytest.mark.parametrize(
    ("scheme", "n", "kept"),
    [
        (Scheme.SUBSAMPLE, 100, 80),
        (Scheme.NOISE, 100, 95),
        (Scheme.SUBSAMPLE, 20_000, 16_000),
        (Scheme.NOISE, 20_000, 19_000),
        *[(scheme, 20_001, 5_000) for scheme in ALL],
    ],
)
def test_as_many_distinct_customers_are_kept(scheme, n, kept):
    first, second = draw_resamples(n, 2, 0, scheme)
    for rows in (first, second):
        assert len(rows) == len(np.unique(rows)) == kept
        assert np.array_equal(rows, np.sort(rows))
        assert 0 <= rows[0] < rows[-1] < n
    assert not np.array_equal(first, second)


def test_the_bootstrap_keeps_the_distinct_of_as_many_draws():
    shares = [len(rows) / 1_000 for rows in draw_resamples(1_000, 50, 0)]
    assert np.mean(shares) == pytest.approx(1 - np.exp(-1), abs=0.01)
    assert np.std(shares) > 0


def space_of(small, n):
    (work,) = prepare(small.make_cloud(n), small.make_spec(get("kmeans")))
    return work.space


@pytest.mark.parametrize("scheme", [Scheme.BOOTSTRAP, Scheme.SUBSAMPLE])
def test_without_noise_only_the_kept_are_clustered(small, scheme):
    space = space_of(small, 60)
    kept = space.matrix[:48]
    refits = Refits(Sharing.SAMPLES, scheme)
    assert np.array_equal(refits.matrix(kept, space, "resample 0"), kept)


def test_noise_replaces_the_customers_that_are_not_kept(small):
    space = space_of(small, 100)
    kept = space.matrix[:95]
    refits = Refits(Sharing.SAMPLES, Scheme.NOISE)
    one, other = (refits.matrix(kept, space, f"resample {b}") for b in (0, 1))
    assert one.shape == (100, 2)
    assert np.array_equal(one[:95], kept)
    assert not set(map(tuple, one[95:])) & set(map(tuple, space.matrix))
    assert not np.array_equal(one[95:], other[95:])
    assert np.array_equal(one, refits.matrix(kept, space, "resample 0"))


def test_noise_is_uniform_over_four_standard_deviations_of_the_axes(small):
    kept = space_of(small, 100).matrix @ np.array([[3.0, 1.0], [0.0, 0.2]]) + 50
    drawn = [with_noise(kept, seed)[100:] for seed in range(500)]
    noise = np.vstack(drawn) - kept.mean(axis=0)
    assert len(noise) == 5 * 500  # a twentieth of what is clustered
    values, axes = np.linalg.eigh(np.cov(kept.T, ddof=0))
    along = noise @ axes / np.sqrt(values)
    assert np.abs(along).max() <= 4
    quarters = np.quantile(along, [0.01, 0.25, 0.5, 0.75, 0.99], axis=0)
    expected = np.array([-3.92, -2, 0, 2, 3.92])[:, None]
    assert np.abs(quarters - expected).max() < 0.25


def test_of_large_data_a_twentieth_at_most_is_noise(small):
    """Refits keep 5,000 customers there, as under the other schemes."""
    space = space_of(small, 20_001)
    (rows,) = draw_resamples(20_001, 1, 0, Scheme.NOISE)
    refits = Refits(Sharing.SAMPLES, Scheme.NOISE)
    matrix = refits.matrix(space.matrix[rows], space, "resample 0")
    customers = set(map(tuple, space.matrix))
    noise = sum(tuple(row) not in customers for row in matrix)
    assert len(matrix) - noise == len(rows)
    assert noise == pytest.approx(0.05 * len(matrix), abs=1)


def test_labels_of_noise_rows_are_cut_off():
    labels = np.array([0, 1, 1, 7, 8])
    outcomes = [Outcome(labels), Outcome(None, "it failed")]
    found, nothing = labels_on(outcomes, 3)
    assert found.tolist() == [0, 1, 1]
    assert nothing is None


@pytest.mark.parametrize("scheme", ALL)
def test_stability_replayed_by_hand(small, scheme):
    dataset = small.make_cloud()
    changes = {"resamples": 3, "scheme": scheme, "plain": True}
    (work,), (cell,) = small.run_all(dataset, get("kmeans"), **changes)
    values = dataset.frame.to_numpy()
    key = work.space.key
    expected = []
    with threadpool_limits(1):
        reference = k_means(scale(values), work.seed("fit"))
        drawn = draw_resamples(60, 3, seed_for(0, "d", "resamples"), scheme)
        for b, rows in enumerate(drawn):
            X = scale(values[rows])
            if scheme is Scheme.NOISE:
                seed = seed_for(0, key, f"resample {b}", "noise")
                X = with_noise(X, seed)
            found = k_means(X, work.seed(f"resample {b}"))[: len(rows)]
            expected.append(adjusted_rand_score(reference[rows], found))
    stability = cell.rows[0].stability
    assert stability.ari == pytest.approx(expected, abs=1e-12)
    assert stability.scheme is scheme
    assert min(expected) < 1


@pytest.mark.parametrize("scheme", ALL)
def test_null_data_are_resampled_by_the_same_scheme(small, scheme):
    effort = small.effort(stability_nulls=10, stability_resamples=1)
    changes = {"effort": effort, "resamples": 2, "scheme": scheme}
    cluster = get("agglomerative").estimator({"n_clusters": 3}, 0).fit_predict
    (work,), (cell,) = small.run_all(
        small.make_cloud(), get("agglomerative"), **changes
    )
    expected, *others = (
        small.null_stability_by_hand(work, lambda X, _: cluster(X), 10, 1, other)
        for other in sorted(ALL, key=lambda other: other is not scheme)
    )
    assert cell.rows[0].calibration.own
    assert cell.rows[0].calibration.stability == pytest.approx(expected, abs=1e-12)
    assert all(np.abs(expected - other).max() > 0.1 for other in others)


def test_a_scheme_may_be_given_as_text(small):
    assert small.make_spec(get("kmeans"), scheme="noise").scheme is Scheme.NOISE
    with pytest.raises(UnknownNameError, match="Did you mean 'subsample'"):
        small.make_spec(get("kmeans"), scheme="subsampl")
