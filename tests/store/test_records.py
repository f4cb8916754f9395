"""Cells and data sets come back from disk as they were."""

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segbench.core import (
    Cell,
    CleaningStep,
    Dataset,
    Labeling,
    Role,
    Scored,
    Setting,
    SpaceKey,
    Stability,
    Status,
)
from segbench.data import build_dataset
from segbench.store import load_cell, load_dataset, save_cell, save_dataset

names = st.text(st.characters(blacklist_characters="\x00", codec="utf-8"), max_size=12)
numbers = st.floats(width=64)
params = st.dictionaries(
    names,
    st.one_of(st.integers(), st.floats(allow_nan=False), names, st.none()),
    max_size=3,
)


@st.composite
def rows(draw):
    n, k, b = draw(st.integers(1, 8)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    labels = draw(
        st.none()
        | st.lists(st.integers(-1, k - 1), min_size=n, max_size=n).map(np.array)
    )
    labeling = Labeling(
        setting=Setting(draw(names), draw(params)),
        status=draw(st.sampled_from(Status)),
        reason=draw(names),
        labels=labels,
        k_asked=draw(st.none() | st.integers(2, 10)),
        fit_seconds=draw(st.floats(0, 1e6)),
        criteria=draw(st.dictionaries(names, numbers, max_size=2)),
    )
    some = st.lists(numbers, min_size=b, max_size=b).map(np.array)
    table = st.lists(numbers, min_size=b * k, max_size=b * k)
    stability = Stability(
        draw(some), np.array(draw(table)).reshape(b, k), draw(some), draw(names)
    )
    scores = draw(st.dictionaries(names, numbers, max_size=3))
    reasons = draw(st.dictionaries(names, names, max_size=3))
    return Scored(labeling, scores, reasons, draw(st.sampled_from([None, stability])))


cells = st.builds(
    Cell,
    space=st.builds(SpaceKey, names, names, names, st.integers(0, 2**31), names, names),
    algo=names,
    fixed=params,
    resamples=st.integers(0, 100),
    rows=st.lists(rows(), max_size=3).map(tuple),
)


def same_arrays(left, right):
    if left is None or right is None:
        assert left is right
        return
    assert left.dtype == right.dtype
    assert np.array_equal(left, right, equal_nan=left.dtype.kind == "f")


def same_row(left, right):
    assert repr(left.scores) == repr(right.scores)  # NaN is NaN, as text
    assert dict(left.reasons) == dict(right.reasons)
    one, other = left.labeling, right.labeling
    for name in ("setting", "status", "reason", "k_asked", "fit_seconds"):
        assert getattr(one, name) == getattr(other, name)
    assert repr(one.criteria) == repr(other.criteria)
    same_arrays(one.labels, other.labels)
    assert (left.stability is None) == (right.stability is None)
    if left.stability is not None:
        for name in ("ari", "jaccard", "noise_jaccard"):
            found = getattr(right.stability, name)
            same_arrays(getattr(left.stability, name), found)
        assert left.stability.reason == right.stability.reason


@given(cells)
def test_cells_come_back(cell):
    with tempfile.TemporaryDirectory() as folder:
        found = load_cell(save_cell(Path(folder), cell))
    for name in ("space", "algo", "fixed", "resamples"):
        assert getattr(found, name) == getattr(cell, name)
    assert len(found.rows) == len(cell.rows)
    for left, right in zip(cell.rows, found.rows, strict=True):
        same_row(left, right)


@st.composite
def datasets(draw):
    n = draw(st.integers(1, 6))
    columns = draw(st.lists(names, min_size=2, max_size=2, unique=True))
    some = st.lists(numbers, min_size=n, max_size=n)
    texts = st.lists(names, min_size=n, max_size=n)
    levels = np.array(draw(texts), dtype=str)
    truth = st.lists(st.integers(-1, 3), min_size=n, max_size=n).map(np.array)
    return Dataset(
        name=draw(names),
        frame=pd.DataFrame({columns[0]: np.array(draw(some)), columns[1]: levels}),
        roles={columns[0]: Role.NUMERIC, columns[1]: Role.CATEGORICAL},
        ids=tuple(draw(texts)),
        truth=draw(st.none() | truth),
        log=tuple(draw(st.lists(st.builds(CleaningStep, names, names, st.integers())))),
        fingerprint=draw(st.text("0123456789abcdef", min_size=8, max_size=8)),
        simulated=draw(st.booleans()),
    )


@given(datasets())
def test_data_sets_come_back(dataset):
    with tempfile.TemporaryDirectory() as folder:
        found = load_dataset(save_dataset(Path(folder), dataset))
    for name in ("name", "roles", "ids", "log", "fingerprint", "simulated"):
        assert getattr(found, name) == getattr(dataset, name)
    pd.testing.assert_frame_equal(found.frame, dataset.frame)
    same_arrays(dataset.truth, found.truth)


def test_built_data_set_comes_back(customers, tmp_path):
    customers.loc[3, "income"] = np.nan
    customers.loc[5, "city"] = None
    customers["segment"] = np.repeat(["b", "a"], 40)
    built = build_dataset(customers, "mine")
    found = load_dataset(save_dataset(tmp_path, built))
    pd.testing.assert_frame_equal(found.frame, built.frame, check_dtype=False)
    assert found.ids == built.ids
    assert found.roles == built.roles
    assert found.log == built.log
    same_arrays(built.truth, found.truth)


def a_cell(resamples=2, seed=0):
    key = SpaceKey("d", "f", "s", seed, "abc", "def")
    return Cell(key, "kmeans", {"n_init": np.int64(10)}, resamples, ())


def test_names_follow_what_is_stored(tmp_path):
    first = save_cell(tmp_path, a_cell())
    assert save_cell(tmp_path, a_cell()) == first
    assert save_cell(tmp_path, a_cell(resamples=3)) != first
    assert save_cell(tmp_path, a_cell(seed=1)) != first
    assert len(list(tmp_path.iterdir())) == 3


def test_what_has_no_place_in_a_record_is_refused(tmp_path):
    cell = Cell(a_cell().space, "a", {"made": object()}, 0, ())
    with pytest.raises(TypeError, match="object has no place in a record"):
        save_cell(tmp_path, cell)
    assert list(tmp_path.iterdir()) == []
