"""Customers without structure: named, the same for everybody, as many as they cost."""

import numpy as np
import pytest

from segbench.algorithms import AlgorithmSpec, Sharing, get
from segbench.core import NOISE
from segbench.runner import null_scores, null_stability, prepare
from segbench.runner.null_data import (
    Draw,
    draw_matrices,
    label,
    sample_of,
    scaled,
)
from segbench.scoring.nulls import FAMILIES, STABILITY_FAMILY

DBSCAN = AlgorithmSpec(
    "counting",
    "sklearn.cluster.DBSCAN",
    grid={"min_samples": [2, 10]},
    params={"eps": 0.5},
    assigns_noise=True,
    scales_with_n=("min_samples",),
)


def space_of(dataset, small, **changes):
    return prepare(dataset, small.make_spec(get("kmeans"), **changes))[0].space


def test_draws_are_named_after_family_and_number():
    names = [str(Draw(family, 7)) for family in FAMILIES]
    assert names == ["null transnormal 7", "null pca_box 7", "null elliptical 7"]


def test_a_draw_depends_on_its_name_and_not_on_its_turn(small):
    space = space_of(small.make_cloud(), small)
    draws = [Draw(family, number) for family in FAMILIES for number in range(2)]
    forward = draw_matrices(space, draws)
    backward = draw_matrices(space, draws[::-1])[::-1]
    for draw, one, other in zip(draws, forward, backward, strict=True):
        assert np.array_equal(one, other)
        alone = small.null_matrix(space, draw.family, draw.number)
        assert np.array_equal(one, alone)
    flat = [tuple(one.ravel()) for one in forward]
    assert len(set(flat)) == len(draws)


@pytest.mark.parametrize("changes", [{"seed": 1}, {"name": "other"}])
def test_another_seed_or_data_set_has_other_null_data(small, changes):
    points = np.random.default_rng(3).normal(size=(60, 2))
    name, seed = changes.get("name", "d"), changes.get("seed", 0)
    here = space_of(small.make_cloud(), small)
    there = space_of(small.make_dataset(points, name), small, seed=seed)
    assert np.array_equal(here.matrix, there.matrix)
    (one,), (other,) = (
        draw_matrices(space, [Draw(FAMILIES[0], 0)]) for space in (here, there)
    )
    assert not np.array_equal(one, other)


def seen_by(small, monkeypatch, module, effort):
    """Run two algorithms and gather the null data that each labels."""
    seen = {}

    def spy(work, matrices, draws, sharing):
        seen.setdefault(work.spec.name, {}).update(
            {draw: matrix.copy() for draw, matrix in zip(draws, matrices, strict=True)}
        )
        return label(work, matrices, draws, sharing)

    monkeypatch.setattr(module, "label", spy)
    algorithms = get("kmeans"), get("agglomerative")
    small.run_all(small.make_cloud(40), *algorithms, effort=effort, resamples=2)
    return seen["kmeans"], seen["agglomerative"]


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        (null_stability, {Draw(STABILITY_FAMILY, number) for number in range(10)}),
        (null_scores, {Draw(f, number) for f in FAMILIES for number in range(20)}),
    ],
)
def test_every_algorithm_of_a_space_gets_the_same_null_data(
    small, monkeypatch, module, expected
):
    effort = small.effort(
        partitions=5, nulls=20, stability_nulls=10, stability_resamples=1
    )
    one, other = seen_by(small, monkeypatch, module, effort)
    assert one.keys() == other.keys() == expected
    for draw in one:
        assert np.array_equal(one[draw], other[draw])


@pytest.mark.parametrize(("n", "size"), [(1_000, 1_000), (1_001, 500)])
def test_above_a_thousand_customers_null_data_hold_five_hundred(small, n, size):
    space = space_of(small.make_cloud(n), small)
    sample = sample_of(space)
    null, real = draw_matrices(space, [Draw(FAMILIES[0], 0), Draw(FAMILIES[0], -1)])
    assert sample.shape == null.shape == (size, 2)
    assert np.array_equal(real, sample_of(space, 1))
    assert np.array_equal(real, sample) == (size == n)  # one more sample of many
    places = [int(np.flatnonzero((space.matrix == row).all(1))[0]) for row in sample]
    assert places == sorted(set(places))  # distinct customers in their order
    assert np.array_equal(sample, sample_of(space))
    assert not set(map(tuple, null)) & set(map(tuple, space.matrix))


def test_counts_of_customers_shrink_with_the_null_data(small):
    (work,) = prepare(small.make_cloud(1_001), small.make_spec(DBSCAN))
    counts = [one["min_samples"] for one in scaled(work, 500)]
    assert counts == [2, 5]  # 2 is the floor, 10 * 500 / 1001 is about 5
    assert [one["min_samples"] for one in scaled(work, 1_001)] == [2, 10]


def test_null_data_are_labelled_with_shrunk_counts_under_the_settings_own_name(small):
    (work,) = prepare(small.make_cloud(1_001), small.make_spec(DBSCAN))
    matrices = draw_matrices(work.space, [Draw(FAMILIES[0], 0)])
    ((_, found),) = label(work, matrices, [Draw(FAMILIES[0], 0)], Sharing.NOTHING)
    assert found.setting.params == {"min_samples": 10}
    noise = {
        count: DBSCAN.estimator({"min_samples": count}, 0).fit_predict(matrices[0])
        for count in (5, 10)
    }
    shares = {count: (labels == NOISE).mean() for count, labels in noise.items()}
    assert shares[5] != shares[10]
    assert 1 - found.coverage == pytest.approx(shares[5])


def test_of_large_data_the_stability_of_the_sample_itself_is_observed(small):
    effort = small.effort(stability_nulls=10, stability_resamples=1)
    run = {"effort": effort, "resamples": 1, "ks": (2,)}
    observed = []
    for n in (60, 1_001):
        _, (cell,) = small.run_all(small.make_cloud(n), get("kmeans"), **run)
        calibration = cell.rows[0].calibration
        assert calibration.stability.shape == (10,)
        assert calibration.customers == (n if n < 1_000 else 500)
        observed.append(calibration.observed)
    assert np.isnan(observed[0])
    assert 0 < observed[1] <= 1
