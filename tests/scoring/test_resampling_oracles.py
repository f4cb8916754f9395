"""Resampling statistics replayed: the index sets and results of fpc in R, with Ward.

Nothing is random here. Runs in which tied merges were broken another way by scipy are
listed beside the results, and left out.
"""

import csv
import json

import numpy as np
import pytest
from scipy.cluster.hierarchy import linkage

from segbench.scoring import compare_labels
from segbench.scoring.selection import instability, prediction_strength
from segbench.trees import cut

KINDS = ["clusterboot", "prediction_strength"]
KINDS += ["nselectboot_averagedist", "nselectboot_centroid"]


def ward(samples, ks, _seeds):
    trees = [linkage(X, "ward") for X in samples]
    return [np.array([cut(tree, k) for k in ks]) for tree in trees]


def near(values):
    return pytest.approx(np.asarray(values), abs=1e-9)


@pytest.fixture(params=["mall", "iris"])
def read(request, shared):
    """Read a file of a data set."""

    def text(name):
        return shared("oracles", f"{request.param}_{name}").read_text(encoding="utf-8")

    return text


@pytest.fixture
def oracle(read):
    """Customers, what R found on them, and the runs to leave out."""
    stored = json.loads(read("resampling_exact.json"))
    columns = json.loads(read("indices.json"))["columns"][stored["space"]]
    rows = csv.DictReader(read("data.csv").splitlines())
    X = np.array([[float(row[column]) for column in columns] for row in rows])
    crosscheck = json.loads(read("crosscheck.json"))
    return X, stored, crosscheck["tie_affected_runs_0based_to_skip"]


def replayed(ties, k, n_runs):
    return [run for run in range(n_runs) if [k, run] not in ties]


def test_few_runs_are_left_out(oracle):
    _, _, ties = oracle
    assert set(ties) == set(KINDS)
    assert all(len(ties[kind]) <= 1 for kind in KINDS)


def test_clusterboot(oracle):
    X, stored, ties = oracle
    want = stored["clusterboot"]
    reference, k = np.array(want["reference_partition"]) - 1, want["k"]
    runs = [run for run in range(want["B"]) if run not in ties["clusterboot"]]
    assert len(runs) >= 19
    for run in runs:
        drawn = np.array(want["index_sets_1based"][run]) - 1
        (stack,) = ward([X[drawn]], [k], [0])
        again = np.unique(stack[0], return_inverse=True)[1]
        found = compare_labels(reference[None, drawn], [again], k)
        assert found.ari == near([want["ari_run"][run]])
        jaccard = [of_segment[run] for of_segment in want["jaccard_cluster_by_run"]]
        assert found.jaccard[0] == near(jaccard)


def test_prediction_strength(oracle):
    X, stored, ties = oracle
    want = stored["prediction_strength"]
    rows = zip(want["k"], want["permutations_1based"], want["predcorr"], strict=True)
    for k, permutations, strengths in rows:
        found = prediction_strength(X, np.array(permutations) - 1, [k], ward)
        runs = replayed(ties["prediction_strength"], k, want["M"])
        assert found.runs[0, runs] == near(np.array(strengths)[runs])
        if len(runs) == want["M"]:
            assert found.mean == near([want["mean_pred"][k - 1]])


def test_the_k_of_prediction_strength(oracle):
    X, stored, _ = oracle
    want = stored["prediction_strength"]
    means = [
        prediction_strength(X, np.array(orders) - 1, [k], ward).mean[0]
        for k, orders in zip(want["k"], want["permutations_1based"], strict=True)
    ]
    supported = [k for k, mean in zip(want["k"], means, strict=True) if mean >= 0.8]
    assert max(supported, default=1) == want["optimalk"]


@pytest.mark.parametrize("rule", ["averagedist", "centroid"])
def test_nselectboot(oracle, rule):
    X, stored, ties = oracle
    want = stored[f"nselectboot_{rule}"]
    shares = np.array(want["stab"]).T  # by k and run
    means = []
    for k, pairs, row in zip(
        want["k"], want["index_pairs_1based"], shares, strict=True
    ):
        found = instability(X, np.array(pairs) - 1, [k], ward, rule=rule)
        runs = replayed(ties[f"nselectboot_{rule}"], k, want["B"])
        assert found.one_sided[0, runs] == near(row[runs])
        means.append(found.one_sided.mean())
    assert want["k"][int(np.argmin(means))] == want["kopt"]
