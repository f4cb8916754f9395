"""What scores are compared with, replayed by hand and by other libraries."""

import importlib
from dataclasses import replace

import numpy as np
import pytest
from sklearn.cluster import KMeans

from segbench.algorithms import AlgorithmSpec, Job, Sharing, get, refit
from segbench.core import Status
from segbench.ranking import Gates, RankingRule, rank_space
from segbench.runner import spec as runner_spec
from segbench.runner.yardstick import yardstick

NULLS, RESAMPLES = 10, 3
ANY_SIZE = RankingRule(gates=Gates(min_share=0, min_size=1))


def tight(eps, min_samples):
    """Find tight blobs, and nothing at all where customers are spread out."""
    params = {"eps": eps, "min_samples": min_samples}
    target = "sklearn.cluster.DBSCAN"
    return AlgorithmSpec("tight", target, params=params, assigns_noise=True)


THREE, TWELVE = tight(0.15, 8), tight(0.1, 5)


def calibrating(small, **more):
    draws = {"stability_nulls": NULLS, "stability_resamples": RESAMPLES}
    return small.effort(partitions=5, **{**draws, **more})


def three_means(matrix, seed):
    return KMeans(3, n_init=1, random_state=seed).fit_predict(matrix)


def by_refit(spec, params, sharing):
    def cluster(matrix, seed):
        ((outcome,),) = refit(spec, [Job(matrix, (params,), seed)], sharing)
        return outcome.labels

    return cluster


@pytest.fixture
def three_blobs(small, blobs):
    return small.make_dataset(blobs[0])


@pytest.fixture
def twelve_blobs(small):
    rng = np.random.default_rng(5)
    corners = np.array([(x, y) for x in range(4) for y in range(3)]) * 50.0
    return small.make_dataset(np.repeat(corners, 6, 0) + rng.normal(size=(72, 2)))


def test_stability_on_null_data_replayed_with_scikit_learn(small):
    changes = {"effort": calibrating(small), "resamples": 5}
    own = AlgorithmSpec(
        "own", "sklearn.cluster.KMeans", "n_clusters", params={"n_init": 1}
    )
    (work,), (cell,) = small.run_all(small.make_cloud(), own, **changes)
    expected = small.null_stability_by_hand(work, three_means, NULLS, RESAMPLES)
    (row,) = cell.rows
    assert row.calibration.stability == pytest.approx(expected, abs=1e-12)
    assert row.calibration.own
    z = (row.stability.ari.mean() - expected.mean()) / expected.std(ddof=1)
    (ranked,) = rank_space(cell.space, cell.rows, RankingRule()).ranked
    assert ranked.points["stability"] == pytest.approx(z, abs=1e-9)
    assert expected.std(ddof=1) > 0.02  # or the smallest spread would count


@pytest.mark.parametrize("name", ["kmeans", "agglomerative", "gmm"])
def test_stability_on_null_data_replayed_with_the_refits_in_bulk(small, name):
    changes = {"effort": calibrating(small), "resamples": 2, "ks": (2, 4)}
    changes["rule"] = ANY_SIZE
    (work,), (cell,) = small.run_all(small.make_cloud(), get(name), **changes)
    last = len(cell.rows) - 1
    for i in (0, last):
        params = work.settings[i].params
        cluster = by_refit(work.spec, params, Sharing.SAMPLES)
        expected = small.null_stability_by_hand(work, cluster, NULLS, RESAMPLES)
        found = cell.rows[i].calibration.stability
        assert found == pytest.approx(expected, abs=1e-12)
    first, other = (cell.rows[i].calibration.stability for i in (0, last))
    assert not np.array_equal(first, other)


def test_where_a_density_method_finds_nothing_k_means_stands_in(small, three_blobs):
    effort = calibrating(small)
    changes = {"effort": effort, "resamples": 3, "ks": (2,)}  # not the 3 it finds
    (work, _), cells = small.run_all(three_blobs, THREE, get("kmeans"), **changes)
    (row,), (rival,) = (cell.rows for cell in cells)
    assert (row.labeling.k_asked, row.labeling.k_found) == (None, 3)
    assert not row.calibration.own
    stand_in = yardstick(work.space, (2,))
    assert stand_in.spec.params == {"n_init": 20}
    cluster = by_refit(stand_in.spec, {"n_clusters": 3}, Sharing.SAMPLES)
    expected = small.null_stability_by_hand(stand_in, cluster, NULLS, RESAMPLES)
    assert row.calibration.stability == pytest.approx(expected, abs=1e-12)
    assert rival.calibration.own  # what finds its segments keeps its own
    assert not np.array_equal(rival.calibration.stability, row.calibration.stability)


def test_the_yardstick_has_the_ks_that_density_methods_find(small, twelve_blobs):
    changes = {"effort": calibrating(small), "resamples": 3, "ks": (2, 3)}
    _, (cell,) = small.run_all(twelve_blobs, TWELVE, **changes)
    (row,) = cell.rows
    assert (row.labeling.k_asked, row.labeling.k_found) == (None, 12)
    assert not row.calibration.own
    assert np.isfinite(row.calibration.stability).all()


def test_where_the_yardstick_has_no_such_k_nobody_stands_in(
    small, twelve_blobs, monkeypatch
):
    module = importlib.import_module("segbench.runner.all_fits")
    monkeypatch.setattr(module, "MOST_SEGMENTS", 11)
    changes = {"effort": calibrating(small), "resamples": 3, "ks": (2, 3)}
    _, (cell,) = small.run_all(twelve_blobs, TWELVE, **changes)
    (row,) = cell.rows
    assert row.calibration.own
    assert np.isnan(row.calibration.stability).all()
    assert row.calibration.stability.shape == (NULLS,)
    assert row.calibration.chance["silhouette"].sd > 0


