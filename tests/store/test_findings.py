"""The findings on a space come back from disk as they were."""

import json
import tempfile
from dataclasses import asdict, fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segbench.core import SpaceKey
from segbench.errors import OutputError
from segbench.scoring.findings import Curves, Findings
from segbench.scoring.nulls import FAMILIES
from segbench.scoring.structure import SplitStatistic, StructureStatus, StructureTest
from segbench.store.arrays import SCHEMA
from segbench.store.findings import load_findings, save_findings

KEY = SpaceKey("d", "f", "s", 7, "abc", "def")
numbers = st.floats(width=64)
names = st.text(st.characters(codec="utf-8"), max_size=6)


def arrays(length):
    return st.lists(numbers, min_size=length, max_size=length).map(np.array)


@st.composite
def curves(draw):
    k = st.integers(2, 6)
    ks = tuple(draw(st.lists(k, min_size=2, max_size=4, unique=True).map(sorted)))
    by_k = [one.name for one in fields(Curves) if one.type == "Matrix"]
    longer = {"gap", "gap_error"}
    lengths = {name: max(ks) if name in longer else len(ks) for name in by_k}
    return Curves(
        ks=ks,
        bic=draw(st.dictionaries(names, arrays(len(ks)), max_size=2)),
        icl=draw(st.dictionaries(names, arrays(len(ks)), max_size=2)),
        **{name: draw(arrays(length)) for name, length in lengths.items()},
    )


statistics = st.builds(
    SplitStatistic,
    smallest_share=numbers,
    value=numbers,
    k=st.none() | st.integers(2, 6),
    p_values=st.dictionaries(st.sampled_from(FAMILIES), numbers),
)
tests = st.builds(
    StructureTest,
    p_value=numbers,
    structure=st.none() | st.booleans(),
    status=st.sampled_from(StructureStatus),
    k=st.none() | st.integers(2, 6),
    statistics=st.dictionaries(st.sampled_from(["any_size", "sizeable"]), statistics),
    alpha=numbers,
    draws=st.integers(0, 99),
    customers=st.integers(0, 2_000),
)
keys = st.builds(SpaceKey, names, names, names, st.integers(0, 2**31), names, names)
findings = st.builds(
    Findings, space=keys, structure=st.none() | tests, curves=st.none() | curves()
)


def same_curves(left, right):
    assert (left is None) == (right is None)
    if left is None:
        return
    assert left.ks == right.ks
    assert isinstance(right.ks, tuple)
    assert left.bic.keys() == right.bic.keys()
    assert left.icl.keys() == right.icl.keys()
    by_k = [one.name for one in fields(Curves) if one.type == "Matrix"]
    pairs = [(getattr(left, name), getattr(right, name)) for name in by_k]
    pairs += [(left.bic[form], right.bic[form]) for form in left.bic]
    pairs += [(left.icl[form], right.icl[form]) for form in left.icl]
    assert len(pairs) == 11 + len(left.bic) + len(left.icl)
    for one, other in pairs:
        assert one.dtype == other.dtype == np.float64
        assert np.array_equal(one, other, equal_nan=True)


@given(findings)
def test_findings_come_back(one):
    with tempfile.TemporaryDirectory() as folder:
        found = load_findings(save_findings(Path(folder), one))
    assert found.space == one.space
    assert (found.structure is None) == (one.structure is None)
    if one.structure is not None:
        np.testing.assert_equal(asdict(found.structure), asdict(one.structure))
        assert found.structure.status is one.structure.status
    same_curves(one.curves, found.curves)


@given(findings)
def test_what_is_read_is_written_as_it_was(one):
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as two:
        first = save_findings(Path(folder), one)
        second = save_findings(Path(two), load_findings(first))
        assert first.name == second.name
        assert first.read_bytes() == second.read_bytes()


def some_curves(ks):
    nothing = np.full(len(ks), np.nan)
    by_k = {one.name: nothing for one in fields(Curves) if one.type == "Matrix"}
    return Curves(ks=ks, bic={}, icl={}, **by_k)


def test_names_follow_the_space_and_its_ks(tmp_path):
    plain = Findings(KEY, None, None)
    variants = [
        plain,
        Findings(KEY, None, some_curves((2, 3))),
        Findings(KEY, None, some_curves((2, 4))),
        Findings(replace(KEY, seed=8), None, None),
        Findings(replace(KEY, definition="other"), None, None),
    ]
    paths = [save_findings(tmp_path, one) for one in variants]
    assert len(set(paths)) == len(variants)
    assert save_findings(tmp_path, plain) == paths[0]
    assert all(path.match("space-*.json") for path in paths)
    assert sorted(tmp_path.iterdir()) == sorted(paths)


def changed(path, change):
    stored = json.loads(path.read_text(encoding="utf-8"))
    change(stored)
    path.write_text(json.dumps(stored), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda stored: stored.pop("curves"), "damaged or no record of segbench"),
        (lambda stored: stored.pop("schema"), "damaged or no record of segbench"),
        (lambda stored: stored["space"].pop("seed"), "damaged or no record"),
        (lambda stored: stored.update(schema=SCHEMA + 1), f"not {SCHEMA}"),
        (lambda stored: stored.update(structure={"p_value": 1}), "damaged"),
        (lambda stored: stored.update(curves={"ks": [2]}), "damaged"),
    ],
)
def test_other_layouts_are_refused_in_one_sentence(tmp_path, change, told):
    path = save_findings(tmp_path, Findings(KEY, None, some_curves((2, 3))))
    changed(path, change)
    with pytest.raises(OutputError) as caught:
        load_findings(path)
    assert told in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff\xfe", b"null"])
def test_damaged_files_are_refused_in_one_sentence(tmp_path, raw):
    path = tmp_path / "space-0.json"
    path.write_bytes(raw)
    with pytest.raises(OutputError, match="damaged or no record of segbench"):
        load_findings(path)
