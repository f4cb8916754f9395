"""Density-based validity against a direct implementation, and by hand."""

from itertools import combinations

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.datasets import make_moons

from segbench.core import Labeling, Setting, Status
from segbench.scoring import measure_functions as functions
from segbench.scoring import score_labelings
from segbench.scoring.dbcv import dbcv_of_stack


def dbcv(X, labels):
    return dbcv_of_stack(np.asarray(X), np.asarray(labels)[None])[0]


def tree_of(distances, core):
    """Kruskal: all edges in order, each one that closes no circle."""
    edges = sorted(
        (max(core[i], core[j], apart), min(core[i], core[j]), apart, i, j)
        for i, j in combinations(range(len(core)), 2)
        for apart in [distances[i, j]]
    )
    group, taken = list(range(len(core))), []
    for length, _, _, i, j in edges:
        if group[i] != group[j]:
            taken.append((i, j, length))
            old, new = group[i], group[j]
            group = [new if one == old else one for one in group]
    return taken


def direct(X, labels):
    """The formulas of the paper, one by one."""
    n, d = X.shape
    parts = [X[labels == c] for c in range(labels.max() + 1) if sum(labels == c) >= 3]
    cores, inners, sparse = [], [], []
    for part in parts:
        own = cdist(part, part)
        core = [
            np.mean([(1 / own[i, j]) ** d for j in range(len(part)) if j != i])
            ** (-1 / d)
            for i in range(len(part))
        ]
        tree = tree_of(own, core)
        degree = np.bincount([end for i, j, _ in tree for end in (i, j)])
        inside = [length for i, j, length in tree if degree[i] > 1 and degree[j] > 1]
        cores.append(core)
        inners.append(np.flatnonzero(degree > 1))
        sparse.append(max(inside or [length for _, _, length in tree]))
    total = 0.0
    for a, part in enumerate(parts):
        apart = min(
            max(cores[a][i], cores[b][j], np.linalg.norm(part[i] - parts[b][j]))
            for b in range(len(parts))
            if b != a
            for i in inners[a]
            for j in inners[b]
        )
        total += len(part) / n * (apart - sparse[a]) / max(apart, sparse[a])
    return total


def random_case(seed):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(45, int(rng.integers(1, 6))))
    labels = rng.integers(-1, 4, 45)
    X[labels >= 0] += 3 * labels[labels >= 0, None]
    return X, labels


@pytest.mark.parametrize("seed", range(12))
def test_agrees_with_a_direct_implementation(seed):
    X, labels = random_case(seed)
    assert dbcv(X, labels) == pytest.approx(direct(X, labels), rel=1e-9)


def test_by_hand():
    """Segments 0, 1, 2 and 10, 11, 12 on a line, and two of noise.

    Core distances 4/3, 1, 4/3, so both edges have length 4/3; the inner customers are
    10 apart: V = (10 - 4/3) / 10 for both, and six of eight customers have it.
    """
    X = np.array([[0.0], [1], [2], [10], [11], [12], [50], [-50]])
    labels = np.array([0, 0, 0, 1, 1, 1, -1, -1])
    assert dbcv(X, labels) == pytest.approx(6 / 8 * (10 - 4 / 3) / 10)


def test_small_segments_count_as_noise():
    X, labels = random_case(0)
    X = np.vstack([X, [[90.0] * X.shape[1]] * 2])
    small = dbcv(X, np.append(labels, [4, 4]))
    assert small == dbcv(X, np.append(labels, [-1, -1]))


@pytest.mark.parametrize("labels", [[0, 0, 0, 0, 1, 1], [0, 0, 1, 1, -1, -1]])
def test_undefined_without_two_segments_of_three(labels):
    assert np.isnan(dbcv(np.arange(6.0)[:, None], labels))


