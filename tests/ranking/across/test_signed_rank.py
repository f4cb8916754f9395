"""The exact signed-rank test with ties and zeros, by brute force."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata, wilcoxon

from segbench.ranking.across.signed_rank import signed_rank_test, sums_of_subsets


@given(st.lists(st.integers(-4, 4), min_size=1, max_size=9))
def test_signed_ranks_by_brute_force(differences):
    found = signed_rank_test(np.array(differences, dtype=float))
    ranks = rankdata(np.abs(differences))
    kept = [r for r, d in zip(ranks, differences, strict=True) if d != 0]
    v = sum(r for r, d in zip(ranks, differences, strict=True) if d > 0)
    centre = sum(kept) / 2
    signs = product([0, 1], repeat=len(kept))
    sums = np.array(
        [sum(r * s for r, s in zip(kept, row, strict=True)) for row in signs]
    )
    expected = np.mean(np.abs(sums - centre) >= abs(v - centre))
    assert found.statistic == v
    assert found.p == pytest.approx(expected, rel=1e-12)


def test_many_differences_take_the_normal_distribution(monkeypatch):
    differences = np.random.default_rng(0).normal(0.1, 1, 150)
    exact = signed_rank_test(differences).p
    monkeypatch.setattr("segbench.ranking.across.signed_rank.EXACT_UP_TO", 0)
    assert signed_rank_test(differences).p == pytest.approx(exact, abs=2e-3)


@pytest.mark.parametrize("n", [1, 6, 25, 50])
def test_without_ties_it_is_the_classical_test(n):
    differences = np.random.default_rng(n).normal(0.3, 1, n)
    expected = wilcoxon(differences, method="exact").pvalue
    assert signed_rank_test(differences).p == pytest.approx(expected, rel=1e-9)


def test_tail_of_the_largest_exact_sample():
    assert sums_of_subsets(range(1, 201))[0] == 2.0**-200


def test_signs_of_nothing():
    found = signed_rank_test(np.zeros(7))
    assert (found.statistic, found.total, found.n_used, found.p) == (0, 0, 0, 1)


def test_swapping_sides_changes_only_the_side():
    differences = np.array([1.0, 1, -1, 2, 0, np.inf, np.inf, -3])
    one, other = signed_rank_test(differences), signed_rank_test(-differences)
    assert one.p == other.p
    assert one.statistic + other.statistic == one.total == other.total
