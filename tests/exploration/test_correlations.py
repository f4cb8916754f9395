"""Correlations by their definitions, and columns that say the same."""

import math

import numpy as np
import pandas as pd
import pytest

from segbench.exploration.association import association
from segbench.exploration.ranks import pearson_matrix, spearman_matrix

NAN = math.nan


def pearson(x, y):
    pairs = [(a, b) for a, b in zip(x, y, strict=True) if not math.isnan(a + b)]
    n = len(pairs)
    mx, my = (math.fsum(p[i] for p in pairs) / n for i in (0, 1))
    xy = math.fsum((a - mx) * (b - my) for a, b in pairs)
    xx = math.fsum((a - mx) ** 2 for a, _ in pairs)
    yy = math.fsum((b - my) ** 2 for _, b in pairs)
    return xy / math.sqrt(xx * yy)


def spearman(x, y):
    pairs = [(a, b) for a, b in zip(x, y, strict=True) if not math.isnan(a + b)]

    def ranks(side):
        values = [p[side] for p in pairs]
        return [
            sum(w < v for w in values) + (1 + sum(w == v for w in values)) / 2
            for v in values
        ]

    return pearson(ranks(0), ranks(1))


@pytest.fixture
def gappy(rng):
    X = rng.integers(0, 6, (40, 4)) + rng.normal(0, 1, (40, 1)).round(1)
    X[rng.random(X.shape) < 0.2] = NAN
    X[:, 3] = np.arange(40.0)  # a column without gaps
    return X


def test_pairwise_complete_by_definition(gappy):
    ours = pearson_matrix(gappy), spearman_matrix(gappy)
    for i in range(4):
        for j in range(4):
            x, y = gappy[:, i].tolist(), gappy[:, j].tolist()
            assert ours[0][i, j] == pytest.approx(pearson(x, y), abs=1e-12)
            assert ours[1][i, j] == pytest.approx(spearman(x, y), abs=1e-12)


def test_undefined_correlations_are_nan():
    X = np.array([[1, 7, NAN, 1], [2, 7, NAN, NAN], [4, 7, 1, NAN], [3, 7, 2, 3.0]])
    for found in (pearson_matrix(X), spearman_matrix(X)):
        assert np.isnan(found[1]).all()  # constant
        assert np.isnan(found[0, 2])  # two customers
        assert np.isnan(found[2, 3])  # one
        assert found[0, 0] == 1


def codes(table):
    pairs = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) if n
             for _ in range(n)]  # fmt: skip
    return tuple(np.array(side) for side in zip(*pairs, strict=True))


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        # By hand: chi2 = 40 (12 * 15 - 8 * 5)**2 / (20 * 20 * 17 * 23) = 5.0128,
        # phi2 - 1/39 = 0.0996788, levels 2 - 1/39.
        ([[12, 8], [5, 15]], 0.319846),
        ([[10, 0], [0, 10]], 1.0),
        ([[10, 10], [10, 10]], 0.0),
        ([[5, 0, 0], [0, 7, 0], [0, 0, 9]], 1.0),
        ([[3, 4]], NAN),
        ([[1, 0], [0, 1]], NAN),  # as many levels as customers
    ],
)
def test_cramers_v(table, wanted):
    first, second = codes(table)
    found = association(first, second)
    assert found == pytest.approx(wanted, abs=1e-6, nan_ok=True)
    swapped = association(second, first)
    assert swapped == pytest.approx(found, abs=1e-12, nan_ok=True)


def test_independent_columns_of_many_levels_have_no_association(rng):
    found = [association(*rng.integers(0, 15, (2, 200))) for _ in range(30)]
    assert np.mean(found) < 0.06  # uncorrected it is 0.26


def test_customers_without_a_level_are_left_out():
    first, second = codes([[12, 8], [5, 15]])
    holes = np.r_[first, -1, 0], np.r_[second, 1, -1]
    assert association(*holes) == association(first, second)


def test_redundant_columns_in_words(explore, rng):
    x = rng.normal(0, 1, 60)
    level = np.array(["a", "b", "c"])[rng.integers(0, 3, 60)]
    table = {
        "spend": x,
        "opposite": -x + rng.normal(0, 0.01, 60),
        "curved": np.exp(3 * x),
        "noise": rng.normal(0, 1, 60),
        "level": level,
        "again": pd.Series(level).str.upper(),
    }
    found = explore(table)
    pairs = {(p.first, p.second): p for p in found.correlations.redundant}
    assert set(pairs) == {
        ("spend", "opposite"),
        ("spend", "curved"),
        ("opposite", "curved"),
        ("level", "again"),
    }
    assert pairs["spend", "curved"].measure == "Spearman correlation"
    assert pairs["spend", "curved"].value == 1
    assert pairs["level", "again"].text == (
        "'level' says nearly the same as 'again' (Cramer's V 1.00)"
    )
    assert "nearly the opposite of" in pairs["spend", "opposite"].text
    assert list(found.redundant_frame["value"].abs()) == sorted(
        found.redundant_frame["value"].abs(), reverse=True
    )


def test_few_customers_are_never_redundant(explore):
    table = {"a": [1, 2, 4.5], "b": [2, 4, 9]}
    found = explore(table).correlations
    assert found.pearson[0, 1] == 1
    assert found.redundant == ()


def test_of_finer_and_coarser_levels_the_finer_is_enough(explore):
    table = {"phone": ["no", "yes", "yes"] * 20, "lines": ["zero", "one", "two"] * 20}
    found = explore(table)
    (pair,) = found.correlations.redundant
    # By hand: (1 - 2 / 59) / (1 - 1 / 59), and the square root of it.
    assert pair.value == pytest.approx((57 / 58) ** 0.5)
    assert pair.text == "'lines' nearly tells 'phone' (Cramer's V 0.99)"
    assert any(one.endswith("'lines' is enough.") for one in found.findings)
