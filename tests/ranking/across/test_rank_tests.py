"""Tests over data sets against golden numbers, brute force and plain contracts."""

from math import factorial

import numpy as np
import pytest

from segbench.errors import UserError
from segbench.ranking.across import (
    compare_over_datasets,
    in_words,
    pair_frame,
    rank_frame,
)
from segbench.ranking.across.rank_tests import nemenyi_critical_difference
from segbench.scoring.tables import holm

# Made up; the numbers below are those of R 4.2.2: friedman.test, ptukey and qtukey,
# wilcox.test(exact = TRUE), p.adjust("holm").
SCORES = np.array(
    [
        [0.7587, 2.0523, -0.1153, 1.4712, 1.3782],
        [-0.5293, -1.0159, 1.3332, 2.2317, 1.455],
        [-0.7843, -0.8139, 2.1861, 2.8558, 1.7414],
        [0.6788, 0.7342, 0.1294, -0.558, 1.5643],
        [1.896, 1.4282, 0.5521, 1.4739, 1.5502],
        [0.0188, 0.0668, 0.171, -0.1876, 0.3157],
        [-0.9501, -0.6069, 0.6713, 1.6419, 0.7891],
        [-2.0938, 0.5136, 1.3823, 0.0828, 1.0914],
        [-1.1132, -0.5165, 0.005, -0.7703, -0.1975],
        [0.3521, -1.1263, 0.1168, 1.0453, 2.7332],
        [-0.8843, -0.2557, 1.5945, 1.0585, 0.8063],
        [1.7318, -0.1965, 0.1901, 1.2248, 1.3723],
    ]
)
NEMENYI_P = {
    ("a1", "a2"): 1,
    ("a1", "a3"): 0.773128291966445,
    ("a1", "a4"): 0.614630943211592,
    ("a1", "a5"): 0.0736706331726757,
    ("a2", "a3"): 0.773128291966445,
    ("a2", "a4"): 0.614630943211592,
    ("a2", "a5"): 0.0736706331726757,
    ("a3", "a4"): 0.999023832410892,
    ("a3", "a5"): 0.614630943211592,
    ("a4", "a5"): 0.773128291966445,
}
WILCOXON = {  # V, p, p after Holm
    ("a1", "a2"): (33, 0.67724609375, 1),
    ("a1", "a3"): (22, 0.20361328125, 1),
    ("a1", "a4"): (15, 0.06396484375, 0.51171875),
    ("a1", "a5"): (5, 0.0048828125, 0.048828125),
    ("a2", "a3"): (20, 0.1513671875, 1),
    ("a2", "a4"): (20, 0.1513671875, 1),
    ("a2", "a5"): (5, 0.0048828125, 0.048828125),
    ("a3", "a4"): (23, 0.2333984375, 1),
    ("a3", "a5"): (22, 0.20361328125, 1),
    ("a4", "a5"): (31, 0.5693359375, 1),
}


def exactly(value):
    return pytest.approx(value, rel=1e-7, abs=1e-9)


def compare(scores, **kwargs):
    rows, columns = np.shape(scores)
    names = {
        "algorithms": [f"a{i + 1}" for i in range(columns)],
        "datasets": [f"d{i + 1:02}" for i in range(rows)],
    }
    return compare_over_datasets(scores, **{**names, **kwargs})


@pytest.fixture(scope="module")
def golden():
    return compare(SCORES)


def test_ranks_and_friedman(golden):
    expected = [3.66666666666667, 3.66666666666667, 2.91666666666667, 2.75, 2]
    assert golden.mean_ranks == exactly(expected)
    found = golden.tests.friedman
    assert (found.chi2, found.df) == (exactly(9.4), 4)
    assert found.p == exactly(0.0518430794796662)
    assert (found.f, found.df1, found.df2) == (exactly(2.67875647668394), 4, 44)
    assert found.f_p == exactly(0.0439108320840427)
    assert found.kendall_w == exactly(0.195833333333333)
    assert golden.tests.rejected


def test_nemenyi(golden):
    assert golden.tests.nemenyi_cd == exactly(1.7607707926176)
    assert nemenyi_critical_difference(5, 12, 0.1) == exactly(1.58761059922835)
    p = golden.tests.nemenyi_p
    assert np.array_equal(p, p.T)
    assert np.array_equal(np.diag(p), np.ones(5))
    assert p[np.triu_indices(5, 1)] == exactly(list(NEMENYI_P.values()))


def test_pairs(golden):
    found = {(one.first, one.second): one for one in golden.tests.pairs}
    assert found.keys() == WILCOXON.keys()
    for pair, (v, p, p_holm) in WILCOXON.items():
        one = found[pair]
        assert one.signed_rank.statistic == v
        assert (one.p, one.p_holm) == (exactly(p), exactly(p_holm))
        assert one.differ == (p_holm <= 0.05)
    assert found["a1", "a5"].favours == "a5"


