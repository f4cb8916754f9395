"""What comes out of a cache is what went in, to the last type and bit."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from tests.cache.conftest import (
    Checked,
    Computed,
    Level,
    Mode,
    OtherConstructor,
    OwnConstructor,
    Plain,
    Record,
    TakesMore,
    same,
)

from segbench.cache import MISSING, content_key
from segbench.cache.codec import decode, encode
from segbench.cache.container import pack, unpack
from segbench.core import Labeling, Scored, Setting, Stability, Status


def returned(value):
    parts = pack(encode(value), "abc")
    return decode(unpack(b"".join(parts), "abc"))


dtypes = st.one_of(
    hnp.boolean_dtypes(),
    hnp.integer_dtypes(),
    hnp.unsigned_integer_dtypes(),
    hnp.floating_dtypes(sizes=(16, 32, 64)),
    hnp.complex_number_dtypes(sizes=(64, 128)),
    hnp.datetime64_dtypes(),
    hnp.unicode_string_dtypes(max_len=3),
)
arrays = hnp.arrays(dtypes, hnp.array_shapes(min_dims=0, min_side=0, max_side=3))
members = st.sampled_from([*Status, *Level, Plain.Inner.A])
keys = st.one_of(st.text(), st.integers(), st.tuples(st.integers(), st.text()), members)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.builds(range, st.integers(-9, 9), st.integers(-9, 9), st.integers(1, 3)),
    members,
    hnp.from_dtype(np.dtype("f8")),
    hnp.from_dtype(np.dtype("i4")),
)


def nested(inner):
    some = st.lists(inner, max_size=3)
    by_key = st.dictionaries(keys, inner, max_size=3)
    return st.one_of(some, some.map(tuple), by_key, st.builds(Record, inner, inner))


values = st.recursive(scalars | arrays, nested, max_leaves=8)


@settings(max_examples=150)
@given(values)
def test_values_come_back(value):
    assert same(returned(value), value)


@given(arrays)
def test_arrays_come_back(array):
    back = returned(array)
    assert same(back, array)
    assert back.flags.writeable
    assert back.flags.owndata or back.base is not None


@pytest.mark.parametrize(
    "value",
    [
        -0.0,
        float("nan"),
        float("-inf"),
        2**63,
        pytest.param(-(10**5000), id="long"),
        "\ud800\udc00",  # two halves that JSON would make one of
        {1: "a", "1": "b"},
        np.float32("nan"),
        np.bool_(True),
        np.str_(""),
        np.datetime64("2026-11-30"),
        np.array([-1, 200], dtype=np.int64),
        np.array([-1, 2**63 - 1]),
        np.array([2**64 - 1], dtype=np.uint64),
        np.array([[1, 2]], dtype=">i8"),
        np.zeros((0, 3), dtype=np.int16),
        np.longdouble(1) / 3,
        np.arange(20.0)[::-3],
        Checked(1, 2),
        OwnConstructor(3),
    ],
)
def test_special_values_come_back(value):
    assert same(returned(value), value)


def test_order_of_memory_stays():
    # A sum over the same numbers in another order may differ in its last bit.
    by_columns = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    back = returned([by_columns, by_columns.copy(order="C")])
    assert [one.flags.c_contiguous for one in back] == [False, True]
    assert same(back[0], by_columns)


def test_a_row_comes_back(cache):
    setting = Setting("kmeans", {"n_clusters": 3})
    labels = np.array([0, 1, -1, 2])
    labeling = Labeling(setting, Status.OK, "", labels, 3, 0.1, {"bic": np.float64(2)})
    ari = np.array([0.5, np.nan])
    stability = Stability(ari, np.ones((2, 3)), ari, "")
    row = Scored(labeling, {"silhouette": float("nan")}, {}, stability)
    cache.put(content_key(setting), (row, None))
    assert same(cache.get(content_key(setting)), (row, None))


def test_none_is_a_value(cache):
    cache.put("abc", None)
    assert cache.get("abc") is None
    assert cache.get("abd") is MISSING


class Foreign:
    pass


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (Foreign(), "Foreign"),
        ({1, 2}, "set"),
        (b"raw", "bytes"),
        (lambda: 0, "function"),
        (Status, "EnumType"),
        (MISSING, "_Missing"),
        (pd.DataFrame({"a": [1]}), "DataFrame"),
        (np.array([Foreign()]), "object"),
        (np.array([(1, 2)], dtype="i4,i4"), "ndarray of"),
        (np.ma.masked_array([1], mask=[True]), "MaskedArray"),
        (Mode.READ | Mode.WRITE, "Mode"),
        (Computed(1), "Computed"),
        (OtherConstructor(), "OtherConstructor"),
        (TakesMore(1, 2), "TakesMore"),
    ],
)
def test_what_cannot_be_kept_is_told(cache, value, told):
    with pytest.raises(TypeError, match=told):
        cache.put("abc", {"deep": [value]})
    assert not cache.folder.exists()


def test_labels_are_kept_narrow(cache):
    labels = np.random.default_rng(0).integers(-1, 8, (72, 1500))
    cache.put("abc", labels)
    (file,) = cache.folder.rglob("*.rec")
    assert file.stat().st_size < labels.nbytes / 12
    assert same(cache.get("abc"), labels)
