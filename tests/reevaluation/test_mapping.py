"""Which segment is which: matching, colours, and what became of every segment."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segbench.errors import UserError
from segbench.reevaluation import (
    Kind,
    Transition,
    color_numbers,
    match_segments,
    renamed,
    transitions,
)
from segbench.reevaluation.distance import with_neighbours
from segbench.reevaluation.map_findings import map_findings
from segbench.reevaluation.reference import Reference

LABELS = st.lists(st.integers(-1, 3), min_size=4, max_size=30)


def labels(*sizes):
    """Customers 0, 0, 0, 1, 1 and so on; a None size is noise."""
    return np.repeat(np.arange(len(sizes)), sizes)


def test_numbers_survive_a_re_run_in_another_order():
    old = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, -1])
    new = np.array([2, 2, 2, 2, 0, 0, 0, 1, 1, 1])
    assert match_segments(old, new) == {0: 1, 1: 2, 2: 0}
    assert renamed(new, match_segments(old, new)).tolist() == [*old[:9], 2]


def test_a_segment_more_gets_a_number_nobody_had():
    old, new = labels(6, 4), np.array([0, 0, 0, 2, 2, 2, 1, 1, 1, 1])
    assert sorted(match_segments(old, new).values()) == [0, 1, 2]
    assert match_segments(old, new)[1] == 1


@settings(max_examples=60)
@given(LABELS, st.permutations(range(4)))
def test_a_segmentation_is_matched_with_itself(drawn, order):
    old = np.array(drawn)
    k = old.max() + 1
    turned = [one for one in order if one < k]
    new = np.where(old < 0, -1, np.array([*turned, -1])[old])
    if k > 0 and set(range(k)) <= set(old.tolist()):
        assert (renamed(new, match_segments(old, new)) == old).all()


@settings(max_examples=60)
@given(LABELS, st.randoms(use_true_random=False))
def test_every_number_is_given_once(drawn, random):
    new = [*drawn]
    random.shuffle(new)
    names = match_segments(np.array(drawn), np.array(new))
    assert len(set(names.values())) == len(names)


def test_labels_of_other_customers_are_refused():
    with pytest.raises(UserError, match="customer by customer"):
        match_segments(labels(2, 2), labels(2))


def test_solutions_with_a_segment_more_keep_their_colours():
    four = labels(10, 8, 6, 4)
    five = np.array([4] * 10 + [0] * 8 + [1] * 3 + [3] * 3 + [2] * 4)
    first, second, third = color_numbers([four, five, four])
    assert first.tolist() == [0, 1, 2, 3]
    assert second[[4, 0, 2]].tolist() == [0, 1, 3]
    assert sorted(second.tolist()) == [0, 1, 2, 3, 4]
    assert third.tolist() == [0, 1, 2, 3]


def became(old, new, far=None, shares=None):
    old, new = np.array(old), np.array(new)
    far = np.zeros(len(old), bool) if far is None else np.array(far)
    if shares is None:
        shares = [float(np.mean(old == i)) for i in range(old.max() + 1)]
    return {(one.kind, one.old, one.new) for one in transitions(old, new, far, shares)}


def test_the_same_segments_are_kept():
    found = became([0] * 6 + [1] * 4, [1] * 6 + [0] * 4)
    assert found == {(Kind.KEPT, (0,), (1,)), (Kind.KEPT, (1,), (0,))}


def test_a_split_and_its_parts():
    found = became([0] * 6 + [1] * 4, [0, 0, 0, 2, 2, 2] + [1] * 4)
    assert found == {(Kind.SPLIT, (0,), (0, 2)), (Kind.KEPT, (1,), (1,))}


def test_a_merger_of_two():
    found = became([0] * 5 + [1] * 4 + [2] * 3, [0] * 9 + [1] * 3)
    assert found == {(Kind.MERGED, (0, 1), (0,)), (Kind.KEPT, (2,), (1,))}


def test_stragglers_of_a_vanished_segment_are_no_merger():
    found = became([0] * 19 + [1], [0] * 20, shares=[0.5, 0.5])
    assert found == {(Kind.VANISHED, (1,), ()), (Kind.KEPT, (0,), (0,))}


def test_customers_far_beside_a_whole_segment_are_a_new_one():
    old, new = [0] * 20, [0] * 15 + [1] * 5
    far = [False] * 15 + [True] * 5
    assert became(old, new, far) == {
        (Kind.BORN, (), (1,)),
        (Kind.KEPT, (0,), (0,)),
    }


def test_a_segment_that_has_left_to_several_sides_has_split():
    old, new = [0] * 20, [0] * 11 + [1] * 9
    far = [False] * 11 + [True] * 9
    assert became(old, new, far) == {(Kind.SPLIT, (0,), (0, 1))}


def test_who_left_for_no_segment_is_traced_to_the_nearest():
    """A rule that knows noise; the halves of segment 0 are beyond its reach."""
    old = np.array([-1] * 8 + [0] * 2 + [1] * 10 + [-1])
    again = np.array([0] * 4 + [2] * 4 + [0, 2] + [1] * 10 + [-1])
    nearest = np.array([0] * 10 + [1] * 10 + [0])
    traced = with_neighbours(old, again, nearest)
    assert traced.tolist() == [0] * 10 + [1] * 10 + [-1]
    found = became(traced, again, shares=[0.5, 0.5])
    assert (Kind.SPLIT, (0,), (0, 2)) in found


def test_how_much_of_it_happened():
    old = [0] * 10 + [1] * 10
    by_kind = {
        one.kind: one.strength
        for again in ([0] * 7 + [2] * 3 + [1] * 10, [0] * 18 + [1] * 2)
        for one in transitions(
            np.array(old), np.array(again), np.zeros(20, bool), [0.5, 0.5]
        )
    }
    assert by_kind[Kind.SPLIT] == pytest.approx(0.3)
    assert by_kind[Kind.MERGED] == pytest.approx(0.8)


def split_finding(strength, *by_chance, others=(), structured=True):
    """A split of segment 0; splits of it, and of others, in resamples."""
    chance = Reference(
        {("split", "0"): by_chance, ("split", "1"): others},
        {"split": len(by_chance) + len(others)},
        np.ones(2),
        np.zeros(100),
        margin=0.0,
        size=50,
        resamples=100,
    )
    one = Transition(Kind.SPLIT, (0,), (0, 2), 0.5, strength)
    return map_findings([one], chance, structured=structured)[0]


def test_a_split_is_news_where_chance_splits_off_less():
    assert split_finding(0.45).alarm
    assert split_finding(0.45, 0.25, 0.3).alarm
    assert "0 times of 100" in split_finding(0.45, 0.25).words
    assert not split_finding(0.25, 0.25).alarm
    assert not split_finding(0.25, 0.45).alarm
    assert split_finding(0.25, 0.45).p == pytest.approx(2 / 101)


def test_a_kind_that_happens_often_is_news_where_it_is_stronger_than_ever():
    assert split_finding(0.25, others=[0.3] * 2).alarm
    assert not split_finding(0.25, others=[0.3] * 3).alarm
    assert not split_finding(0.25, others=[0.2, 0.2, 0.3]).alarm
    assert split_finding(0.45, others=[0.3] * 3).alarm
    assert split_finding(0.45, 0.2, 0.2, 0.2).alarm
    assert not split_finding(0.45, 0.2, others=[0.2, 0.45]).alarm


def test_without_structure_both_are_asked_for():
    assert split_finding(0.45, others=[0.3] * 2, structured=False).alarm
    assert not split_finding(0.45, others=[0.3] * 3, structured=False).alarm
    assert not split_finding(0.25, others=[0.3] * 2, structured=False).alarm


def test_a_segment_spread_over_others_is_lost():
    old = [0] * 10 + [1] * 10 + [2] * 4
    new = [0] * 10 + [1] * 10 + [0, 0, 1, 1]
    assert (Kind.LOST, (2,), ()) in became(old, new)


def test_nobody_assigned_and_nothing_found_again():
    found = became([0] * 6 + [-1] * 6, [-1] * 12, shares=[0.3, 0.3])
    kinds = {(kind, old) for kind, old, _ in found}
    assert kinds == {(Kind.LOST, (0,)), (Kind.VANISHED, (1,))}
