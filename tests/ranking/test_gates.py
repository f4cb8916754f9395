"""What a candidate has to fulfil before it is ranked."""

import csv

import numpy as np
import pytest

from segbench.algorithms.agglomerative import Agglomerative
from segbench.algorithms.labels import canonical, status_of
from segbench.core import Labeling, Scored, Setting, SpaceKey, Status
from segbench.ranking import Gates, RankingRule, gate, rank_space
from segbench.scoring import score_labelings

SPACE = SpaceKey("d", "f", "s", 0, "0" * 64, "0" * 16)
WITHOUT_STABILITY = RankingRule(
    weights={"silhouette": 0.5, "davies_bouldin": 0.5}, method="ranks"
)


def labeling(sizes, noise=0, name="a"):
    labels = np.concatenate([np.repeat(range(len(sizes)), sizes), np.full(noise, -1)])
    status, reason = status_of(labels)
    return Labeling(Setting(name, {}), status, reason, labels, None, 0.0)


@pytest.mark.parametrize(
    ("sizes", "noise", "told"),
    [
        ([50, 50], 0, ""),
        ([60, 10], 30, ""),
        ([60, 9], 31, "only 69.0% of the customers are in a segment, 70.0% are needed"),
        ([95, 5], 0, ""),
        ([96, 4], 0, "the smallest segment has 4 customers, 5 are needed"),
        ([99, 1], 0, "the smallest segment has 1 customer, 5 are needed"),
        ([100], 0, "every customer is in one segment"),
        ([], 100, "every customer is noise"),
    ],
)
def test_gate(sizes, noise, told):
    assert gate(labeling(sizes, noise), Gates()) == told


@pytest.mark.parametrize(
    ("n", "needed"),
    [(10_000, 100), (600, 6), (200, 5), (50, 5), (49, 5), (30, 3), (6, 1)],
)
def test_smallest_segment_grows_with_the_table(n, needed):
    assert Gates().smallest_allowed(n) == needed


@pytest.mark.parametrize("percent", range(1, 100))
def test_a_share_of_a_hundred_is_exact(percent):
    """Seven percent of a hundred are seven customers, whatever 0.07 is in binary."""
    gates = Gates(min_share=percent / 100, min_size=1)
    assert gates.smallest_allowed(100) == percent


def test_coverage_at_the_bound_passes():
    for percent in range(50, 100):
        gates = Gates(min_coverage=percent / 100, min_share=0, min_size=1)
        assert gate(labeling([percent - 10, 10], 100 - percent), gates) == ""


def chain_of_outliers():
    """Five wide groups and four far customers: single linkage cuts off the latter."""
    rng = np.random.default_rng(0)
    centres = 12.0 * np.array([[0, 0], [2, 0], [0, 2], [2, 2], [1, 1]])
    groups = np.vstack([rng.uniform(-9, 9, (40, 2)) + centre for centre in centres])
    far = np.array([[48.0, 12.0], [12.0, 48.0], [-24.0, 12.0], [12.0, -24.0]])
    return np.vstack([groups, far])


def ranked_cuts(X):
    """Rank Ward's five segments against the cut of single linkage."""
    labelings = []
    for method in ("ward", "single"):
        params = {"n_clusters": 5, "linkage": method}
        labels = canonical(Agglomerative().sweep(X, [params])[0])
        setting = Setting(method, {})
        labelings.append(Labeling(setting, Status.OK, "", labels, 5, 0.0))
    scores = score_labelings(X, labelings, None)
    candidates = [
        Scored(one, score.values, score.reasons, None)
        for one, score in zip(labelings, scores, strict=True)
    ]
    return rank_space(SPACE, candidates, WITHOUT_STABILITY).rows


def test_cut_off_outliers_have_the_best_index_and_no_rank():
    ward, single = ranked_cuts(chain_of_outliers())
    assert list(single.scored.labeling.sizes) == [200, 1, 1, 1, 1]
    indices = [row.scored.scores["davies_bouldin"] for row in (single, ward)]
    assert indices[0] < indices[1]
    assert ward.rank == 1
    assert single.rank is None
    assert single.reason == "the smallest segment has 1 customer, 5 are needed"


def test_single_linkage_of_the_mall(shared):
    with shared("data", "Mall_Customers.csv").open() as file:
        rows = list(csv.DictReader(file))
    columns = ["Annual Income (k$)", "Spending Score (1-100)"]
    X = np.array([[float(row[column]) for column in columns] for row in rows])
    ward, single = ranked_cuts(X)
    assert list(single.scored.labeling.sizes) == [193, 3, 2, 1, 1]
    indices = [row.scored.scores["davies_bouldin"] for row in (single, ward)]
    assert indices[0] < indices[1]
    assert (ward.rank, single.rank) == (1, None)
