"""Every candidate is refitted on resamples, its preparation included."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import DBSCAN, KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import scale

from segbench.algorithms import AlgorithmSpec, get
from segbench.core import Status
from segbench.data import build_dataset
from segbench.features import FeatureSet, ScalerSpec
from segbench.runner import NOTHING, RunSpec, opened_runtime, prepare, run
from segbench.runner import spec as runner_spec
from segbench.scoring import draw_resamples
from segbench.seeds import seed_for

STANDARD = ScalerSpec("standard", "sklearn.preprocessing.StandardScaler")


@pytest.fixture
def dataset():
    rng = np.random.default_rng(3)
    return build_dataset(
        pd.DataFrame(rng.normal(size=(60, 2)), columns=["a", "b"]), "d"
    )


def run_one(dataset, algorithm, ks=(3,), resamples=4, *, plain=False):
    spec = RunSpec(
        (FeatureSet("all"),),
        (STANDARD,),
        (algorithm,),
        ks,
        resamples,
        plain,
        effort=NOTHING,
        n_jobs=1,
    )
    work = prepare(dataset, spec)
    (cell,) = run(dataset, spec, work, opened_runtime(spec, dataset.n_customers)).cells
    return work[0], cell


def resamples_of(dataset, b):
    return draw_resamples(60, b, seed_for(0, dataset.name, "resamples"))


def test_stability_replayed_by_hand(dataset):
    work, cell = run_one(dataset, get("kmeans"), plain=True)
    reference = KMeans(3, n_init=10, random_state=work.seed("fit")).fit_predict(
        scale(dataset.frame.to_numpy())
    )
    expected = []
    for i, rows in enumerate(resamples_of(dataset, 4)):
        X = scale(dataset.frame.to_numpy()[rows])  # learnt from the resample alone
        seed = work.seed(f"resample {i}")
        found = KMeans(3, n_init=10, random_state=seed).fit_predict(X)
        expected.append(adjusted_rand_score(reference[rows], found))
    assert cell.rows[0].stability.ari == pytest.approx(expected, abs=1e-12)
    assert 0 < np.mean(expected) < 1


def test_counts_of_customers_are_scaled(dataset):
    """`min_samples` 10 of 60 customers is about 6 of the 38 in a resample."""
    spec = AlgorithmSpec(
        "scaled",
        "sklearn.cluster.DBSCAN",
        grid={"min_samples": [10]},
        params={"eps": 0.6},
        assigns_noise=True,
        scales_with_n=("min_samples",),
    )
    _, cell = run_one(dataset, spec)
    X = scale(dataset.frame.to_numpy())
    reference = DBSCAN(eps=0.6, min_samples=10).fit_predict(X)
    for rows, found in zip(
        resamples_of(dataset, 4), cell.rows[0].stability.noise_jaccard, strict=True
    ):
        scaled = max(2, round(10 * len(rows) / 60))
        Y = scale(dataset.frame.to_numpy()[rows])
        again = DBSCAN(eps=0.6, min_samples=scaled).fit_predict(Y) == -1
        noise = reference[rows] == -1
        assert found == pytest.approx((noise & again).sum() / (noise | again).sum())


def test_same_resamples_for_every_algorithm(dataset):
    """Two names for one deterministic algorithm: paired, so exactly alike."""
    spec = get("agglomerative")
    twin = AlgorithmSpec("twin", spec.target, spec.k_param, params=spec.params)
    _, one = run_one(dataset, spec)
    _, other = run_one(dataset, twin)
    left, right = one.rows[0].stability, other.rows[0].stability
    assert np.array_equal(left.ari, right.ari)
    assert np.array_equal(left.jaccard, right.jaccard)


def test_more_resamples_than_fit_in_one_piece(dataset):
    _, few = run_one(dataset, get("agglomerative"), resamples=3)
    _, many = run_one(dataset, get("agglomerative"), resamples=23)
    assert len(many.rows[0].stability.ari) == 23
    first = many.rows[0].stability.ari[:3]
    assert np.array_equal(first, few.rows[0].stability.ari)


def test_refits_that_are_impossible_are_counted(dataset):
    _, cell = run_one(dataset, get("agglomerative"), ks=(3, 59))
    three, most = cell.rows
    assert most.labeling.status is Status.OK
    assert np.isnan(most.stability.ari).all()
    assert most.stability.reason == "the algorithm failed on every resample"
    assert np.isfinite(three.stability.ari).all()


def test_processes_change_nothing(dataset, monkeypatch):
    monkeypatch.setattr(runner_spec, "PROCESSES_FROM", 0)
    spec = RunSpec(
        (FeatureSet("all"),),
        (STANDARD,),
        (get("kmeans"), get("gmm")),
        ks=(2, 3),
        resamples=7,
        n_jobs=1,
        effort=NOTHING,
    )
    many = replace(spec, n_jobs=2)
    used = [one.workers(len(dataset.ids)).processes for one in (spec, many)]
    assert used == [1, 2]
    alone, shared = (
        run(
            dataset,
            one,
            prepare(dataset, one),
            opened_runtime(one, dataset.n_customers),
        ).cells
        for one in (spec, many)
    )
    for left, right in zip(alone, shared, strict=True):
        for one, other in zip(left.rows, right.rows, strict=True):
            assert np.array_equal(one.labeling.labels, other.labeling.labels)
            np.testing.assert_equal(dict(one.scores), dict(other.scores))
            assert np.array_equal(one.stability.ari, other.stability.ari)


def test_no_resamples_no_stability(dataset):
    _, cell = run_one(dataset, get("kmeans"), resamples=0)
    assert cell.rows[0].stability is None


def test_a_rule_without_a_value_is_a_row():
    frame = pd.DataFrame({"a": [1.0] * 30 + [2.0] * 30, "b": [3.0] * 30 + [5.0] * 30})
    _, cell = run_one(build_dataset(frame, "d"), get("dbscan"))
    (row,) = cell.rows
    assert row.labeling.status is Status.IMPOSSIBLE
    assert "rule finds no value" in row.labeling.reason
