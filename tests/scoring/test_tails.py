"""Degrees of freedom of a multivariate t."""

import numpy as np
import pytest

from segbench.scoring.tails import LEAST, MOST, most_likely_freedom


def t_draws(freedom, d, n=20_000):
    rng = np.random.default_rng(8)
    scale = np.sqrt((freedom - 2) / rng.chisquare(freedom, (n, 1)))
    return scale * rng.standard_normal((n, d))


@pytest.mark.parametrize("freedom", [3, 5, 10])
@pytest.mark.parametrize("d", [1, 4])
def test_the_freedom_of_draws_is_found(freedom, d):
    assert most_likely_freedom(t_draws(freedom, d)) == pytest.approx(freedom, rel=0.1)


def test_a_normal_is_nearly_the_most_there_is():
    X = np.random.default_rng(1).standard_normal((20_000, 2))
    assert most_likely_freedom(X) > 60


def test_lighter_tails_than_a_normal_count_as_normal():
    X = np.random.default_rng(2).uniform(-(3**0.5), 3**0.5, (500, 2))
    assert most_likely_freedom(X) == pytest.approx(MOST, rel=0.01)


@pytest.mark.parametrize(
    "X", [np.zeros((5, 0)), np.zeros((5, 2)), [[1e9, 0.0], [0, 1]]]
)
def test_anything_has_one(X):
    assert LEAST <= most_likely_freedom(np.asarray(X, dtype=float)) <= MOST
