"""The forms of algorithms for very many customers, and when they are taken."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.cluster.hierarchy import ward
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from segbench.algorithms import Sharing, expand_grid, fit_sweep, for_size, get
from segbench.algorithms.grids import CURVE_FROM, GRID_RULES
from segbench.algorithms.large.mixture import Mixture, estimate, look_at
from segbench.algorithms.large.weighted_ward import weighted_ward
from segbench.algorithms.registry import DEFAULT_ALGORITHMS, spec_from_node
from segbench.core import NOISE, Metric, Status
from segbench.errors import ConfigError, UnknownNameError
from segbench.testing import parametrize_with_checks
from segbench.trees import cut


def space(n=10**6, metric=Metric.EUCLIDEAN):
    return SimpleNamespace(n_customers=n, metric=metric)


def on_sample(name, size):
    spec = for_size(get(name), space())
    return replace(spec, params={**spec.params, "sample_size": size})


DRAWN = "who is drawn depends on the turn, and a few on the edge with it"

EXPECTED_FAILURES = {
    "dbscan": {"check_row_order_does_not_matter": DRAWN},
    "hdbscan": {"check_row_order_does_not_matter": DRAWN},
}


@parametrize_with_checks(
    [on_sample(name, 64) for name in DEFAULT_ALGORITHMS], EXPECTED_FAILURES
)
def test_contract(check):
    check()


@pytest.fixture
def far_apart(rng):
    centres = np.array([[0, 0, 0], [9, 0, 0], [0, 9, 0], [0, 0, 9]])
    truth = rng.permutation(np.repeat([0, 1, 2, 3], [900, 600, 500, 400]))
    return centres[truth] + rng.uniform(-1, 1, (len(truth), 3)), truth


@pytest.mark.parametrize("name", DEFAULT_ALGORITHMS)
def test_groups_far_apart_are_found_whole(name, far_apart):
    X, truth = far_apart
    spec = on_sample(name, 400)
    if name == "dbscan":  # a thousandth of so few is nobody
        spec = replace(spec, grid={**spec.grid, "min_samples": [30]})
    labelings = fit_sweep(spec, expand_grid(spec, X, [4]), X, 0, Sharing.GRID)
    assert all("approximate: " in one.reason for one in labelings)
    best = max(labelings, key=lambda one: adjusted_rand_score(truth, one.labels))
    found = best.labels != NOISE
    assert adjusted_rand_score(truth[found], best.labels[found]) == 1.0
    assert found.mean() > (0.97 if spec.assigns_noise else 0.999)


@pytest.mark.parametrize("name", DEFAULT_ALGORITHMS)
def test_one_by_one_is_as_together_and_as_before(name, far_apart):
    X, _ = far_apart
    spec = on_sample(name, 400)
    settings = expand_grid(spec, X, [3, 4])
    runs = [
        fit_sweep(spec, settings, X, 5, sharing)
        for sharing in (Sharing.GRID, Sharing.NOTHING, Sharing.GRID)
    ]
    for one, alone, again in zip(*runs, strict=True):
        assert np.array_equal(one.labels, alone.labels)
        assert np.array_equal(one.labels, again.labels)
        assert one.criteria == alone.criteria


@pytest.mark.parametrize("name", DEFAULT_ALGORITHMS)
def test_as_many_as_the_sample_are_fitted_as_they_are(name, far_apart):
    X = far_apart[0][:300]
    spec, exact = on_sample(name, 300), get(name)
    settings = expand_grid(exact, X, [3, 4])
    pairs = zip(
        fit_sweep(spec, settings, X, 5, Sharing.SAMPLES),
        fit_sweep(exact, settings, X, 5, Sharing.SAMPLES),
        strict=True,
    )
    for one, other in pairs:
        assert one.status is other.status
        assert np.array_equal(one.labels, other.labels)


def test_groups_of_copies_make_the_tree_of_all(rng):
    centres, counts = rng.normal(size=(30, 3)), rng.integers(1, 9, 30)
    everybody = np.repeat(centres, counts, axis=0)
    tree, whole = weighted_ward(centres, counts), ward(everybody)
    assert np.allclose(tree[:, 2], whole[-29:, 2])
    assert tree[-1, 3] == counts.sum()
    for k in range(2, 12):
        labels = np.repeat(cut(tree, k), counts)
        assert adjusted_rand_score(labels, cut(whole, k)) == 1.0


def test_single_customers_make_the_usual_tree(rng):
    X = rng.normal(size=(200, 4))
    tree = weighted_ward(X, np.ones(200, dtype=np.int64))
    assert np.allclose(tree, ward(X))


@pytest.mark.parametrize("shape", ["full", "tied", "diag", "spherical"])
def test_a_mixture_says_what_that_of_scikit_learn_says(shape, rng):
    X = rng.normal(size=(400, 3)) + 3 * rng.integers(0, 2, (400, 1))
    theirs = GaussianMixture(2, covariance_type=shape, random_state=0, tol=1e-9)
    theirs.fit(X)
    memberships = np.ascontiguousarray(theirs.predict_proba(X).T)
    ours = look_at(X, estimate(X, memberships, shape, 1e-6))
    assert ours.log_likelihood == pytest.approx(theirs.score(X) * len(X), rel=1e-6)
    assert np.array_equal(ours.labels, theirs.predict(X))
    assert 0 <= ours.entropy < len(X) * np.log(2)


def test_a_mixture_far_from_everybody_is_no_reason_to_fail():
    one = np.eye(2)[None]
    mixture = Mixture(np.ones(1), np.full((1, 2), 1e6), one)
    assert np.isfinite(look_at(np.zeros((3, 2)), mixture).log_likelihood)


@pytest.mark.parametrize("name", DEFAULT_ALGORITHMS)
def test_few_customers_change_nothing(name):
    assert for_size(get(name), space(20_000)) is get(name)


def test_the_words_hold_the_numbers():
    told = for_size(get("gmm"), space()).approximation
    assert told.startswith("approximate: fitted on 20,000 of 1,000,000 customers")


def test_what_the_memory_cannot_hold_is_taken_in_the_other_form():
    spec = for_size(get("agglomerative"), space(9_000), too_large=True)
    assert "micro-clusters" in spec.approximation


def test_what_the_other_form_cannot_do_stays():
    chain = replace(get("agglomerative"), params={"linkage": "single"})
    assert for_size(chain, space()) is chain
    several = replace(get("agglomerative"), grid={"linkage": ["ward", "single"]})
    assert for_size(several, space()) is several
    assert for_size(get("kmeans"), space(metric=Metric.MANHATTAN)) is get("kmeans")


def test_a_grid_of_the_user_stays():
    own = replace(get("dbscan"), grid={**get("dbscan").grid, "min_samples": [700]})
    grid = for_size(own, space()).grid
    assert grid["min_samples"] == [700]
    assert list(grid["eps"]) == ["sampled_k_distance_quantiles"]


def test_counts_are_told_among_all_and_scaled_to_the_sample(rng):
    X = rng.normal(size=(8_000, 2))
    spec = on_sample("hdbscan", 1_000)
    first = expand_grid(spec, X, [])[0]
    assert first.params["min_samples"] == 8
    assert spec.scaled(first.params, 1 / 4)["min_samples"] == 2


def test_a_declaration_that_cannot_be_is_refused():
    node = {"target": "sklearn.cluster.KMeans", "large": {"targt": "x"}}
    with pytest.raises(UnknownNameError, match="target"):
        for_size(spec_from_node("mine", node), space())
    node["large"] = {"target": "sklearn.cluster.KMeans"}
    with pytest.raises(ConfigError, match="'says'"):
        for_size(spec_from_node("mine", node), space())
    node["large"]["says"] = "on {samples} customers"
    with pytest.raises(ConfigError, match="samples"):
        for_size(spec_from_node("mine", node), space())


def test_radii_of_a_sample_hold_the_same_share(rng):
    X = rng.normal(size=(3 * CURVE_FROM, 2))
    whole = GRID_RULES["k_distance_quantiles"](X, [0.5, 0.9], {"min_samples": 60})
    some = GRID_RULES["sampled_k_distance_quantiles"](
        X, [0.5, 0.9], {"min_samples": 60}
    )
    assert some == pytest.approx(whole, rel=0.1)
    few = X[:500]
    plain = GRID_RULES["k_distance_quantiles"](few, [0.5], {"min_samples": 5})
    rule = GRID_RULES["sampled_k_distance_quantiles"]
    assert rule(few, [0.5], {"min_samples": 5}) == plain


def test_awkward_customers_in_a_sample(rng):
    copies = np.repeat([[0.0, 0.0], [1.0, 2.0]], [60, 40], axis=0)
    constant = np.column_stack([rng.normal(size=100), np.full(100, 4.0)])
    for name in DEFAULT_ALGORITHMS:
        spec = on_sample(name, 40)
        for X in (copies, constant, np.ones((100, 2))):
            for one in fit_sweep(spec, expand_grid(spec, X, [2]), X, 0, Sharing.GRID):
                assert one.status is not Status.FAILED or "ValueError" in one.reason
