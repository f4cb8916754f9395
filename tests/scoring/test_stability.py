"""Agreement of a labeling with re-clusterings of resamples."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import load_iris
from sklearn.metrics import adjusted_rand_score

from segbench.algorithms.agglomerative import Agglomerative
from segbench.scoring import compare_labels, draw_resamples, summarise
from segbench.scoring.stability import collect, trust

BOOT = json.loads((Path(__file__).parent / "iris_clusterboot.json").read_text())

pairs_of_labels = st.integers(3, 40).flatmap(
    lambda n: st.tuples(
        *[st.lists(st.integers(-1, 4), min_size=n, max_size=n) for _ in range(2)]
    )
)


def agreement(reference, found):
    """Compare a single pair."""
    k = int(reference.max(initial=-1)) + 1
    many = compare_labels(reference[None, :], [found], k)
    return SimpleNamespace(
        ari=float(many.ari[0]),
        jaccard=many.jaccard[0],
        noise_jaccard=float(many.noise_jaccard[0]),
    )


def alone(labels):
    return np.where(labels < 0, labels.max() + 1 + np.arange(len(labels)), labels)


@given(pairs_of_labels)
def test_ari_is_that_of_scikit_learn_with_noise_as_singletons(pair):
    left, right = map(np.array, pair)
    found = agreement(left, right).ari
    sizes = [len(np.unique(alone(one))) for one in (left, right)]
    if sizes in ([1, 1], [len(left)] * 2):
        assert np.isnan(found)
    else:
        expected = adjusted_rand_score(alone(left), alone(right))
        assert found == pytest.approx(expected, abs=1e-12)


@given(pairs_of_labels)
def test_agreement_is_symmetric_and_ignores_numbering(pair):
    left, right = map(np.array, pair)
    there, back = agreement(left, right), agreement(right, left)
    assert there.ari == pytest.approx(back.ari, nan_ok=True)
    assert there.noise_jaccard == pytest.approx(back.noise_jaccard, nan_ok=True)
    renamed = np.where(right < 0, -1, 4 - right)
    assert agreement(left, renamed).ari == pytest.approx(there.ari, nan_ok=True)
    assert agreement(left, renamed).jaccard == pytest.approx(there.jaccard)


def test_both_one_cluster_is_undefined_not_one():
    same = np.zeros(6, dtype=int)
    assert np.isnan(agreement(same, same).ari)


def test_both_all_singletons_is_undefined_not_one():
    assert np.isnan(agreement(np.arange(6), np.arange(6)).ari)
    assert np.isnan(agreement(np.full(6, -1), np.arange(6)).ari)


def test_one_cluster_against_two_is_zero():
    assert agreement(np.zeros(6, dtype=int), np.repeat([0, 1], 3)).ari == 0.0


def test_agreeing_on_noise_earns_nothing():
    labels = np.array([0, 0, 0, 1, 1, 1, -1, -1])
    mixed = np.array([0, 0, 1, 1, 1, 0, -1, -1])
    split = np.array([0, 0, 1, 1, 1, 0, 2, 3])
    assert agreement(labels, mixed).ari == agreement(labels, split).ari


def test_jaccard_by_hand():
    reference = np.array([0, 0, 0, 0, 1, 1, 1, -1])
    found = np.array([0, 0, 0, 1, 1, 1, -1, -1])
    # Segment 0: 3 of 4. Segment 1: 2 in common with {3, 4, 5}, of 4; noise costs.
    assert agreement(reference, found).jaccard == pytest.approx([3 / 4, 2 / 4])
    assert agreement(reference, found).noise_jaccard == pytest.approx(1 / 2)


def test_noise_matches_no_segment():
    found = agreement(np.array([0, 0, 1, 1]), np.full(4, -1))
    assert found.jaccard.tolist() == [0.0, 0.0]


TWO = np.array([0, 0, 1, 1])
"""Two segments of two."""


def test_segment_without_a_customer_in_the_resample_scores_zero():
    resample = compare_labels(TWO[None, :], [TWO], k=3)
    assert collect([resample], 0, k=3).jaccard.tolist() == [[1.0, 1.0, 0.0]]


def test_pairs_are_compared_as_each_one_alone(rng):
    references = rng.integers(-1, 3, (4, 30))
    found = [*rng.integers(-1, 5, (3, 30)), np.full(30, -1)]
    together = compare_labels(references, found, k=3)
    for i in range(4):
        alone_ = compare_labels(references[i : i + 1], found[i : i + 1], k=3)
        for name in ("ari", "jaccard", "noise_jaccard"):
            pair = getattr(together, name)[i], getattr(alone_, name)[0]
            assert np.array_equal(*pair, equal_nan=True), name


def replay(X, reference, indices, k):
    rows = np.array(indices) - 1
    (found,) = Agglomerative().sweep(X[rows], [{"n_clusters": k}])
    return agreement((np.array(reference) - 1)[rows], found)


@pytest.mark.parametrize("run", range(len(BOOT["indices"])))
def test_clusterboot_of_the_irises(run):
    found = replay(load_iris().data, BOOT["reference"], BOOT["indices"][run], k=3)
    assert found.jaccard == pytest.approx(BOOT["jaccard"][run], abs=1e-9)
    assert found.ari == pytest.approx(BOOT["ari"][run], abs=1e-9)


@pytest.mark.parametrize(
    ("name", "columns"),
    [("iris", slice(1, 5)), ("mall", slice(3, 5))],
)
def test_clusterboot_in_full(name, columns, shared):
    data = np.genfromtxt(
        shared("oracles", f"{name}_data.csv"), delimiter=",", skip_header=1
    )
    stored = shared("oracles", f"{name}_resampling_exact.json").read_text()
    boot = json.loads(stored)["clusterboot"]
    crosscheck = json.loads(shared("oracles", f"{name}_crosscheck.json").read_text())
    ties = crosscheck["tie_affected_runs_0based_to_skip"]["clusterboot"]
    expected = np.array(boot["jaccard_cluster_by_run"])
    X = data[:, columns]
    if "z" in json.loads(stored)["space"].split("_"):
        X = (X - X.mean(axis=0)) / X.std(axis=0)
    runs = [run for run in range(boot["B"]) if run not in ties]
    assert len(runs) >= 19
    for run in runs:
        indices = boot["index_sets_1based"][run]
        found = replay(X, boot["reference_partition"], indices, boot["k"])
        assert found.jaccard == pytest.approx(expected[:, run], abs=1e-9), run
        assert found.ari == pytest.approx(boot["ari_run"][run], abs=1e-9), run


def test_resamples_are_distinct_customers_of_a_bootstrap():
    drawn = draw_resamples(500, 20, seed=3)
    assert len(drawn) == 20
    for rows in drawn:
        assert (np.diff(rows) > 0).all()
        assert rows[0] >= 0
        assert rows[-1] < 500
    share = np.mean([len(rows) for rows in drawn]) / 500
    assert share == pytest.approx(1 - np.exp(-1), abs=0.02)


def test_resamples_of_large_data_are_subsamples():
    (rows,) = draw_resamples(20_001, 1, seed=3)
    assert len(rows) == 5_000
    assert (np.diff(rows) > 0).all()
    assert rows[-1] < 20_001


def test_resamples_follow_the_seed():
    one, same, other = (draw_resamples(50, 3, seed) for seed in (1, 1, 2))
    assert all(map(np.array_equal, one, same))
    assert not all(map(np.array_equal, one, other))


def test_more_resamples_begin_with_the_same_ones():
    assert all(map(np.array_equal, draw_resamples(50, 3, 1), draw_resamples(50, 9, 1)))


def test_summary_by_hand():
    """A refit that failed agrees with nothing; left out, it would raise the mean."""
    found = [np.array([0, 1, 0, 1]), np.array([1, 1, 0, 0]), None]
    resamples = [compare_labels(TWO[None, :], [one], k=2) for one in found]
    stability = collect(resamples, 0, k=2)
    assert stability.ari == pytest.approx([-0.5, 1.0, 0.0])
    assert stability.failed == 1
    summary = summarise(stability)
    assert summary.mean == pytest.approx(1 / 6)
    error = 1.96 * np.std([-0.5, 1.0, 0.0], ddof=1) / np.sqrt(3)
    assert (summary.low, summary.high) == pytest.approx((1 / 6 - error, 1 / 6 + error))
    assert (summary.p05, summary.p95) == pytest.approx((-0.45, 0.9))
    assert summary.min_jaccard == pytest.approx((1 / 3 + 1 + 0) / 3)
    assert (summary.resamples, summary.defined) == (3, 3)


def test_undefined_everywhere_has_a_reason():
    one = np.zeros((1, 4), dtype=int)
    undefined, failed = (compare_labels(one, [x], k=1) for x in (one[0], None))
    assert collect([undefined, undefined], 0, k=1).reason == (
        "the agreement is undefined in every resample"
    )
    assert collect([undefined, failed], 0, k=1).reason == ""
    nothing = collect([failed, failed], 0, k=1)
    assert nothing.reason == "the algorithm failed on every resample"
    assert np.isnan(summarise(nothing).mean)
    assert summarise(nothing).defined == 0


@pytest.mark.parametrize(
    ("mean", "word"),
    [
        (0.85, "highly stable"),
        (0.75, "stable"),
        (0.6, "a pattern"),
        (0.59, "do not trust"),
        (float("nan"), ""),
    ],
)
def test_words_of_hennig(mean, word):
    assert trust(mean) == word
