"""Equal content has one key, everywhere; other content has another."""

import functools
import itertools
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cache.conftest import Level, Record, same

import segbench
from segbench.cache import content_key
from segbench.core import Role, Status

EVERYWHERE = """
import functools, json, math
import numpy as np
from segbench.cache import content_key
from segbench.core import Role, Setting, Status
from segbench.seeds import seed_for
names = [f"name {i}" for i in range(40)]
print(json.dumps([
    content_key(None, True, -3, 2.5, float("nan"), "text", b"raw", range(3)),
    content_key(set(names), frozenset(names), {name: 1 for name in set(names)}),
    content_key(Status.OK, Role.ID, Setting("kmeans", {"n_clusters": 3})),
    content_key(np.arange(6).reshape(2, 3), np.float32(1), np.array(["a", None])),
    content_key(seed_for, len, math.sin, np.add, functools.partial(int, base=2)),
]))
"""


def test_keys_are_the_same_in_every_process():
    source = str(Path(segbench.__file__).parents[1])
    found = []
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": source}
        command = [sys.executable, "-c", EVERYWHERE]
        found.append(json.loads(subprocess.check_output(command, env=env)))
    assert found[0] == found[1]
    assert len(set(found[0])) == len(found[0])


def test_a_key_is_this_one():
    # Another number here means that every cache in the world is computed again.
    assert content_key("segbench", 1, 2.0, [None, {"k": True}]) == (
        "9917ee6f668e851354e4dddcf59f7ae9"
    )


class WithKey:
    def __init__(self, cache_key: Any, other: int = 0) -> None:
        self.cache_key = cache_key
        self.other = other


@dataclass
class Timed:
    result: int
    seconds: float = field(default=0.0, metadata={"key": False})


@dataclass
class Untimed:
    result: int


def a_function():
    """Do nothing."""


def another_function():
    """Do nothing."""


DIFFERENT = [
    (),
    ((),),
    ("a", "b"),
    ("ab",),
    ("a", ("b",)),
    (("a", "b"),),
    ("",),
    (None,),
    ("None",),
    (1,),
    (1.0,),
    (True,),
    ("1",),
    (b"1",),
    (np.int64(1),),
    (np.int32(1),),
    (np.float64(1),),
    (np.bool_(True),),
    (np.array(1),),
    (np.array([1]),),
    (np.array([[1]]),),
    (np.array([1.0]),),
    (np.array([True]),),
    (np.zeros((0, 2)),),
    (np.zeros((2, 0)),),
    (np.array([1], dtype=object),),
    ([1],),
    ({1},),
    ({1: None},),
    ({"1": None},),
    ({1: None, 2: None},),
    (range(1),),
    (range(2),),
    (0.0,),
    (-0.0,),
    (float("nan"),),
    (float("inf"),),
    (Status.OK,),
    ("ok",),
    (Status.FAILED,),
    (Role.ID,),
    (Level.LOW,),
    (Timed(1),),
    (Timed(2),),
    (Untimed(1),),
    (WithKey(1),),
    (WithKey("1"),),
    (a_function,),
    (another_function,),
    (Timed,),
    (int,),
    (functools.partial(int, base=2),),
    (functools.partial(int, base=3),),
    (functools.partial(int, 2),),
]


def test_other_content_has_another_key():
    keys = [content_key(*parts) for parts in DIFFERENT]
    twice = [
        (DIFFERENT[i], DIFFERENT[j])
        for i, j in itertools.combinations(range(len(keys)), 2)
        if keys[i] == keys[j]
    ]
    assert twice == []
    assert all(len(key) == 32 and int(key, 16) >= 0 for key in keys)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((1, 2), [1, 2]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({"a": 1}, MappingProxyType({"a": 1})),
        ({3, 1, 2}, frozenset([1, 2, 3])),
        (Timed(1, 2.0), Timed(1, 3.0)),
        (Record(1, 2, 3.0), Record(1, 2, 4.0)),
        (WithKey((1,), 1), WithKey((1,), 2)),
        (float("nan"), -float("nan")),
    ],
)
def test_equal_content_has_one_key(one, other):
    assert content_key(one) == content_key(other)


def test_layout_in_memory_does_not_count():
    array = np.arange(24.0).reshape(4, 6)
    wide = np.repeat(array, 2, axis=1)[:, ::2]
    assert not wide.flags.c_contiguous
    keys = {content_key(one) for one in (array, np.asfortranarray(array), wide)}
    assert len(keys) == 1
    assert content_key(array.T) not in keys


def test_every_cell_of_an_array_counts():
    array = np.zeros((3, 4))
    keys = {content_key(array)}
    for place in np.ndindex(array.shape):
        changed = array.copy()
        changed[place] = 5e-324
        keys.add(content_key(changed))
    assert len(keys) == 13


simple = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary()
)
trees = st.recursive(
    simple,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)


def sorted_items(value):
    """Give the value with its dictionaries in the order of their keys."""
    if isinstance(value, dict):
        return {name: sorted_items(value[name]) for name in sorted(value)}
    return [sorted_items(one) for one in value] if isinstance(value, list) else value


@given(trees, trees)
def test_keys_agree_just_when_content_does(one, other):
    alike = same(sorted_items(one), sorted_items(other))
    assert (content_key(one) == content_key(other)) == alike


@given(trees)
def test_a_copy_has_the_same_key(value):
    record = Record(value, [value])
    assert content_key(record) == content_key(replace(record))
    assert content_key(record) != content_key(replace(record, right=[value, value]))
