"""Rows with all that calibration adds come back from disk as they were."""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segbench.core import (
    Calibration,
    Cell,
    Chance,
    Labeling,
    Scheme,
    Scored,
    Setting,
    SpaceKey,
    Stability,
    Status,
)
from segbench.store import load_cell, save_cell

KEY = SpaceKey("d", "f", "s", 0, "abc", "def")
MEASURES = ("silhouette", "davies_bouldin", "coverage", "null", "null x", "stability")
numbers = st.floats(width=64)
measures = st.sampled_from(MEASURES)


def arrays(*shape):
    size = int(np.prod(shape))
    lists = st.lists(numbers, min_size=size, max_size=size)
    return lists.map(lambda values: np.array(values, dtype=float).reshape(shape))


calibrations = st.builds(
    Calibration,
    customers=st.integers(1, 10**6),
    chance=st.dictionaries(
        measures, st.builds(Chance, numbers, numbers, st.integers(0, 400))
    ),
    nulls=st.integers(0, 3).flatmap(
        lambda r: st.dictionaries(measures, arrays(3, r), max_size=3)
    ),
    stability=st.integers(0, 4).flatmap(arrays),
    observed=numbers,
    own=st.booleans(),
)


@st.composite
def rows(draw):
    b = draw(st.integers(1, 3))
    labeling = Labeling(
        Setting("a", {"k": draw(st.integers(2, 5))}),
        Status.OK,
        "",
        np.array([0, 0, 1, -1]),
        None,
        0.5,
    )
    stability = Stability(
        *(draw(arrays(*shape)) for shape in ((b,), (b, 2), (b,))),
        reason="",
        failed=draw(st.integers(0, b)),
        scheme=draw(st.sampled_from(Scheme)),
    )
    return Scored(
        labeling,
        {"silhouette": draw(numbers)},
        {},
        draw(st.sampled_from([None, stability])),
        draw(st.dictionaries(measures, arrays(b), max_size=3)),
        draw(st.none() | calibrations),
    )


cells = st.lists(rows(), max_size=3).map(lambda some: Cell(KEY, "a", {}, 3, (*some,)))


def same_arrays(left, right):
    assert left.dtype == right.dtype
    assert left.shape == right.shape
    assert left.tobytes() == right.tobytes()


def same_by_name(left, right):
    assert left.keys() == right.keys()
    for name, values in left.items():
        same_arrays(values, right[name])


def same_calibration(left, right):
    assert (left is None) == (right is None)
    if left is None:
        return
    for name in ("customers", "observed", "own"):
        np.testing.assert_equal(getattr(right, name), getattr(left, name))
    for side in (left, right):
        assert all(isinstance(one, Chance) for one in side.chance.values())
    chances = [{k: vars(one) for k, one in c.chance.items()} for c in (left, right)]
    np.testing.assert_equal(*chances)
    same_arrays(left.stability, right.stability)
    same_by_name(left.nulls, right.nulls)


@given(cells)
def test_rows_come_back_with_their_calibration(cell):
    with tempfile.TemporaryDirectory() as folder:
        found = load_cell(save_cell(Path(folder), cell))
    assert len(found.rows) == len(cell.rows)
    for left, right in zip(cell.rows, found.rows, strict=True):
        same_calibration(left.calibration, right.calibration)
        same_by_name(left.resampled, right.resampled)
        assert (left.stability is None) == (right.stability is None)
        if left.stability is not None:
            for name in ("ari", "jaccard", "noise_jaccard"):
                pair = getattr(left.stability, name), getattr(right.stability, name)
                same_arrays(*pair)
            assert right.stability.failed == left.stability.failed
            assert right.stability.scheme is left.stability.scheme


@given(cells)
def test_what_is_read_is_written_as_it_was(cell):
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        first = save_cell(Path(one), cell)
        second = save_cell(Path(other), load_cell(first))
        assert first.name == second.name
        assert first.read_bytes() == second.read_bytes()


def a_row(number):
    calibration = Calibration(
        customers=number,
        chance={"silhouette": Chance(np.float64(number), 1.0, np.int64(number))},
        nulls={"silhouette": np.full((3, 2), float(number))},
        stability=np.full(4, float(number)),
        observed=float(number),
        own=number % 2 == 0,
    )
    labeling = Labeling(
        Setting("a", {"k": number}), Status.OK, "", np.array([0, 1]), None, 0.0
    )
    resampled = {"coverage": np.full(2, float(number))}
    return Scored(labeling, {}, {}, None, resampled, calibration)


def test_arrays_go_to_their_own_rows(tmp_path):
    cell = Cell(KEY, "a", {}, 0, tuple(map(a_row, range(12))))  # 1 and 11 begin alike
    found = load_cell(save_cell(tmp_path, cell))
    for left, right in zip(cell.rows, found.rows, strict=True):
        same_calibration(left.calibration, right.calibration)
        same_by_name(left.resampled, right.resampled)


@pytest.mark.parametrize("own", [True, False])
def test_rows_without_calibration_stand_beside_calibrated_ones(tmp_path, own):
    calibrated = a_row(1)
    changed = replace(calibrated.calibration, own=own, observed=float("nan"))
    calibrated = replace(calibrated, calibration=changed)
    plain = replace(a_row(2), calibration=None, resampled={})
    cell = Cell(KEY, "a", {}, 0, (plain, calibrated))
    first, second = load_cell(save_cell(tmp_path, cell)).rows
    assert first.calibration is None
    assert first.resampled == {}
    assert second.calibration.own is own
    assert np.isnan(second.calibration.observed)
