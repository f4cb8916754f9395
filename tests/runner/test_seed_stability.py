"""Fits that differ in their seed alone."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from segbench.algorithms import get


def k_means(**params):
    spec = get("kmeans")
    return replace(spec, params={**spec.params, **params})


def values_of(small, dataset, algorithm, seeds=5, **changes):
    effort = small.effort(seeds=seeds)
    (work,), (cell,) = small.run_all(dataset, algorithm, effort=effort, **changes)
    return work, [row.scores["seed_stability"] for row in cell.rows]


@pytest.mark.parametrize("name", ["kmeans", "gmm"])
def test_blobs_far_apart_come_out_under_every_seed(small, blobs, name):
    _, values = values_of(small, small.make_dataset(blobs[0]), get(name))
    assert values[0] == 1.0


@pytest.mark.parametrize("name", ["agglomerative", "dbscan", "hdbscan"])
def test_without_a_seed_there_is_nothing_to_say(small, blobs, name):
    _, values = values_of(small, small.make_dataset(blobs[0]), get(name))
    assert values
    assert np.isnan(values).all()


def test_a_fixed_seed_is_no_seed_of_the_run(small, blobs):
    fixed = k_means(random_state=5)
    _, (value,) = values_of(small, small.make_dataset(blobs[0]), fixed)
    assert np.isnan(value)


def test_few_starts_depend_on_the_seed_and_many_do_less(small):
    cloud = small.make_cloud(150, 4)
    _, (few,) = values_of(small, cloud, k_means(n_init=1), ks=(6,))
    _, (many,) = values_of(small, cloud, k_means(n_init=100), ks=(6,))
    assert few < 0.8
    assert few + 0.1 < many <= 1


def test_segments_drawn_by_lot_agree_by_chance_alone(small):
    cloud = small.make_cloud(150)
    _, (value,) = values_of(small, cloud, get("random_labels"), seeds=10)
    assert abs(value) < 0.02


def test_replayed_by_hand(small):
    changes = {"ks": (4, 5), "plain": True}
    work, values = values_of(small, small.make_cloud(), k_means(n_init=1), **changes)
    X, expected = work.space.matrix, []
    with threadpool_limits(1):
        for k in (4, 5):
            fits = [
                KMeans(k, n_init=1, random_state=work.seed(purpose)).fit_predict(X)
                for purpose in ("fit", *(f"other seed {i}" for i in range(5)))
            ]
            pairs = [adjusted_rand_score(fits[0], other) for other in fits[1:]]
            expected.append(np.mean(pairs))
    assert values == pytest.approx(expected, abs=1e-12)
    assert max(expected) < 1
    assert expected[0] != expected[1]


def test_what_has_no_scores_has_no_seed_stability(small, blobs):
    dataset = small.make_dataset(blobs[0])
    _, values = values_of(small, dataset, get("kmeans"), ks=(3, 80, 99))
    assert values[0] == 1.0
    assert np.isnan(values[1:]).all()


@pytest.mark.parametrize(("n", "seeds"), [(60, 0), (2_001, 2)])
def test_it_is_left_out_without_effort_and_of_large_data(small, n, seeds):
    _, (value,) = values_of(small, small.make_cloud(n), get("kmeans"), seeds)
    assert np.isnan(value)


def test_of_a_thousand_customers_it_is_computed(small):
    cloud = small.make_cloud(1_000)
    _, (value,) = values_of(small, cloud, k_means(n_init=1), seeds=2)
    assert 0 < value <= 1
