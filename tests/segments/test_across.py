"""Segment level stability across solutions."""

import numpy as np
import pytest

from segbench.errors import UserError
from segbench.segments.across import flows, slsa


def labels_of(table):
    """Two labelings with this contingency table."""
    table = np.asarray(table)
    before, after = np.indices(table.shape)
    return tuple(np.repeat(one.ravel(), table.ravel()) for one in (before, after))


# Counts of fixed labelings of iris and of the mall's customers; values from R 4.2.2,
# by the formula of flexclust 1.4 (slsaplot), printed with 15 digits.
GOLDEN = {
    "iris species, ward3": (
        [[50, 0, 0], [0, 49, 1], [0, 15, 35]],
        [1, 0.504366638392947, 0.884462838573119],
    ),
    "iris complete4, gmm3": (
        [[50, 0, 0], [0, 18, 42], [0, 27, 1], [0, 0, 12]],
        [1, 0.514524702772666, 0.55929179565005],
    ),
    "iris km3, random5": (
        [[15, 10, 10, 12, 15], [6, 6, 10, 7, 9], [12, 9, 8, 9, 12]],
        [
            0.0568112194744266,
            0.0198374091370493,
            0.0047674426779013,
            0.0219331840472677,
            0.0191659622038599,
        ],
    ),
    "mall km3, km5": (
        [[0, 0, 0, 39, 0], [0, 35, 3, 0, 0], [22, 0, 78, 0, 23]],
        [1, 1, 0.855808485153722, 1, 1],
    ),
    "mall km5, km6_age": (
        [
            [0, 0, 0, 0, 0, 22],
            [1, 2, 32, 0, 0, 0],
            [43, 36, 1, 0, 0, 1],
            [0, 0, 0, 39, 0, 0],
            [1, 0, 0, 0, 21, 1],
        ],
        [
            0.867887526433646,
            0.871885675713089,
            0.915626469525488,
            1,
            1,
            0.785889070065676,
        ],
    ),
    "mall single4, ward4": (
        [[108, 21, 36, 31], [0, 0, 2, 0], [0, 0, 0, 1], [0, 0, 1, 0]],
        [1, 1, 0.769059147644815, 0.899688837843643],
    ),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_equals_r(name):
    table, expected = GOLDEN[name]
    assert slsa(*labels_of(table)) == pytest.approx(expected, abs=1e-12)


def test_does_not_depend_on_the_order_of_customers_or_on_the_numbers_before():
    before, after = labels_of(GOLDEN["mall km5, km6_age"][0])
    order = np.random.default_rng(0).permutation(len(before))
    assert slsa(before[order], after[order]) == pytest.approx(slsa(before, after))
    assert slsa(before.max() - before, after) == pytest.approx(slsa(before, after))


def test_one_segment_before_is_a_whole_parent():
    assert slsa(np.zeros(6, int), np.array([0, 0, 1, 1, 2, 2])).tolist() == [1, 1, 1]


def test_equal_parts_of_all_are_nothing_that_lasts():
    before = np.tile(np.arange(7), 3)
    assert slsa(before, np.zeros(21, int)).tolist() == pytest.approx([0.0], abs=1e-12)


def test_noise_is_left_out():
    before = np.array([0, 0, 1, 1, -1, -1, 0])
    after = np.array([0, 0, 1, 1, 0, 2, -1])
    assert flows(before, after).tolist() == [[2, 0, 0], [0, 2, 0]]
    found = slsa(before, after)
    assert found[:2].tolist() == [1, 1]
    assert np.isnan(found[2])  # all of its members were noise


def test_everybody_noise():
    nobody = np.full(4, -1)
    assert slsa(nobody, nobody).shape == (0,)
    assert np.isnan(slsa(nobody, np.zeros(4, int))).all()
    assert slsa(np.zeros(4, int), nobody).shape == (0,)


@pytest.mark.parametrize("after", [np.zeros(3, int), np.zeros((4, 1), int)])
def test_other_customers_are_refused(after):
    with pytest.raises(UserError, match="same customers"):
        slsa(np.zeros(4, int), after)
