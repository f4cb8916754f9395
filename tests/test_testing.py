"""The contract tests for authors catch what is wrong, and say what to do about it."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import BaseEstimator
from sklearn.cluster import KMeans

from segbench.algorithms import AlgorithmSpec
from segbench.errors import ConfigError, UnknownNameError
from segbench.plugins.session import keep_class
from segbench.testing import (
    ALGORITHM_CHECKS,
    MEASURE_CHECKS,
    ContractError,
    check_algorithm,
    check_measure,
    parametrize_with_checks,
)


class Good(BaseEstimator):
    """k-means, as a small class of somebody else."""

    def __init__(self, n_clusters=2, random_state=None):
        self.n_clusters = n_clusters
        self.random_state = random_state

    def fit_predict(self, X):
        return self.labels(np.array(X, dtype=float))

    def labels(self, X):
        k, seed = self.n_clusters, self.random_state
        return KMeans(k, n_init=5, random_state=seed).fit_predict(X)


class DrawsFromTheGlobalGenerator(Good):
    def fit_predict(self, X):
        return KMeans(self.n_clusters, n_init=1, init="random").fit_predict(X)


class SeedsTheGlobalGenerator(Good):
    def labels(self, X):
        np.random.seed(self.random_state)  # noqa: NPY002 it is wrong
        return super().labels(X)


class DrawsAnew(Good):
    def labels(self, X):
        seed = int(np.random.default_rng().integers(1_000))
        return KMeans(self.n_clusters, n_init=1, random_state=seed).fit_predict(X)


class ChangesX(Good):
    def fit_predict(self, X):
        X -= X.mean(axis=0)
        return self.labels(X)


class OneTooFew(Good):
    def labels(self, X):
        return super().labels(X)[1:]


class Fractions(Good):
    def labels(self, X):
        return super().labels(X) / 2


class SecretNoise(Good):
    def labels(self, X):
        labels = super().labels(X)
        labels[0] = -1
        return labels


class OneMore(Good):
    def labels(self, X):
        labels = super().labels(X)
        labels[0] = self.n_clusters
        return labels


class FollowsTheRows(Good):
    def labels(self, X):
        return np.arange(len(X)) * self.n_clusters // len(X)


class Remembers(Good):
    def labels(self, X):
        self.turn_ = getattr(self, "turn_", -1) + 1
        return (super().labels(X) + self.turn_) % self.n_clusters


class Picky(Good):
    def fit_predict(self, X):
        if X.dtype != np.float64:
            raise TypeError("only float64")
        return self.labels(X)


class OnlyTwoDimensions(Good):
    def labels(self, X):
        if X.shape[1] != 2:
            raise ValueError("two columns, please")
        return super().labels(X)


class Converts(Good):
    def __init__(self, n_clusters=2, random_state=None):
        self.n_clusters = [n_clusters]
        self.random_state = random_state

    def labels(self, X):
        return KMeans(self.n_clusters[0], random_state=0).fit_predict(X)


class HoldsAFunction(Good):
    def labels(self, X):
        self.distance_ = lambda a, b: abs(a - b)
        return super().labels(X)


class PredictsOtherwise(Good):
    def predict(self, X):
        return np.zeros(len(X), dtype=int)


class SweepsOtherwise(Good):
    def sweep(self, X, settings):
        return [np.arange(len(X)) % one["n_clusters"] for one in settings]


def declared(its_class, **more):
    target = f"{its_class.__module__}.{its_class.__qualname__}"
    keep_class(target, its_class)
    cite = "Nobody 2020, unpublished"
    return AlgorithmSpec("wrong", target, "n_clusters", **{"cite": cite, **more})


WRONG = {
    DrawsFromTheGlobalGenerator: (
        "leaves_the_global_generator_alone",
        "draws from or seeds a global random generator; take random_state",
    ),
    SeedsTheGlobalGenerator: (
        "leaves_the_global_generator_alone",
        "draws from or seeds a global random generator; take random_state",
    ),
    DrawsAnew: ("same_seed_same_labels", "other labels when it was fitted again"),
    ChangesX: ("leaves_the_customers_alone", "changes X, which others are given too"),
    OneTooFew: (
        "one_whole_number_for_every_customer",
        r"expected labels of shape \(80,\), got \(79,\)",
    ),
    Fractions: ("one_whole_number_for_every_customer", "whole-number.*got float64"),
    SecretNoise: ("one_whole_number_for_every_customer", "noise label -1.*declared"),
    OneMore: ("no_more_segments_than_asked", "gave 3 segments where n_clusters=2"),
    FollowsTheRows: ("row_order_does_not_matter", "rows come in another order"),
    Remembers: ("second_fit_forgets_the_first", "remembers an earlier fit"),
    Picky: ("takes_every_kind_of_array", r"float32\): .*TypeError: only float64"),
    OnlyTwoDimensions: ("awkward_customers", "on one feature: .*two columns, please"),
    Converts: ("is_a_clusterer", "cannot be cloned.*stores its arguments as they come"),
    HoldsAFunction: ("pickles", "cannot be sent to another process"),
    PredictsOtherwise: ("predict_agrees_with_fit", r"predict\(X\) differs"),
    SweepsOtherwise: ("shared_work_gives_the_same_segments", "sweep does not give"),
}


def test_a_good_algorithm_keeps_the_contract():
    check_algorithm(declared(Good))


@pytest.mark.parametrize("its_class", WRONG, ids=lambda one: one.__name__)
def test_a_wrong_algorithm_is_caught_with_a_sentence(its_class):
    check, told = WRONG[its_class]
    with pytest.raises(ContractError, match=told) as caught:
        ALGORITHM_CHECKS[f"check_{check}"](declared(its_class))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("more", "check", "told"),
    [
        ({"cite": "me"}, "says_where_it_comes_from", "cites nobody"),
        ({"params": {"k": 3}}, "hyperparameters_exist", "'k'.* it has n_clusters"),
    ],
)
def test_a_wrong_declaration_is_caught(more, check, told):
    with pytest.raises(ContractError, match=told):
        ALGORITHM_CHECKS[f"check_{check}"](declared(Good, **more))


def test_every_check_of_an_algorithm_catches_something():
    caught = {check for check, _ in WRONG.values()}
    others = {"says_where_it_comes_from", "hyperparameters_exist"}
    baseline = {"finds_separated_groups"}  # tests/algorithms/test_contract.py
    assert set(ALGORITHM_CHECKS) == {
        f"check_{name}" for name in caught | others | baseline
    }


def test_all_failures_are_told_and_expected_ones_are_not():
    with pytest.raises(ContractError) as caught:
        check_algorithm(declared(Fractions, cite=""))
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("wrong breaks its contract in ")
    assert any("check_says_where_it_comes_from" in line for line in lines[1:])
    check_algorithm(
        declared(FollowsTheRows),
        {
            "check_row_order_does_not_matter": "by turn",
            "check_finds_separated_groups": "by turn",
        },
    )
    with pytest.raises(ContractError, match="check_pickles holds, though 'never' was"):
        check_algorithm(declared(Good), {"check_pickles": "never"})


def test_names_that_do_not_exist_are_refused():
    with pytest.raises(UnknownNameError, match="Did you mean 'check_pickles'"):
        check_algorithm("kmeans", {"check_pickle": "why"})
    with pytest.raises(UnknownNameError, match="expected failure of 'gmm'"):
        parametrize_with_checks(["kmeans"], {"gmm": {"check_pickles": "why"}})
    with pytest.raises(UnknownNameError, match="Did you mean 'kmeans'"):
        check_algorithm("kmean")
    with pytest.raises(UnknownNameError, match="Did you mean 'silhouette'"):
        check_measure("silhouete")
    for check in (check_algorithm, check_measure):
        with pytest.raises(ConfigError, match="not <class 'int'>"):
            check(int)
    with pytest.raises(ConfigError, match="needs categories"):
        check_algorithm("kprototypes")


def test_every_check_becomes_a_test_of_its_own():
    expected = {"one_segment": {"check_pickles": "an example"}}
    mark = parametrize_with_checks(["one_segment", "silhouette"], expected)
    names, cases = mark.args
    ids = [one.id for one in cases]
    assert names == "check"
    assert ids == [
        *(f"one_segment-{name}" for name in ALGORITHM_CHECKS),
        *(f"silhouette-{name}" for name in MEASURE_CHECKS),
    ]
    marked = [one.id for one in cases if one.marks]
    assert marked == ["one_segment-check_pickles"]
    cases[0].values[0]()
