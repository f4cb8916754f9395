"""Which candidate is chosen: the first, or the baseline that will do as well."""

import numpy as np

from segbench.core import Labeling, Scored, Setting, SpaceKey, Status
from segbench.ranking import RankingRule, rank_space

SPACE = SpaceKey("d", "f", "s", 0, "0" * 64, "0" * 16)
HALVES = np.repeat([0, 1], 50)
ONE_MOVED = np.where(np.arange(100) == 0, 1, HALVES)
OTHERS = np.roll(HALVES, 9)


def candidate(name, silhouette, davies_bouldin, labels=HALVES, status=Status.OK):
    scores = {"silhouette": silhouette, "davies_bouldin": davies_bouldin}
    labeling = Labeling(Setting(name, {}), status, "", labels, None, 0.0)
    return Scored(labeling, scores, {}, None)


def chosen(*candidates):
    ranking = rank_space(SPACE, candidates, RankingRule(method="ranks"))
    tied = any(row.tied for row in ranking.ranked)
    row = ranking.chosen
    return None if row is None else row.scored.labeling.setting.algo, tied


def test_the_baseline_where_it_finds_the_same_segments():
    ward, kmeans = candidate("ward", 0.9, 0.3), candidate("kmeans", 0.1, 0.9, ONE_MOVED)
    assert chosen(ward, kmeans) == ("kmeans", False)


def test_the_first_where_the_baseline_finds_others():
    ward, kmeans = candidate("ward", 0.9, 0.3), candidate("kmeans", 0.1, 0.9, OTHERS)
    assert chosen(ward, kmeans) == ("ward", False)


def test_a_tied_baseline_whatever_its_segments():
    ward, kmeans = candidate("ward", 0.9, 0.3), candidate("kmeans", 0.9, 0.3, OTHERS)
    assert chosen(ward, kmeans) == ("kmeans", True)


def test_no_tied_baseline_with_another_number_of_segments():
    three = np.r_[np.zeros(33), np.ones(33), np.full(34, 2)].astype(int)
    ward, kmeans = candidate("ward", 0.9, 0.3), candidate("kmeans", 0.9, 0.3, three)
    assert chosen(kmeans, ward)[1]
    # Equal scores: the first by name has the first place.
    assert chosen(candidate("a", 0.9, 0.3), kmeans)[0] == "a"


def test_nothing_where_nothing_is_ranked():
    failed = candidate("kmeans", np.nan, np.nan, None, Status.FAILED)
    assert chosen(failed) == (None, False)
