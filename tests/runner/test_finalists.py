"""Only the best settings of an algorithm are held against data without structure."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import silhouette_score

from segbench.algorithms import get
from segbench.ranking import Gates, Method, RankingRule, rank_space
from segbench.runner.null_scores import KEPT
from segbench.scoring.nulls import FAMILIES

R = 20  # of three families: more draws than one piece of work takes
RULE = RankingRule(gates=Gates(min_size=1, min_share=0))


@pytest.fixture(scope="module")
def ran(small):
    effort = small.effort(
        partitions=5, nulls=R, stability_nulls=10, stability_resamples=2
    )
    algorithms = map(get, ("agglomerative", "kmeans", "one_segment"))
    ks = (2, 3, 4, 5, 6)
    changes = {"ks": ks, "resamples": 4, "effort": effort, "rule": RULE}
    return small.run_all(small.make_cloud(), *algorithms, **changes)


def with_nulls(cell):
    return {row.labeling.setting.key for row in cell.rows if row.calibration.nulls}


@pytest.mark.parametrize("number", [0, 1])
def test_the_three_best_settings_of_each_algorithm_have_nulls(ran, number):
    _, cells = ran
    rows = cells[number].rows
    ranked = rank_space(cells[number].space, rows, RULE).ranked
    assert len(ranked) == len(rows) == 5
    best = {one.scored.labeling.setting.key for one in ranked[:3]}
    assert with_nulls(cells[number]) == best


def test_nulls_have_a_value_for_every_family_and_draw(ran):
    _, cells = ran
    for cell in cells[:2]:
        for row in cell.rows:
            nulls = row.calibration.nulls
            shapes = {name: values.shape for name, values in nulls.items()}
            if shapes:
                assert shapes == dict.fromkeys((*KEPT, "coverage"), (len(FAMILIES), R))


def test_nulls_are_scores_of_the_same_setting_on_null_data(ran, small):
    (work, *_), (cell, *_) = ran
    checked = 0
    for row in cell.rows:
        if not row.calibration.nulls:
            continue
        estimator = AgglomerativeClustering(row.labeling.k_asked)
        for i, family in enumerate(FAMILIES):
            for number in range(R):
                X = small.null_matrix(work.space, family, number)
                expected = silhouette_score(X, estimator.fit_predict(X))
                found = row.calibration.nulls["silhouette"][i, number]
                assert found == pytest.approx(expected, abs=1e-10)
                checked += 1
    assert checked == 3 * len(FAMILIES) * R


def test_what_is_not_ranked_has_no_nulls(ran):
    _, cells = ran
    (row,) = cells[2].rows
    assert row.labeling.setting.algo == "one_segment"
    assert row.calibration is None


def test_fewer_than_three_ranked_settings_all_have_nulls(small):
    effort = small.effort(
        partitions=5, nulls=20, stability_nulls=10, stability_resamples=1
    )
    changes = {"ks": (2, 3, 50), "resamples": 2, "effort": effort}
    algorithm = get("agglomerative")
    _, (cell,) = small.run_all(small.make_cloud(), algorithm, **changes)
    ks = [row.labeling.k_asked for row in cell.rows if row.calibration]
    assert ks == [2, 3]  # segments of 50 are too small to be ranked
    assert all(row.calibration.nulls for row in cell.rows[:2])


def test_without_null_data_there_are_no_nulls(small):
    effort = small.effort(partitions=5, stability_nulls=10, stability_resamples=1)
    changes = {"effort": effort, "resamples": 2}
    _, (cell,) = small.run_all(small.make_cloud(), get("kmeans"), **changes)
    assert cell.rows[0].calibration.nulls == {}


def test_scores_on_null_data_ask_for_nothing_else(small):
    """Raw ranks, no random partitions: null data can still be scored."""
    changes = {
        "effort": small.effort(nulls=20),
        "resamples": 2,
        "rule": RankingRule(method=Method.RANKS),
    }
    _, (cell,) = small.run_all(small.make_cloud(), get("kmeans"), **changes)
    nulls = cell.rows[0].calibration.nulls
    assert nulls["silhouette"].shape == (len(FAMILIES), 20)
    assert np.isfinite(nulls["silhouette"]).all()


def test_of_large_data_the_best_setting_of_each_k_is_calibrated(small):
    """Raw values compare where k is the same, and never pick k."""
    effort = small.effort(partitions=5, stability_nulls=10, stability_resamples=1)
    changes = {"ks": (2, 3, 4), "resamples": 2, "effort": effort}
    mixtures = replace(get("gmm"), grid={"covariance_type": ["full", "diag"]})
    for n, expected in ((60, 6), (1_001, 3)):
        cloud = small.make_cloud(n)
        _, (cell,) = small.run_all(cloud, mixtures, rule=RULE, **changes)
        calibrated = [row for row in cell.rows if row.calibration is not None]
        assert len(calibrated) == expected
    assert [row.labeling.k_asked for row in calibrated] == [2, 3, 4]
    raw = RankingRule(gates=RULE.gates, method=Method.RANKS)
    for chosen in calibrated:
        rivals = [
            row for row in cell.rows if row.labeling.k_asked == chosen.labeling.k_asked
        ]
        first = rank_space(cell.space, rivals, raw).ranked[0].scored
        assert first.labeling.setting == chosen.labeling.setting