class Stages:
    """A progress that remembers the stages it was told."""

    def __init__(self):
        self.names = []

    def start(self, stage, total):
        self.names += [stage] * (total > 0 and stage != "scoring")

    def advance(self):
        pass


def stages_of(small, effort):
    stages = Stages()
    changes = {"effort": effort, "resamples": 2, "progress": stages}
    _, (cell,) = small.run_all(small.make_cloud(40), get("kmeans"), **changes)
    return cell, stages.names


def test_without_effort_nothing_is_calibrated(small):
    cell, stages = stages_of(small, small.effort())
    assert cell.rows[0].calibration is None
    assert stages == ["fitting", "resampling"]


def test_each_effort_is_a_step_of_its_own(small):
    cell, stages = stages_of(small, small.effort(partitions=5))
    assert stages[2:] == ["random partitions"]
    assert cell.rows[0].calibration.stability.shape == (0,)
    cell, stages = stages_of(
        small, small.effort(stability_nulls=10, stability_resamples=1)
    )
    assert stages[2:] == ["null stability"]
    assert cell.rows[0].calibration.chance == {}


def test_only_what_has_scores_is_calibrated(small):
    changes = {"effort": calibrating(small), "resamples": 2, "ks": (3, 99)}
    algorithms = get("kmeans"), get("one_segment"), get("agglomerative")
    _, cells = small.run_all(small.make_cloud(), *algorithms, **changes)
    rows = [row for cell in cells for row in cell.rows]
    calibrated = [row.calibration is not None for row in rows]
    assert calibrated == [row.labeling.status is Status.OK for row in rows]
    assert calibrated == [True, False, False, True, False]


def test_chance_depends_on_the_number_of_segments_alone(small):
    changes = {"effort": calibrating(small), "resamples": 2, "ks": (2, 3)}
    algorithms = get("agglomerative"), get("kmeans")
    _, (one, other) = small.run_all(small.make_cloud(), *algorithms, **changes)
    chances = [[row.calibration.chance for row in cell.rows] for cell in (one, other)]
    assert chances[0] == chances[1]
    assert chances[0][0] != chances[0][1]
    assert chances[0][0]["silhouette"].draws == 4 * 5  # of four kinds


def test_many_segments_have_no_random_partitions(small):
    changes = {"effort": calibrating(small), "resamples": 2, "ks": (30, 31)}
    changes["rule"] = ANY_SIZE
    _, (cell,) = small.run_all(small.make_cloud(90), get("agglomerative"), **changes)
    few, many = (row.calibration.chance for row in cell.rows)
    assert set(few) == {"silhouette", "davies_bouldin"}
    assert many == {}


def same_calibrations(one, other, rtol=1e-12):
    assert len(one.rows) == len(other.rows)
    for left, right in zip(one.rows, other.rows, strict=True):
        a, b = left.calibration, right.calibration
        assert (a.customers, a.chance, a.own) == (b.customers, b.chance, b.own)
        np.testing.assert_array_equal(a.stability, b.stability)
        np.testing.assert_array_equal(a.observed, b.observed)
        assert a.nulls.keys() == b.nulls.keys()
        for name, values in a.nulls.items():
            np.testing.assert_allclose(values, b.nulls[name], rtol=rtol)
    assert any(row.calibration.nulls for row in one.rows)


def test_processes_change_nothing(small, monkeypatch):
    monkeypatch.setattr(runner_spec, "PROCESSES_FROM", 0)
    effort = calibrating(small, nulls=20, seeds=2, stability_resamples=1)
    changes = {"effort": effort, "resamples": 3, "ks": (2, 3)}
    algorithms = get("kmeans"), get("agglomerative")
    used = [small.make_spec(*algorithms, n_jobs=n).workers(60) for n in (1, 2)]
    assert [one.processes for one in used] == [1, 2]
    _, alone = small.run_all(small.make_cloud(), *algorithms, **changes)
    _, shared = small.run_all(small.make_cloud(), *algorithms, n_jobs=2, **changes)
    for one, other in zip(alone, shared, strict=True):
        same_calibrations(one, other)
        for left, right in zip(one.rows, other.rows, strict=True):
            np.testing.assert_equal(dict(left.scores), dict(right.scores))


def test_other_algorithms_change_nothing(small, three_blobs):
    changes = {"effort": calibrating(small, nulls=20), "resamples": 3, "ks": (2, 3)}
    _, (alone,) = small.run_all(three_blobs, THREE, **changes)
    among = get("agglomerative"), get("kmeans"), THREE, get("quantile_rule")
    _, cells = small.run_all(three_blobs, *among, **changes)
    same_calibrations(alone, cells[2])
    assert not alone.rows[0].calibration.own


def test_the_order_of_the_algorithms_changes_no_digit(small):
    changes = {"effort": calibrating(small, nulls=20), "resamples": 3, "ks": (2, 3, 4)}
    algorithms = get("agglomerative"), get("kmeans"), get("gmm")
    cloud = small.make_cloud(60)
    _, cells = small.run_all(cloud, *algorithms, **changes)
    _, turned = small.run_all(cloud, *algorithms[::-1], **changes)
    for one, other in zip(cells, turned[::-1], strict=True):
        same_calibrations(calibrated(one), calibrated(other), rtol=0)
        for left, right in zip(one.rows, other.rows, strict=True):
            np.testing.assert_equal(dict(left.scores), dict(right.scores))
            np.testing.assert_equal(dict(left.resampled), dict(right.resampled))


def calibrated(cell):
    """The cell without the rows that have no scores, and so no calibration."""
    return replace(cell, rows=tuple(row for row in cell.rows if row.calibration))
