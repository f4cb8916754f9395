"""Monte-Carlo p values, of all draws and of those until enough were as good."""

import numpy as np
import pytest

from segbench.scoring.null_draws import NullDraws, limit_for, monte_carlo_p
from segbench.scoring.nulls import fit_nulls


@pytest.fixture
def draws(rng):
    models = fit_nulls(rng.normal(size=(30, 2)))

    def measure(drawn):
        return drawn.max(axis=0)

    return NullDraws(models, measure, seed=1)


@pytest.mark.parametrize(
    ("alpha", "n_draws", "limit"), [(0.05, 99, 5), (0.05, 19, 1), (0.05, 18, 0)]
)
def test_limit(alpha, n_draws, limit):
    assert limit_for(alpha, n_draws) == limit


def test_p_value_counts_the_data():
    as_good = np.zeros((99, 2), dtype=bool)
    as_good[:4, 1] = True
    assert monte_carlo_p(as_good, limit=100).tolist() == [0.01, 0.05]


def test_sequential_p_value_is_that_of_the_draw_that_decided():
    as_good = np.array([[False], [True], [False], [True], [True]])
    assert monte_carlo_p(as_good, limit=2).tolist() == [3 / 5]


def test_draws_stop_at_the_limit(draws):
    never, always = np.array([np.inf, np.inf]), np.array([np.inf, -np.inf])
    assert draws.compare(never, 50, limit=1).shape == (50, 3, 2)
    stopped = draws.compare(always, 50, limit=1)
    assert len(stopped) < 50
    assert stopped[..., 1].all()
    assert not stopped[..., 0].any()


def test_a_draw_depends_on_its_name_alone(draws):
    observed = np.array([2.0, 2.0])
    few, many = draws.compare(observed, 20, 99), draws.compare(observed, 40, 99)
    assert np.array_equal(many[:20], few)
