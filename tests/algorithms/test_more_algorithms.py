"""The algorithms beside the five: what they find, and that sharing changes nothing."""

import logging
import sys
import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

import segbench
from segbench.algorithms import (
    Job,
    Sharing,
    available,
    expand_grid,
    fit_sweep,
    get,
    refit,
)
from segbench.algorithms.affinity_propagation import MOST_CUSTOMERS
from segbench.algorithms.affinity_propagation import AffinityPropagation as Elected
from segbench.algorithms.grids import log_customers, radii_holding_shares
from segbench.algorithms.mean_shift import MeanShift
from segbench.core import Status

EXTRAS = {"genie": "genieclust", "fast_hdbscan": "fast_hdbscan"}
CENTRES = np.array([[0.0, 0.0], [20.0, 0.0], [0.0, 20.0], [20.0, 20.0], [10.0, 45.0]])


def usable():
    """All algorithms that segment these customers, whatever is installed."""
    return [
        name
        for name, spec in available().items()
        if spec.origin == "segbench" and not spec.baseline and spec.categories is None
    ]


def need(name):
    if name in EXTRAS:
        pytest.importorskip(EXTRAS[name])


def five_blobs(seed=0):
    rng = np.random.default_rng(seed)
    truth = rng.permutation(np.repeat(np.arange(5), [50, 40, 35, 30, 25]))
    return CENTRES[truth] + rng.normal(size=(len(truth), 2)), truth


def customers(seed=0, n=90):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, 3)) + 4 * rng.integers(0, 3, size=(n, 1))


def same(first, second):
    return adjusted_rand_score(first, second) == 1.0


@pytest.mark.parametrize("name", usable())
def test_finds_five_separated_blobs(name):
    need(name)
    (X, truth), spec = five_blobs(), get(name)
    found = fit_sweep(spec, expand_grid(spec, X, [5]), X, seed=0)
    scores = [
        adjusted_rand_score(truth[one.labels >= 0], one.labels[one.labels >= 0])
        for one in found
        if one.labels is not None and (one.labels >= 0).mean() > 0.8
    ]
    assert max(scores) > 0.95
    for one in found:
        sizes = list(np.bincount(one.labels[one.labels >= 0]))
        assert sizes == sorted(sizes, reverse=True)


def test_spectral_says_that_the_graph_is_in_pieces():
    X, _ = five_blobs()
    spec = get("spectral")
    (found,) = fit_sweep(spec, expand_grid(spec, X, [5])[:1], X, seed=0)
    assert found.reason == "the graph of neighbours is in 5 pieces"


def test_mean_shift_with_few_climbers_and_few_distances_held(monkeypatch):
    (X, truth), module = five_blobs(), sys.modules[MeanShift.__module__]
    monkeypatch.setattr(module, "_CELLS", 7 * len(X))
    assert same(MeanShift(6.0, n_climbers=40).fit_predict(X), truth)


def test_a_saving_means_the_same_on_any_scale_and_for_twice_the_customers():
    X = customers()
    once, twice = (
        Elected(saving=0.03, random_state=0).fit_predict(one)
        for one in (X, np.vstack([X, X + 1e-3]) * 100)
    )
    assert same(once, twice[: len(X)])


def test_too_many_customers_for_affinity_propagation_are_a_row():
    spec, X = get("affinity_propagation"), np.zeros((MOST_CUSTOMERS + 1, 1))
    (found, *_) = fit_sweep(spec, expand_grid(spec, X, [2]), X, seed=0)
    assert found.status is Status.FAILED
    assert "at most 5,000 customers, there are 5,001" in found.reason


def test_too_many_subclusters_are_a_row(monkeypatch):
    monkeypatch.setattr("segbench.algorithms.birch.MOST_SUBCLUSTERS", 3)
    spec, X = get("birch"), customers()
    found = fit_sweep(spec, expand_grid(spec, X, [3])[:1], X, seed=0)
    assert "leaves" in found[0].reason
    assert "try a larger one" in found[0].reason


@pytest.mark.parametrize("name", sorted(EXTRAS))
def test_a_missing_package_is_a_row_that_says_what_to_install(name, monkeypatch):
    for module in [one for one in sys.modules if one.startswith(EXTRAS[name])]:
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, EXTRAS[name], None)
    spec, X = get(name), customers()
    found = fit_sweep(spec, expand_grid(spec, X, [3])[:1], X, 0)
    assert found[0].status is Status.FAILED
    assert "install segbench[more]" in found[0].reason


@pytest.mark.parametrize("name", usable())
def test_work_shared_over_a_grid_gives_what_single_fits_give(name):
    """k-means and mixtures have starts of their own: tests/algorithms/bulk."""
    need(name)
    if name in {"kmeans", "gmm", "bisecting_kmeans"}:
        return
    spec, X = get(name), customers(seed=5)
    settings = tuple(one.params for one in expand_grid(spec, X, (2, 4)))[:4]
    job = Job(X, settings, seed=3)
    (plain,), (shared,) = (
        refit(spec, [job], how) for how in (Sharing.NOTHING, Sharing.SAMPLES)
    )
    for one, other in zip(plain, shared, strict=True):
        assert same(one.labels, other.labels)


def test_counts_grow_with_the_logarithm():
    assert log_customers(np.zeros((1_000, 1)), [1, 2], {}) == [7, 14]
    assert log_customers(np.zeros((3, 1)), [0.1, 9], {}) == [2, 3]


def test_radii_hold_shares_of_the_customers():
    line = np.arange(10.0)[:, None]
    # The nearest is oneself; the second nearest is 1 away from everybody.
    assert radii_holding_shares(line, [0.1, 0.2], {}) == [1.0]
    assert radii_holding_shares(np.ones((20, 1)), [0.5], {}) == []


def test_every_algorithm_in_one_run_and_none_brings_it_down(capsys, caplog):
    rng = np.random.default_rng(0)
    table = pd.DataFrame(five_blobs()[0], columns=["income", "visits"])
    table["basket"] = rng.lognormal(3, 1, len(table))
    caplog.set_level(logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = segbench.compare(
            table, algorithms=list(available()), k=[2, 5], scoring="quick"
        )
    run = {name for name in available() if get(name).categories is None}
    assert run <= set(found.scores["algo"])
    failed = found.scores[found.scores["status"].isin(["failed", "impossible"])]
    assert set(failed["algo"]) <= {"rfm_rules", *EXTRAS}
    assert capsys.readouterr().err == ""
