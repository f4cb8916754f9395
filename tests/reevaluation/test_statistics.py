"""Statistics of a re-evaluation against scipy and hand calculation."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from segbench.core import Metric, Role
from segbench.reevaluation.distance import reach_of
from segbench.reevaluation.drift import (
    decile_counts,
    drift_findings,
    population_stability,
)
from segbench.reevaluation.findings import Finding, Kind, Question, judge
from segbench.reevaluation.reference import resample_size
from segbench.reevaluation.shares import newcombe, share_findings, wilson


def test_wilson_and_newcombe_give_the_published_example():
    # Newcombe 1998, table II (a): 56/70 against 48/80, method 10
    low, high = newcombe(48, 80, 56, 70)
    assert (low, high) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    known = stats.binomtest(7, 30).proportion_ci(method="wilson")
    assert wilson(7, 30) == pytest.approx((known.low, known.high))


def test_the_index_is_the_sum_over_bins():
    found = population_stability(np.array([50.0, 50]), np.array([60.0, 40]))
    by_hand = 0.1 * np.log(0.6 / 0.5) - 0.1 * np.log(0.4 / 0.5)
    assert found.value == pytest.approx(by_hand)
    assert found.p == pytest.approx(stats.chi2.sf(by_hand / 0.02, 1))
    assert found.level == pytest.approx(0.02 * stats.chi2.ppf(0.99, 1))


def test_an_empty_bin_counts_half_a_customer_and_one_bin_says_nothing():
    found = population_stability(np.array([10.0, 10]), np.array([20.0, 0]))
    assert np.isfinite(found.value)
    assert found.value > 1
    assert np.isnan(population_stability(np.array([9.0, 0]), np.array([5.0, 0])).value)


def test_the_index_has_its_level_where_nothing_drifts():
    rng = np.random.default_rng(5)
    ps = [
        population_stability(
            *decile_counts(rng.lognormal(size=400), rng.lognormal(size=250))
        ).p
        for _ in range(400)
    ]
    assert stats.binomtest(int(np.sum(np.array(ps) < 0.05)), 400, 0.05).pvalue > 0.01


def test_a_heap_of_zeros_is_a_bin():
    old = np.r_[np.zeros(60), np.arange(1, 41)].astype(float)
    counts, _ = decile_counts(old, old)
    assert counts.sum() == 100
    assert counts.max() == 60


def test_shares_are_tested_together_and_one_by_one():
    old = np.repeat([0, 1, 2, -1], [50, 30, 15, 5])
    new = np.repeat([0, 1, 2, -1], [70, 28, 1, 1])
    together, *each, coverage = share_findings(old, new, 3)
    table = [[50, 30, 15], [70, 28, 1]]
    assert together.p == pytest.approx(
        stats.chi2_contingency(table, correction=False).pvalue
    )
    assert [one.kind for one in each] == [Kind.SHARE, Kind.SHARE, Kind.VANISHED]
    assert each[0].p == pytest.approx(stats.fisher_exact([[50, 50], [70, 30]])[1])
    assert coverage.value == pytest.approx(0.04)


def test_variables_are_compared_by_their_kind():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=80), rng.normal(size=60)
    y[:9] = np.nan
    old = pd.DataFrame({"x": x, "city": ["a", "b"] * 40, "alone": 1.0})
    new = pd.DataFrame({"x": y, "city": ["a", "b", "c"] * 20})
    roles = {"x": Role.NUMERIC, "city": Role.CATEGORICAL, "alone": Role.NUMERIC}
    found = {
        (one.subject, one.statistic): one for one in drift_findings(old, new, roles)
    }
    ks = found["x", "Kolmogorov-Smirnov"]
    assert ks.p == pytest.approx(stats.ks_2samp(x, y[9:]).pvalue)
    assert found["x", "difference of missing shares"].value == pytest.approx(0.15)
    table = [[40, 40, 0], [20, 20, 20]]
    assert found["city", "chi2"].p == pytest.approx(
        stats.chi2_contingency(table, correction=False).pvalue
    )
    assert "new levels c" in found["city", "chi2"].words
    assert all(subject != "alone" for subject, _ in found)


def test_one_per_cent_of_the_old_customers_are_far():
    rng = np.random.default_rng(0)
    X = np.r_[rng.normal(size=(500, 2)), rng.normal(size=(500, 2)) + 40]
    reach = reach_of(X, np.repeat([0, 1], 500), Metric.EUCLIDEAN)
    assert reach.far(X).sum() == 10
    assert reach.far(np.array([[20.0, 20.0], [0.0, 0.0]])).tolist() == [True, False]


def _finding(p, size=1.0, tested=True):
    nan = float("nan")
    told = (Question.DESCRIBE, Kind.DRIFT, "x", "s", 0.0, nan, nan, p, "")
    return Finding(*told, size=size, tested=tested)


def test_alarms_are_sure_and_not_negligible():
    found = judge(
        [_finding(1e-9), _finding(1e-9, size=0.05), _finding(0.006), _finding(np.nan)]
    )
    assert [one.alarm for one in found] == [True, False, True, False]
    assert found[2].p_holm == pytest.approx(0.006)
    assert not judge([_finding(0.006), _finding(0.5)])[0].alarm  # two tests: 0.012


@pytest.mark.parametrize(("n", "m"), [(600, 600), (900, 300), (300, 900)])
def test_a_resample_differs_as_much_as_new_customers_do(n, m):
    s = resample_size(n, m)
    assert 1 / s - 1 / n == pytest.approx(1 / n + 1 / m, rel=0.02)
