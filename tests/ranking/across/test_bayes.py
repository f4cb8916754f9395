"""Probabilities of better, equal and worse."""

import numpy as np
import pytest

from segbench.errors import ConfigError
from segbench.ranking.across import bayes_over_pairs
from segbench.ranking.across.bayes import posterior_weights, signed_rank_posterior
from segbench.ranking.across.table import score_table

SCORES = np.random.default_rng(3).normal([0, 0.4, 1], size=(9, 3))


def table(scores, rows=None, columns=None):
    rows = range(len(scores)) if rows is None else rows
    columns = range(np.shape(scores)[1]) if columns is None else columns
    algorithms, datasets = [f"a{i}" for i in columns], [f"d{i}" for i in rows]
    return score_table(np.asarray(scores)[np.ix_(rows, columns)], algorithms, datasets)


def by_pair(found):
    both = {}
    for one in found:
        both[one.first, one.second] = (one.p_first, one.p_equivalent, one.p_second)
        both[one.second, one.first] = (one.p_second, one.p_equivalent, one.p_first)
    return both


def test_the_definition_by_loops():
    differences, rope = np.array([0.5, -0.2, 0.05, 0.0, 0.9, -0.6]), 0.1
    weights = posterior_weights(6)[:400]
    values = [0.0, *differences]
    wins = np.zeros(3)
    for w in weights:
        share = np.zeros(3)
        for i, one in enumerate(values):
            for j, other in enumerate(values):
                total = one + other
                region = 0 if total > 2 * rope else 2 if total < -2 * rope else 1
                share[region] += w[i] * w[j]
        wins[np.argmax(share)] += 1
    found = signed_rank_posterior(differences, rope, weights)
    assert found == pytest.approx(tuple(wins / 400))


def test_probabilities_add_up_and_follow_names():
    found = by_pair(bayes_over_pairs(table(SCORES), rope=0.1, random_state=7))
    assert all(sum(p) == pytest.approx(1) for p in found.values())
    rows, columns = [4, 2, 8, 0, 1, 7, 3, 6, 5], [2, 0, 1]
    moved = bayes_over_pairs(table(SCORES, rows, columns), rope=0.1, random_state=7)
    again = by_pair(moved)
    assert again.keys() == found.keys()
    for pair, p in found.items():
        assert again[pair] == pytest.approx(p, abs=1e-12)


def test_clear_cases():
    ahead = np.column_stack([np.ones(10), np.zeros(10)])
    (better,) = bayes_over_pairs(table(ahead), rope=0.01)
    (equal,) = bayes_over_pairs(table(ahead), rope=2)
    assert better.p_first > 0.99
    assert equal.p_equivalent == 1


def test_identical_algorithms_are_equivalent_even_without_rope():
    (found,) = bayes_over_pairs(table(np.ones((8, 2))), rope=0)
    assert (found.p_first, found.p_equivalent, found.p_second) == (0, 1, 0)


def test_failures():
    scores = np.column_stack([np.zeros(8), np.full(8, np.nan)])
    (lost,) = bayes_over_pairs(table(scores), rope=0.01)
    assert lost.p_first > 0.99
    scores[:4] = [np.nan, 0]
    (even,) = bayes_over_pairs(table(scores), rope=0.01)
    assert even.p_first == pytest.approx(even.p_second, abs=0.02)


def test_few_data_sets_have_no_probabilities():
    assert bayes_over_pairs(table(np.ones((5, 3))), rope=0.01) == ()


@pytest.mark.parametrize("rope", [-0.1, float("nan"), float("inf"), "wide"])
def test_a_rope_is_a_width(rope):
    with pytest.raises(ConfigError, match="rope"):
        bayes_over_pairs(table(SCORES), rope=rope)
