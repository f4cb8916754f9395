"""Refits that share work over many samples are of the same algorithm."""

import numpy as np
import pytest
from sklearn import cluster, mixture
from sklearn.metrics import adjusted_rand_score

from segbench.algorithms import AlgorithmSpec, Job, Sharing, get, refit
from segbench.algorithms.labels import canonical
from segbench.core import Params

KS: tuple[Params, ...] = tuple({"n_clusters": k} for k in (2, 3, 5))
MIXTURES: tuple[Params, ...] = tuple(
    {"n_components": 3, "covariance_type": shape}
    for shape in ("full", "tied", "diag", "spherical")
)
SETTINGS = {"kmeans": KS, "gmm": MIXTURES}


def samples(blobs, n=3):
    X, _ = blobs
    rng = np.random.default_rng(5)
    return [X[np.sort(rng.choice(80, 50, replace=False))] for _ in range(n)]


def inertia(X, labels):
    parts = (X[labels == one] for one in np.unique(labels))
    return sum(((part - part.mean(axis=0)) ** 2).sum() for part in parts)


@pytest.mark.parametrize("name", SETTINGS)
def test_separated_blobs_as_a_plain_fit_finds_them(name, blobs):
    jobs = [Job(X, SETTINGS[name][1:2], seed) for seed, X in enumerate(samples(blobs))]
    for shared, plain in zip(
        refit(get(name), jobs), refit(get(name), jobs, Sharing.NOTHING), strict=True
    ):
        found, expected = (canonical(one[0].labels) for one in (shared, plain))
        assert np.array_equal(found, expected)
        assert len(np.unique(shared[0].labels)) == 3


def test_kmeans_is_as_good_as_a_plain_fit(rng):
    X = rng.normal(size=(120, 3))
    (found,) = refit(get("kmeans"), [Job(X, KS, 3)])
    for setting, outcome in zip(KS, found, strict=True):
        plain = cluster.KMeans(**setting, n_init=10, random_state=3).fit(X)
        assert inertia(X, outcome.labels) <= plain.inertia_ * 1.02


@pytest.mark.parametrize("setting", MIXTURES, ids=lambda one: one["covariance_type"])
def test_mixtures_agree_with_plain_fits(setting, rng):
    """Groups that touch: one optimum, found from any start."""
    X = np.vstack([rng.normal(c, 1, (60, 2)) for c in ((0, 0), (6, 0), (0, 6))])
    ((found,),) = refit(get("gmm"), [Job(X, (setting,), 1)])
    plain = mixture.GaussianMixture(**setting, random_state=1).fit_predict(X)
    assert adjusted_rand_score(plain, found.labels) >= 0.98


@pytest.mark.parametrize("name", SETTINGS)
def test_company_changes_nothing(name, blobs):
    settings = SETTINGS[name]
    jobs = [Job(X, settings, seed) for seed, X in enumerate(samples(blobs))]
    together = refit(get(name), jobs)
    for job, outcomes in zip(jobs, together, strict=True):
        for setting, outcome in zip(settings, outcomes, strict=True):
            alone = refit(get(name), [Job(job.matrix, (setting,), job.seed)])[0][0]
            assert np.array_equal(alone.labels, outcome.labels)


@pytest.mark.parametrize("offset", [0.0, 1e6])
@pytest.mark.parametrize("name", SETTINGS)
def test_a_common_offset_changes_no_group(name, offset, blobs):
    X, truth = blobs
    ((found, *_),) = refit(get(name), [Job(X + offset, SETTINGS[name][1:2], 0)])
    assert adjusted_rand_score(truth, found.labels) == 1.0


def test_fewer_distinct_customers_than_segments():
    copies = np.repeat([[0.0, 0.0], [5.0, 5.0], [9.0, 0.0]], 4, axis=0)
    (found,) = refit(get("kmeans"), [Job(copies, KS, 0)])
    assert [len(np.unique(one.labels)) for one in found] == [2, 3, 3]


def test_customers_are_left_alone(blobs):
    X = samples(blobs)[0]
    before = X.copy()
    refit(get("kmeans"), [Job(X, KS, 0)])
    refit(get("gmm"), [Job(X, MIXTURES, 0)])
    assert np.array_equal(X, before)


@pytest.mark.parametrize(
    "params", [{"init": "random"}, {"algorithm": "elkan"}, {"init": "k-means++"}]
)
def test_options_the_loops_do_not_have_are_plain_fits(params, blobs):
    spec = get("kmeans")
    mine = AlgorithmSpec("mine", spec.target, "n_clusters", params=params)
    X, truth = blobs
    ((found,),) = refit(mine, [Job(X, ({"n_clusters": 3},), 0)])
    assert adjusted_rand_score(truth, found.labels) > 0.5
    if params != {"init": "k-means++"}:
        plain = refit(mine, [Job(X, ({"n_clusters": 3},), 0)], Sharing.NOTHING)
        assert np.array_equal(found.labels, plain[0][0].labels)


def test_a_bad_setting_fails_alone(blobs):
    X, _ = blobs
    good = {"n_components": 3, "covariance_type": "full"}
    bad = {"n_components": 3, "covariance_type": "round"}
    ((refused, fitted),) = refit(get("gmm"), [Job(X, (bad, good), 0)])
    assert refused.labels is None
    assert "round" in refused.reason
    assert fitted.labels is not None


def test_a_fixed_random_state_is_the_seed_of_every_refit(blobs):
    X, _ = blobs
    found = {}
    for state in (1, 1, 2, 3):
        spec = AlgorithmSpec(
            "mine",
            get("kmeans").target,
            "n_clusters",
            params={"n_init": 1, "random_state": state},
        )
        jobs = [Job(X, ({"n_clusters": 9},), seed) for seed in (5, 6)]
        first, second = (one[0].labels for one in refit(spec, jobs))
        assert np.array_equal(first, second)
        assert np.array_equal(found.setdefault(state, first), first)
    assert not all(np.array_equal(found[1], found[state]) for state in (2, 3))


def test_a_hook_that_loses_settings_gives_failed_rows(blobs, monkeypatch):
    X, _ = blobs
    target = get("agglomerative").target
    monkeypatch.setattr(f"{target}.sweep", lambda *_: [])
    ((outcome,),) = refit(get("agglomerative"), [Job(X, ({"n_clusters": 2},), 0)])
    assert outcome.labels is None
    assert outcome.reason == "0 labelings came for 1 settings"