@pytest.mark.parametrize("seed", range(4))
def test_order_offset_and_units_do_not_matter(seed):
    X, labels = random_case(seed)
    plain = dbcv(X, labels)
    order = np.random.default_rng(seed).permutation(45)
    assert dbcv(X[order], labels[order]) == pytest.approx(plain, rel=1e-9)
    assert dbcv(X * 1e6, labels) == pytest.approx(plain, rel=1e-9)
    sixteenths = np.round(X * 16) / 16
    assert dbcv(sixteenths + 1e9, labels) == pytest.approx(dbcv(sixteenths, labels))


def test_duplicates_are_infinitely_dense():
    """The limit of customers that come ever nearer to each other."""
    rng = np.random.default_rng(0)
    X = np.vstack([np.repeat(rng.normal(size=(8, 2)), 2, axis=0)] * 2)
    X[16:] += 20
    labels = np.repeat([0, 1], 16)
    near = X + 1e-9 * rng.normal(size=X.shape)
    assert dbcv(X, labels) == pytest.approx(dbcv(near, labels), rel=1e-4)


def test_segments_on_single_spots():
    X = np.repeat([[0.0, 0.0], [3.0, 4.0]], 4, axis=0)
    assert dbcv(X, np.repeat([0, 1], 4)) == 1.0
    assert dbcv(np.zeros((8, 2)), np.repeat([0, 1], 4)) == 0.0


@pytest.mark.parametrize("factor", [1e-4, 1.0, 1e4])
def test_powers_stay_in_range_in_high_dimension(factor):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(40, 500))
    X[20:] += 10
    value = dbcv(factor * X, np.repeat([0, 1], 20))
    assert value == pytest.approx(dbcv(X, np.repeat([0, 1], 20)), rel=1e-9)
    assert 0.5 < value < 1


def test_single_precision_is_accepted():
    X, labels = random_case(1)
    single = X.astype(np.float32)
    assert dbcv(single, labels) == dbcv(single.astype(np.float64), labels)


def test_shapes_that_silhouettes_miss_are_found():
    X, truth = make_moons(200, noise=0.05, random_state=0)
    halves = (X[:, 0] > 0.5).astype(np.int64)
    assert dbcv(X, truth) > 0.5
    assert dbcv(X, halves) < 0


def score(X, stack, density):
    labelings = [
        Labeling(Setting("a", {}), Status.OK, "", labels, None, 0.0) for labels in stack
    ]
    return score_labelings(X, labelings, None, density)


def test_of_density_methods_alone(blobs):
    X, truth = blobs
    noisy = np.where(np.arange(80) % 9 == 0, -1, truth)
    mine, others = score(X, [noisy, truth], [True, False])
    assert mine.values["dbcv"] == pytest.approx(direct(X, noisy), rel=1e-9)
    assert np.isnan(others.values["dbcv"])
    assert others.reasons == {"dbcv": "of density methods alone"}
    for one in score(X, [noisy, truth], None):
        assert one.reasons == {"dbcv": "of density methods alone"}


def test_reasons_of_density_methods(blobs, monkeypatch):
    X, truth = blobs
    pairs = np.full(80, -1)
    pairs[:4] = [0, 0, 1, 1]
    small, other = score(X, [pairs, truth], [True, False])
    assert small.reasons["dbcv"] == "fewer than two segments of 3 customers or more"
    assert other.reasons["dbcv"] == "of density methods alone"
    monkeypatch.setattr(functions, "LARGEST_DBCV", 50)
    many, other = score(X, [truth, truth], [True, False])
    assert np.isnan(many.values["dbcv"])
    assert many.reasons["dbcv"] == "not computed above 50 customers"
    assert other.reasons["dbcv"] == "of density methods alone"


def test_marks_follow_their_labelings_past_failed_ones(blobs):
    X, truth = blobs
    failed = Labeling(Setting("a", {}), Status.FAILED, "no", None, None, 0.0)
    fine = Labeling(Setting("a", {}), Status.OK, "", truth, None, 0.0)
    found = score_labelings(X, [failed, fine, fine], None, [True, False, True])
    defined = [bool(np.isfinite(one.values["dbcv"])) for one in found]
    assert defined == [False, False, True]