def test_order_of_rows_and_columns_does_not_matter(golden):
    rng = np.random.default_rng(1)
    rows, columns = rng.permutation(12), rng.permutation(5)
    moved = compare(
        SCORES[np.ix_(rows, columns)],
        algorithms=[f"a{i + 1}" for i in columns],
        datasets=[f"d{i + 1:02}" for i in rows],
    )
    assert moved.tests.friedman.f_p == pytest.approx(golden.tests.friedman.f_p)
    assert (moved.cliques, in_words(moved)) == (golden.cliques, in_words(golden))
    frame = rank_frame(golden)
    assert frame.equals(rank_frame(moved))

    def by_pair(comparison):
        tests = comparison.tests.pairs
        return {frozenset((t.first, t.second)): (t.p, t.p_holm) for t in tests}

    assert by_pair(moved) == by_pair(golden)


@pytest.mark.parametrize("rows", range(1, 6))
def test_few_data_sets_are_not_tested(rows):
    found = compare(SCORES[:rows])
    assert found.descriptive
    tests = found.tests
    absent = (tests.friedman, tests.rejected, tests.nemenyi_cd, tests.nemenyi_p)
    assert absent == (None,) * 4
    assert (tests.pairs, found.cliques, found.uncertainty) == ((), (), None)
    assert all(one.shift.low is None for one in found.effects)
    assert "descriptive" in in_words(found)
    assert "p = " not in in_words(found)
    assert not {"p", "p_holm"} & set(pair_frame(found))


def test_equal_algorithms():
    found = compare(np.tile(np.arange(8.0)[:, None], 4))
    assert list(found.mean_ranks) == [2.5] * 4
    friedman = found.tests.friedman
    assert (friedman.chi2, friedman.p, friedman.f_p) == (0, 1, 1)
    assert friedman.kendall_w == 0
    assert (found.tests.rejected, found.tests.pairs) == (False, ())
    assert found.cliques == (("a1", "a2", "a3", "a4"),)
    assert "cannot be told apart" in in_words(found)


def test_last_bits_are_no_difference():
    noisy = np.array([[0.3, 0.1 + 0.2, 0.2]] * 7)
    assert list(compare(noisy).table.ranks[0]) == [1.5, 1.5, 3]
    tiny = compare(noisy * 1e-9)
    assert list(tiny.table.ranks[0]) == [1.5, 1.5, 3]


def test_complete_agreement_has_a_p_value():
    found = compare(np.tile([1.0, 2.0, 3.0], (7, 1)))
    assert found.tests.friedman.kendall_w == 1
    assert found.tests.friedman.f_p == pytest.approx(1 / factorial(3) ** 6)


def test_holm_out_of_reach_is_said():
    found = compare(np.tile([1.0, 2.0, 3.0], (6, 1)))  # 3 pairs of p = 1 / 32
    assert found.tests.rejected
    assert not any(pair.differ for pair in found.tests.pairs)
    assert found.tests.pairs_in_reach is False
    assert "too few data sets" in in_words(found)


def test_failures_rank_last_and_are_counted():
    scores = SCORES[:, :4].copy()
    scores[0, [1, 3]] = np.nan
    found = compare(scores)
    assert list(found.table.ranks[0]) == [1, 3.5, 2, 3.5]
    assert list(found.table.failures) == [0, 1, 0, 1]
    assert list(found.table.differences(0, 1)[:1]) == [np.inf]
    assert list(found.table.differences(1, 0)[:1]) == [-np.inf]
    assert list(found.table.differences(1, 3)[:1]) == [0]
    assert "2 failures count as last" in in_words(found)


def test_an_algorithm_that_always_fails():
    scores = SCORES.copy()
    scores[:, 0] = np.nan
    found = compare(scores)
    assert found.mean_ranks[0] == 5
    lost = [one for one in found.tests.pairs if one.first == "a1"]
    assert all(one.p == 2**-11 and one.favours != "a1" for one in lost)


def test_two_algorithms_are_one_question():
    found = compare(SCORES[:, [0, 4]])
    assert found.tests.friedman is None
    assert found.tests.pairs[0].p == found.tests.pairs[0].p_holm == 0.0048828125
    assert found.tests.rejected
    assert found.cliques == ()


def test_holm_by_hand():
    p = holm(np.array([0.04, 0.01, 0.03, 0.9]))
    assert p == pytest.approx([0.09, 0.04, 0.09, 0.9])


@pytest.mark.parametrize(
    ("scores", "names", "says"),
    [
        (np.ones((3, 2)), {"algorithms": ["a", "a"]}, "'a' stands twice"),
        (np.ones((3, 2)), {"datasets": ["a"]}, "shape is"),
        (np.ones((3, 1)), {}, "two or more"),
        (np.full((3, 2), np.inf), {}, "infinite"),
        (np.ones((3, 2)), {"alpha": 1.0}, "alpha"),
    ],
)
def test_mistakes_are_named(scores, names, says):
    with pytest.raises(UserError, match=says):
        compare(scores, **names)
