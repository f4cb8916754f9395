"""The weighted share of candidates beaten, its ties and its certainty."""

import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segbench.core import Labeling, Scored, Setting, SpaceKey, Stability, Status
from segbench.ranking import NoisePolicy, RankingRule, rank_space

SPACE = SpaceKey("d", "f", "s", 0, "0" * 64, "0" * 16)


def candidate(name, silhouette, davies_bouldin, stability=None, noise=0):
    """A hundred customers in two segments of one size, some of them noise."""
    labels = np.roll(np.repeat([0, 1], 50), zlib.crc32(name.encode()) % 49)
    labels[::2][: noise // 2 + noise % 2] = -1
    labels[1::2][: noise // 2] = -1
    return Scored(
        Labeling(Setting(name, {}), Status.OK, "", labels, None, 0.0),
        {"silhouette": silhouette, "davies_bouldin": davies_bouldin},
        {},
        Stability(np.array([stability]), np.ones((1, 2)), np.ones(1), "")
        if stability is not None
        else None,
    )


def failed(name, status=Status.FAILED, reason="no luck"):
    nan = float("nan")
    return Scored(
        Labeling(Setting(name, {}), status, reason, None, None, 0.0),
        {"silhouette": nan, "davies_bouldin": nan},
        {"silhouette": reason, "davies_bouldin": reason},
        None,
    )


def rank(*candidates, **rule):
    return rank_space(SPACE, candidates, RankingRule(method="ranks", **rule))


def column(ranking, name):
    return {
        row.scored.labeling.setting.algo: getattr(row, name) for row in ranking.rows
    }


def test_three_candidates_by_hand():
    ranking = rank(
        candidate("a", 0.9, 0.3, 0.5),  # beats 2, 1 and 0 of 2
        candidate("b", 0.5, 0.2, 0.8),  # beats 0, 2 and 1 of 2
        candidate("c", 0.7, 0.4, 0.9),  # beats 1, 0 and 2 of 2
    )
    assert ranking.measures == ("silhouette", "davies_bouldin", "stability")
    assert column(ranking, "score") == pytest.approx(
        {
            "a": 0.25 * 1.0 + 0.25 * 0.5 + 0.5 * 0.0,
            "b": 0.25 * 0.0 + 0.25 * 1.0 + 0.5 * 0.5,
            "c": 0.25 * 0.5 + 0.25 * 0.0 + 0.5 * 1.0,
        }
    )
    assert column(ranking, "rank") == {"c": 1, "b": 2, "a": 3}


def test_weights_are_relative():
    pair = candidate("a", 0.9, 0.3, 0.5), candidate("b", 0.5, 0.2, 0.8)
    few = rank(*pair, weights={"silhouette": 1, "davies_bouldin": 1, "stability": 2})
    assert column(few, "score") == column(rank(*pair), "score")


def test_weight_zero_leaves_a_measure_out():
    ranking = rank(
        candidate("a", 0.9, 0.9, 0.1),
        candidate("b", 0.5, 0.1, 0.9),
        weights={"silhouette": 1, "davies_bouldin": 0, "stability": 0},
    )
    assert ranking.measures == ("silhouette",)
    assert column(ranking, "rank") == {"a": 1, "b": 2}


def test_without_resamples_stability_is_left_out():
    ranking = rank(candidate("a", 0.9, 0.3), candidate("b", 0.5, 0.4))
    assert ranking.measures == ("silhouette", "davies_bouldin")
    assert column(ranking, "score") == {"a": 1.0, "b": 0.0}


def test_a_single_candidate_is_first():
    ranking = rank(candidate("a", 0.9, 0.3))
    (row,) = ranking.rows
    assert (row.rank, row.score, row.p_first, row.tied) == (1, 1.0, 1.0, False)


def test_equal_candidates_are_tied():
    ranking = rank(
        candidate("a", 0.9, 0.3), candidate("b", 0.9, 0.3), candidate("c", 0.1, 0.9)
    )
    assert column(ranking, "rank") == {"a": 1, "b": 1, "c": 3}
    assert column(ranking, "tied") == {"a": True, "b": True, "c": False}
    assert column(ranking, "p_first") == {"a": 1.0, "b": 1.0, "c": 0.0}


def test_rounding_is_no_difference():
    ranking = rank(candidate("a", 0.1 + 0.2, 0.5), candidate("b", 0.3, 0.5))
    assert column(ranking, "rank") == {"a": 1, "b": 1}


def test_first_under_half_of_the_weightings():
    """Two measures that disagree: with uniform weights each wins half of the time."""
    ranking = rank(candidate("a", 0.9, 0.9), candidate("b", 0.1, 0.1))
    shares = column(ranking, "p_first")
    assert shares == pytest.approx({"a": 0.5, "b": 0.5}, abs=0.02)
    assert all(column(ranking, "tied").values())


def test_p_first_by_geometry():
    """c has 0.5 under every weighting; a has the first weight, b has the second."""
    weights = {"silhouette": 3, "davies_bouldin": 1}
    ranking = rank(
        candidate("a", 0.9, 0.9),
        candidate("b", 0.1, 0.1),
        candidate("c", 0.5, 0.5),
        weights=weights,
    )
    assert column(ranking, "score") == pytest.approx({"a": 0.75, "c": 0.5, "b": 0.25})
    assert column(ranking, "p_first") == pytest.approx(
        {"a": 0.5, "b": 0.5, "c": 0.0}, abs=0.02
    )


def test_unclear_first_is_tied_with_its_contenders():
    ranking = rank(
        candidate("a", 0.9, 0.3, 0.5),  # each is best, second and last in one measure
        candidate("b", 0.5, 0.2, 0.8),
        candidate("c", 0.7, 0.4, 0.9),
        candidate("d", 0.1, 0.9, 0.1),
    )
    shares, tied = column(ranking, "p_first"), column(ranking, "tied")
    assert max(shares.values()) < 0.5
    assert tied == {"a": True, "b": True, "c": True, "d": False}


def test_noise_is_charged():
    """0.8 of 80 customers is 0.64 of 100: below 0.7 unless noise costs nothing."""
    pair = candidate("noisy", 0.8, 0.4, noise=20), candidate("full", 0.7, 0.45)
    assert column(rank(*pair), "rank") == {"full": 1, "noisy": 2}
    free = rank(*pair, noise=NoisePolicy.EXCLUDE)
    assert column(free, "rank") == {"noisy": 1, "full": 2}


@pytest.mark.parametrize("policy", NoisePolicy)
def test_policies_may_be_written_as_text(policy):
    pair = candidate("noisy", 0.8, 0.4, noise=20), candidate("full", 0.7, 0.45)
    named, written = rank(*pair, noise=policy), rank(*pair, noise=str(policy))
    assert column(named, "rank") == column(written, "rank")


def test_charge_on_davies_bouldin():
    only = {"davies_bouldin": 1.0}
    pair = candidate("noisy", 0.5, 0.4, noise=20), candidate("full", 0.5, 0.5)
    assert column(rank(*pair, weights=only), "rank") == {"noisy": 1, "full": 1}


def test_unranked_come_last_with_their_reasons():
    ranking = rank(
        failed("z"),
        candidate("undefined", 0.5, float("nan"), 0.5),
        failed("y", Status.IMPOSSIBLE, "9 segments asked for"),
        candidate("good", 0.2, 0.9, 0.1),
        candidate("unresampled", 0.9, 0.1),
    )
    assert ranking.rows[0].scored.labeling.setting.algo == "good"
    assert column(ranking, "rank") == {
        "good": 1,
        "undefined": None,
        "unresampled": None,
        "y": None,
        "z": None,
    }
    reasons = column(ranking, "reason")
    assert reasons["z"] == "no luck"
    assert reasons["y"] == "9 segments asked for"
    assert reasons["undefined"].startswith("davies_bouldin is undefined")
    assert reasons["unresampled"] == "stability is undefined: not resampled"


def test_nothing_to_rank():
    assert rank(failed("a"), failed("b")).ranked == ()
    assert rank().rows == ()


values = st.tuples(
    st.integers(-10, 10).map(lambda i: i / 10),
    st.integers(1, 10).map(lambda i: i / 5),
    st.integers(-5, 10).map(lambda i: i / 10),
    st.sampled_from([0, 0, 0, 10, 20]),
)
pools = st.lists(values, min_size=1, max_size=7)


def pool(rows):
    return [candidate(f"algo{i}", *row) for i, row in enumerate(rows)]


def rows_by_name(candidates):
    names = ("rank", "score", "p_first", "tied")
    ranking = rank(*candidates)
    return {name: column(ranking, name) for name in names}, [
        row.scored.labeling.setting.algo for row in ranking.rows
    ]


@given(pools, st.randoms(use_true_random=False))
def test_turn_of_the_candidates_does_not_matter(rows, random):
    candidates = pool(rows)
    shuffled = random.sample(candidates, len(candidates))
    assert rows_by_name(candidates) == rows_by_name(shuffled)


@given(pools, st.integers(0, 6), st.integers(0, 2))
def test_improving_one_score_never_worsens_a_rank(rows, who, which):
    who %= len(rows)
    better = list(rows[who])
    better[which] += -0.15 if which == 1 else 0.15
    before = column(rank(*pool(rows)), "rank")
    after = column(rank(*pool([*rows[:who], tuple(better), *rows[who + 1 :]])), "rank")
    assert after[f"algo{who}"] <= before[f"algo{who}"]


@given(pools, st.integers(0, 6))
def test_the_same_under_two_names_is_tied(rows, who):
    twice = rows[who % len(rows)]
    ranking = rank(*pool(rows), candidate("one", *twice), candidate("two", *twice))
    for name in ("rank", "score", "p_first"):
        found = column(ranking, name)
        assert found["one"] == found["two"]
    assert column(ranking, "tied")["one"] or column(ranking, "rank")["one"] > 1


@given(pools)
def test_ranks_follow_the_scores(rows):
    ranking = rank(*pool(rows))
    ranks = [row.rank for row in ranking.rows]
    scores = [row.score for row in ranking.rows]
    assert ranks == sorted(ranks)
    assert scores == sorted(scores, reverse=True)
    assert ranks[0] == 1
    assert all(0 <= row.p_first <= 1 for row in ranking.rows)
