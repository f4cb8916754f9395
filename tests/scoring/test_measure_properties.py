"""What has to hold for every measure, group by group."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segbench.core import Labeling, Setting, Status
from segbench.scoring import MEASURES, score_labelings
from segbench.scoring.measures import Direction

PLAIN = {
    "silhouette",
    "silhouette_macro",
    "davies_bouldin",
    "calinski_harabasz",
    "dunn",
    "xie_beni",
}
VARIANTS = {
    f"{name}_{ending}"
    for name in ("silhouette", "davies_bouldin")
    for ending in ("completed", "as_cluster")
}
INTERNAL = PLAIN | VARIANTS | {"inertia", "dbcv"}
AGAINST_TRUTH = {
    "ari",
    "ami",
    "v_measure",
    "homogeneity",
    "completeness",
    "fowlkes_mallows",
}
SCALE_FREE = PLAIN | VARIANTS | {"dbcv"}
RANKABLE = (INTERNAL | AGAINST_TRUTH) - {"inertia"}


def labeling(labels):
    return Labeling(Setting("a", {}), Status.OK, "", np.asarray(labels), None, 0.0)


def values(X, labels, truth=None):
    """Every measure of one labeling."""
    (score,) = score_labelings(X, [labeling(labels)], truth, density=[True])
    return dict(score.values)


def customers(seed, n=60, d=3):
    """Coordinates in sixteenths: adding a large whole number costs no digit."""
    rng = np.random.default_rng(seed)
    X = np.round(rng.normal(0, 4, (n, d)) * 16) / 16
    labels = rng.integers(-1, 4, n)
    labels[:4] = np.arange(4)
    return X, labels, rng.integers(-1, 3, n)


def same(left, right, rel=1e-9):
    assert left.keys() == right.keys()
    for name, value in left.items():
        assert value == pytest.approx(right[name], rel=rel, abs=1e-12), name


def test_groups_cover_every_measure():
    assert set(MEASURES) == INTERNAL | AGAINST_TRUTH
    for name, measure in MEASURES.items():
        assert measure.needs_truth == (name in AGAINST_TRUTH)
        assert (measure.direction is not Direction.NEITHER) == (name in RANKABLE)


@pytest.mark.parametrize("name", MEASURES)
def test_record_is_complete(name):
    measure = MEASURES[name]
    assert measure.name == name
    assert measure.low < measure.high
    assert len(measure.reference.split()) >= 3


@given(st.integers(0, 10_000))
def test_values_are_floats_in_the_declared_range(seed):
    X, labels, truth = customers(seed, n=40)
    found = values(X, labels, truth)
    assert found.keys() == MEASURES.keys()
    for name, value in found.items():
        assert type(value) is float
        assert MEASURES[name].low <= value <= MEASURES[name].high, name


@pytest.mark.parametrize("seed", range(5))
def test_numbers_of_segments_do_not_matter(seed):
    X, labels, truth = customers(seed)
    renamed = np.where(labels < 0, -1, np.array([2, 0, 3, 1, -1])[labels])
    same(values(X, labels, truth), values(X, renamed, truth))


@pytest.mark.parametrize("seed", range(5))
def test_row_order_does_not_matter(seed):
    X, labels, truth = customers(seed)
    order = np.random.default_rng(seed).permutation(len(X))
    shuffled = values(X[order], labels[order], truth[order])
    same(values(X, labels, truth), shuffled)


@pytest.mark.parametrize("offset", [-1e9, 1e9, 1e6])
@pytest.mark.parametrize("seed", range(3))
def test_a_common_offset_does_not_matter(seed, offset):
    X, labels, _ = customers(seed)
    same(values(X, labels), values(X + offset, labels), rel=1e-6)


@pytest.mark.parametrize("factor", [1e-6, 1e6])
def test_units_do_not_matter(factor):
    X, labels, _ = customers(0)
    plain, scaled = values(X, labels), values(X * factor, labels)
    for name in SCALE_FREE:
        assert scaled[name] == pytest.approx(plain[name], rel=1e-9), name
    assert scaled["inertia"] == pytest.approx(plain["inertia"] * factor**2, rel=1e-9)


@pytest.mark.parametrize("name", sorted(RANKABLE))
def test_good_labels_score_better_than_shuffled_ones(name, blobs):
    X, truth = blobs
    shuffled = np.random.default_rng(0).permutation(truth)
    good, bad = values(X, truth, truth)[name], values(X, shuffled, truth)[name]
    assert MEASURES[name].direction * good > MEASURES[name].direction * bad


@pytest.mark.parametrize("name", sorted(AGAINST_TRUTH))
def test_the_truth_itself_scores_one(name, blobs):
    X, truth = blobs
    assert values(X, truth, truth)[name] == pytest.approx(1.0, abs=1e-12)


@given(st.integers(0, 10_000))
def test_many_labelings_score_as_each_one_alone(seed):
    X, labels, truth = customers(seed, n=40)
    others = [labels, truth.clip(0), np.roll(labels, 3)]
    labelings = [labeling(one) for one in others]
    together = score_labelings(X, labelings, truth, density=[True] * len(others))
    for score, one in zip(together, others, strict=True):
        same(dict(score.values), values(X, one, truth))
