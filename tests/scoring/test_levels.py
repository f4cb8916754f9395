"""Coarse columns keep their values in null data, and are no segments by themselves."""

import numpy as np
import pytest

from segbench import structure_test
from segbench.scoring.levels import find_levels, snap
from segbench.scoring.nulls import FAMILIES, fit_nulls


def ratings(seed, n=200, d=2):
    rng = np.random.default_rng(seed)
    return np.clip(np.round(rng.normal(3, 1, (n, d))), 1, 5)


def test_a_column_of_few_shared_values_is_coarse():
    rng = np.random.default_rng(0)
    few, many, constant = rng.integers(1, 6, 100), rng.normal(size=100), np.ones(100)
    levels = find_levels(np.c_[few, many, constant])
    assert list(levels) == [0]
    assert levels[0].tolist() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("n", "coarse"), [(99, False), (100, True)])
def test_each_value_is_shared_by_five_in_the_mean(n, coarse):
    column = np.arange(n) % 20
    assert (list(find_levels(column[:, None])) == [0]) is coarse


def test_values_go_to_the_nearest_there_is():
    X = np.array([[-3.0, 0.1], [1.4, 0.2], [1.6, 0.3], [9.0, 0.4]])
    found = snap(X, {0: np.array([0.0, 1.0, 2.0])})
    assert found[:, 0].tolist() == [0, 1, 2, 2]
    assert np.array_equal(found[:, 1], X[:, 1])


def test_null_data_have_the_values_of_coarse_columns_and_no_others():
    X = np.c_[ratings(0), np.random.default_rng(1).normal(size=200)]
    for model, name in zip(fit_nulls(X), FAMILIES, strict=True):
        drawn = model.draw(np.random.default_rng(2))
        assert model.name == name
        assert set(np.unique(drawn[:, :2])) <= {1.0, 2.0, 3.0, 4.0, 5.0}
        assert len(np.unique(drawn[:, 2])) == 200


@pytest.mark.parametrize("seed", range(3))
def test_ratings_and_flags_are_no_segments(seed):
    rng = np.random.default_rng(seed)
    flag = (rng.random(200) < 0.5) * 1.0
    for X in (ratings(seed), np.c_[rng.normal(size=200), flag]):
        assert structure_test(X, n_draws=39, random_state=seed).structure is False


def test_segments_of_ratings_are_found():
    rng = np.random.default_rng(0)
    content = rng.integers(0, 2, 200)[:, None]
    answers = np.where(content, 5 - (rng.random((200, 6)) < 0.2), 1)
    answers = answers + 1.0 * (rng.random((200, 6)) < 0.2) * (content == 0)
    assert structure_test(answers, n_draws=39).structure is True
