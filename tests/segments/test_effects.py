"""Effect sizes and tests against sums made anew."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from segbench.data import build_dataset
from segbench.scoring.tables import cramers_v, holm
from segbench.segments.descriptors import descriptor_tests
from segbench.segments.effects import eta_squared, omega_squared
from segbench.segments.variables import variables_of

LABELS = np.repeat([0, 1, 2, -1], [7, 9, 8, 3])


@pytest.fixture
def values(rng):
    return rng.normal(1e6, 5, 27) + LABELS


def groups(values):
    return [values[j == LABELS] for j in range(3)]


def test_eta_squared_is_that_of_the_analysis_of_variance(values):
    f = stats.f_oneway(*groups(values)).statistic
    assert eta_squared(values, LABELS) == pytest.approx(2 * f / (2 * f + 21))


def test_omega_squared_is_that_of_the_analysis_of_variance(values):
    f = stats.f_oneway(*groups(values)).statistic
    expected = 2 * (f - 1) / (2 * (f - 1) + 24)
    assert omega_squared(values, LABELS) == pytest.approx(expected)


def test_missing_values_are_left_out(values):
    holes = values.copy()
    holes[[0, 9]] = np.nan
    known = ~np.isnan(holes)
    assert eta_squared(holes, LABELS) == pytest.approx(
        eta_squared(holes[known], LABELS[known])
    )


@pytest.mark.parametrize("measure", [eta_squared, omega_squared])
def test_undefined_effects(measure):
    assert np.isnan(measure(np.full(27, 0.1), LABELS))
    assert np.isnan(measure(np.arange(27.0), np.zeros(27, dtype=np.int64)))
    assert np.isnan(measure(np.full(27, np.nan), LABELS))


def test_cramers_v_of_a_perfect_table_is_one():
    assert cramers_v(np.diag([10, 20, 30])) == pytest.approx(1)


def test_cramers_v_without_correction_is_larger(rng):
    table = rng.integers(5, 20, (3, 4))
    plain = stats.contingency.association(table, method="cramer")
    n, (r, c) = table.sum(), table.shape
    phi2 = max(0, plain**2 * 2 - (r - 1) * (c - 1) / (n - 1))
    small = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    assert cramers_v(table) == pytest.approx(np.sqrt(phi2 / small))
    assert cramers_v(table) < plain


def test_cramers_v_leaves_empty_rows_out():
    full = np.array([[9, 2], [3, 8]])
    empty = np.array([[9, 0, 2], [0, 0, 0], [3, 0, 8]])
    assert cramers_v(empty) == pytest.approx(cramers_v(full))
    assert np.isnan(cramers_v([[3, 4]]))
    assert np.isnan(cramers_v([[0, 0], [0, 0]]))


def test_holm_by_hand():
    corrected = holm([0.01, np.nan, 0.04, 0.03])
    assert corrected == pytest.approx([0.03, np.nan, 0.06, 0.06], nan_ok=True)
    assert holm([0.9, 0.8]).tolist() == [1.0, 1.0]
    assert holm([]).size == 0


def test_chi2_and_its_caveat():
    level = list("aab" * 10)
    labels = np.repeat([0, 1], 15)
    dataset = build_dataset(pd.DataFrame({"x": range(30), "c": level}), "d")
    rare = build_dataset(pd.DataFrame({"c": ["a"] * 28 + ["b"] * 2}), "d")
    (test,) = descriptor_tests(variables_of(dataset, ["x"]), labels)
    counts = pd.crosstab(np.array(level), labels)
    expected = stats.chi2_contingency(counts, correction=False)
    assert test.p == pytest.approx(expected.pvalue)
    assert test.caveat == ""
    (test,) = descriptor_tests(variables_of(rare, []), labels)
    assert test.caveat.startswith("fewer than 5 customers expected in 50%")
