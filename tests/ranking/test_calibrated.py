"""Calibrated ranks: by hand, over resamples, over weights."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segbench.core import Labeling, Scored, Setting, Status
from segbench.ranking import NoisePolicy, RankingRule, rank_space
from segbench.ranking.certainty import (
    Spread,
    like_the_first,
    over_resamples,
    over_small_changes,
)

SPREAD = Spread(0.368 / 0.632, np.zeros(2))


def test_score_by_hand(space, candidate):
    (row,) = rank_space(space(), [candidate("a")], RankingRule()).rows
    sd = np.array([0.5, 0.7] * 10).std(ddof=1)
    z = {
        "silhouette": (0.5 - 0.1) / 0.2,
        "davies_bouldin": (-np.log(1.0) + 1.0) / 0.5,
        "stability": (0.8 - 0.6) / sd,
    }
    assert dict(row.points) == pytest.approx(z)
    score = 0.25 * z["silhouette"] + 0.25 * z["davies_bouldin"] + 0.5 * z["stability"]
    assert row.score == pytest.approx(score)


def test_a_rigid_algorithm_is_not_divided_by_nothing(space, candidate):
    one = candidate("a", null_stability=np.full(20, 0.75))
    (row,) = rank_space(space(), [one], RankingRule()).rows
    assert row.points["stability"] == pytest.approx((0.8 - 0.75) / 0.02)


def test_of_large_data_the_stability_of_a_sample_is_compared(space, candidate):
    one = candidate("a", observed=0.7, customers=30)
    (row,) = rank_space(space(), [one], RankingRule()).rows
    expected = (0.7 - 0.6) / np.array([0.5, 0.7] * 10).std(ddof=1)
    assert row.points["stability"] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"chance": {}}, "silhouette is not calibrated"),
        ({"null_stability": np.full(20, np.nan)}, "stability is not calibrated"),
        ({"null_stability": np.array([0.5] * 9)}, "stability is not calibrated"),
    ],
)
def test_what_is_not_calibrated_is_not_ranked(space, candidate, changes, told):
    rows = rank_space(
        space(), [candidate("a", **changes), candidate("b", shift=3)], RankingRule()
    ).rows
    last = rows[-1]
    assert last.scored.labeling.setting.algo == "a"
    assert last.rank is None
    assert told in last.reason


def test_without_null_data_stability_does_not_rank(space, candidate, by_name):
    pair = [
        candidate("a", stability=0.1, null_stability=np.zeros(0)),
        candidate("b", 0.4, null_stability=np.zeros(0), shift=3),
    ]
    ranking = rank_space(space(), pair, RankingRule())
    assert ranking.measures == ("silhouette", "davies_bouldin")
    assert by_name(ranking, "rank") == {"a": 1, "b": 2}


def test_the_same_segments_are_a_tie_whatever_their_scores(space, candidate, by_name):
    ranking = rank_space(
        space(), [candidate("a"), candidate("b", stability=0.1)], RankingRule()
    )
    assert by_name(ranking, "rank") == {"a": 1, "b": 2}
    assert all(by_name(ranking, "tied").values())


def test_a_constant_lead_over_the_resamples_is_no_tie(space, candidate, by_name):
    ranking = rank_space(
        space(), [candidate("a"), candidate("b", -0.4, shift=5)], RankingRule()
    )
    assert by_name(ranking, "tied") == {"a": False, "b": False}
    assert by_name(ranking, "p_first_resampled") == {"a": 1.0, "b": 0.0}


def test_scores_on_resamples_vary_the_ranks(space, candidate, by_name):
    better_half_the_time = {
        "silhouette": 0.5 + 0.2 * np.tile([1.0, -1.0], 10),
        "davies_bouldin": np.full(20, 1.0),
        "coverage": np.ones(20),
    }
    ranking = rank_space(
        space(),
        [candidate("a"), candidate("b", shift=5, resampled=better_half_the_time)],
        RankingRule(),
    )
    assert by_name(ranking, "p_first_resampled") == {"a": 0.5, "b": 0.5}
    assert all(by_name(ranking, "tied").values())
    assert {row.rank_high for row in ranking.rows} == {2.0}


def test_difference_against_its_spread_by_hand():
    """Differences 1 +- 1 over 20 resamples: the margin is t sqrt(1/20 + .58) sd."""
    points = np.zeros((2, 20, 1))
    points[0, :, 0] = 1 + np.tile([1.0, -1.0], 10)
    sd = points[0, :, 0].std(ddof=1)
    margin = 2.0930 * np.sqrt(1 / 20 + 0.368 / 0.632) * sd
    for lead, alike in ((margin - 0.01, True), (margin + 0.01, False)):
        scores = np.array([lead, 0.0])
        found = like_the_first(scores, points, np.ones(1), SPREAD)
        assert found.tolist() == [True, alike]


def test_few_null_data_widen_the_margin():
    """A lead of 1 without any spread over the resamples is a tie at variance 0.3."""
    points = np.zeros((2, 20, 1))
    points[0] = 1.0
    for variance, alike in ((0.1, False), (0.3, True)):
        spread = Spread(0.58, np.array([0.0, variance]))
        found = like_the_first(np.array([1.0, 0.0]), points, np.ones(1), spread)
        assert found.tolist() == [True, alike]


def test_two_that_share_a_rank_behind_the_first_are_no_ties(space, candidate, by_name):
    rows = [
        candidate("a"),
        candidate("b", -0.9, shift=5),
        candidate("c", -0.9, shift=9),
    ]
    ranking = rank_space(space(), rows, RankingRule())
    assert by_name(ranking, "rank") == {"a": 1, "b": 2, "c": 2}
    assert not any(by_name(ranking, "tied").values())


def test_segments_without_any_spread_are_no_infinite_merit(space, candidate):
    perfect = candidate("spots", 1.0, 0.0)
    (row,) = rank_space(space(), [perfect], RankingRule()).rows
    assert np.isfinite(row.score)


def test_few_resamples_tell_nothing_apart_but_equals():
    points = np.zeros((2, 4, 1))
    found = like_the_first(np.array([0.1, 0.0]), points, np.ones(1), SPREAD)
    assert found.tolist() == [True, False]


def test_ranks_over_resamples():
    points = np.array([[[3.0], [1.0], [3.0]], [[2.0], [2.0], [2.0]]])
    found = over_resamples(points, np.ones(1))
    assert found.p_first == pytest.approx([2 / 3, 1 / 3])


def test_a_tenth_of_a_weight_overturns_a_close_race():
    weights = np.array([0.5, 0.5])
    close = np.array([[1.0, 0.0], [0.0, 0.99]])
    clear = np.array([[1.0, 0.0], [0.0, 0.5]])
    assert over_small_changes(close, weights).tolist() == [True, True]
    assert over_small_changes(clear, weights).tolist() == [True, False]


def test_a_close_winner_is_marked(space, candidate):
    pair = [
        candidate("a", 0.9, 1.0),
        candidate("b", 0.5, np.exp(-0.99), shift=5),
    ]
    ranking = rank_space(space(), pair, RankingRule())
    assert [one.algo for one in ranking.overturned_by] == ["b"]


def test_the_winner_may_depend_on_the_noise_policy(space, candidate):
    labels = np.repeat([0, 1], 30)
    labels[::4] = -1
    noisy = candidate("noisy", 0.6)
    noisy = Scored(
        Labeling(Setting("noisy", {}), Status.OK, "", labels, None, 0.0),
        noisy.scores,
        {},
        noisy.stability,
        {},
        noisy.calibration,
    )
    ranking = rank_space(space(), [noisy, candidate("full")], RankingRule())
    assert ranking.rows[0].scored.labeling.setting.algo == "full"
    winners = {policy: one.algo for policy, one in ranking.other_winners.items()}
    assert winners == {NoisePolicy.EXCLUDE: "noisy"}


@given(
    st.lists(
        st.tuples(
            st.floats(-0.9, 0.9), st.floats(0.1, 3), st.floats(-0.2, 1), st.booleans()
        ),
        min_size=1,
        max_size=6,
    )
)
def test_the_same_algorithm_under_two_names_is_always_a_tie(
    space, candidate, by_name, rows
):
    pool = [
        candidate(f"a{i}", *row[:3], shift=i + 1 if row[3] else 0)
        for i, row in enumerate(rows)
    ]
    twin = candidate("twin", 5.0, 0.01, 1.0, shift=20)
    again = candidate("again", 5.0, 0.01, 0.99, shift=20)
    ranking = rank_space(space(), [*pool, twin, again], RankingRule())
    tied = by_name(ranking, "tied")
    assert tied["twin"]
    assert tied["again"]
