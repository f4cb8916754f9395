"""Sizes of differences and the certainty of mean ranks."""

import numpy as np
import pytest
from scipy.stats import wilcoxon

from segbench.ranking.across import compare_over_datasets
from segbench.ranking.across.effects import rank_uncertainty, shift
from segbench.ranking.across.table import score_table


def table(scores):
    rows, columns = np.shape(scores)
    return score_table(
        scores, [f"a{i}" for i in range(columns)], [f"d{i:03}" for i in range(rows)]
    )


def test_walsh_averages_by_hand():
    # Of 1..6 the averages are symmetric around 3.5; 1/64 is the chance of V = 0.
    found = shift(np.arange(1.0, 7))
    assert (found.median, found.hodges_lehmann) == (3.5, 3.5)
    assert (found.low, found.high, found.n) == (1, 6, 6)
    assert found.coverage == 1 - 2 / 64


def test_hollander_and_wolfe_depression_scores():
    # Hollander, Wolfe & Chicken, table 3.1 and examples 3.3 and 3.4
    before = np.array([1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30])
    after = np.array([0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29])
    found = shift(after - before, alpha=0.04)
    assert found.hodges_lehmann == pytest.approx(-0.46)
    assert (found.low, found.high) == pytest.approx((-0.786, -0.010))
    assert found.coverage == pytest.approx(0.961, abs=5e-4)


def test_the_interval_holds_what_the_test_does_not_reject():
    differences = np.random.default_rng(5).normal(0.5, 1, 11)
    found = shift(differences)

    def p(centre):
        return wilcoxon(differences - centre, method="exact").pvalue

    nudge = 1e-9
    assert p(found.low + nudge) > 0.05 >= p(found.low - nudge)
    assert p(found.high - nudge) > 0.05 >= p(found.high + nudge)


@pytest.mark.parametrize(("n", "alpha"), [(5, 0.2), (6, 0.01)])
def test_no_interval_from_too_few(n, alpha):
    found = shift(np.arange(float(n)), alpha)
    assert (found.low, found.high, found.coverage) == (None, None, None)
    assert found.hodges_lehmann == (n - 1) / 2


def test_failures_have_no_size():
    scores = np.column_stack([np.arange(8.0) + 1, np.arange(8.0)])
    scores[0, 0] = np.nan
    found = compare_over_datasets(
        scores, algorithms=["a", "b"], datasets=list("abcdefgh")
    )
    assert found.effects[0].shift.n == 7
    assert found.effects[0].shift.hodges_lehmann == 1
    never = compare_over_datasets(
        np.full((8, 2), np.nan), algorithms=["a", "b"], datasets=list("abcdefgh")
    )
    assert never.effects[0].shift.n == 0
    assert np.isnan(never.effects[0].shift.median)


def test_certainty_of_mean_ranks():
    rng = np.random.default_rng(0)
    scores = rng.normal([0, 0, 5], size=(12, 3))
    found = rank_uncertainty(table(scores))
    assert found.p_first.sum() == pytest.approx(1)
    assert found.p_first[2] == 1
    mean = table(scores).mean_ranks
    assert np.all((found.low <= mean) & (mean <= found.high))
    # Ranks of the first two are 2 or 3: the mean is a binomial share.
    spread = np.sqrt(np.var(table(scores).ranks[:, 0]) / 12)
    assert found.high[0] - found.low[0] == pytest.approx(2 * 1.96 * spread, abs=0.15)


def test_equal_algorithms_share_the_first_place():
    found = rank_uncertainty(table(np.ones((10, 4))))
    assert list(found.p_first) == [0.25] * 4
    assert list(found.low) == list(found.high) == [2.5] * 4


def test_under_ten_data_sets_nothing_is_resampled():
    assert rank_uncertainty(table(np.ones((9, 4)))) is None


def test_the_seed_decides():
    scores = np.random.default_rng(0).normal(size=(12, 3))
    again = [rank_uncertainty(table(scores), random_state=s).p_first for s in (1, 1, 2)]
    assert np.array_equal(again[0], again[1])
    assert not np.array_equal(again[0], again[2])
    assert again[0] == pytest.approx(again[2], abs=0.03)
