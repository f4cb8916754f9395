"""Large arrays: written once, mapped by the workers, and left as they were."""

import contextlib
import os
import pickle
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segbench.executors import Limits, sharing
from segbench.executors.sharing import Calls, SharedArrays


def send(*arguments):
    """Give what a worker would get, and the files that stood in between."""
    with SharedArrays() as arrays:
        calls = Calls(len, [arguments], arrays)
        _, received = pickle.loads(calls.pack(0))  # noqa: S301 written here
        files = {os.fstat(file.fileno()).st_size for file in arrays._files.values()}
    return received, files


@pytest.fixture
def all_are_large(monkeypatch):
    monkeypatch.setattr(sharing, "SHARED_BYTES", 1)


shapes = st.lists(st.integers(1, 5), min_size=1, max_size=3)
kinds = st.sampled_from(["f8", "f4", ">i4", "?", "U3", "M8[s]", "c16"])
layouts = st.sampled_from(["C", "F", "sliced", "transposed"])


@given(shape=shapes, kind=kinds, layout=layouts, seed=st.integers(0, 99))
@pytest.mark.usefixtures("all_are_large")
def test_every_array_arrives_bit_for_bit(shape, kind, layout, seed):
    numbers = np.random.default_rng(seed).integers(0, 99, shape)
    array = numbers.astype(kind, order="F" if layout == "F" else "C")
    if layout == "sliced":
        array = array[::2]
    elif layout == "transposed":
        array = array.T
    (received,), _ = send(array)
    assert type(received) is np.ndarray
    assert (received.dtype, received.shape) == (array.dtype, array.shape)
    assert received.tobytes() == array.tobytes()
    assert received.flags.writeable


def test_small_and_untyped_arrays_are_sent_as_they_are():
    small = np.ones(10)
    objects = np.array([None, "a"] * 2**18, dtype=object)
    received, files = send(small, objects)
    assert files == set()
    np.testing.assert_array_equal(received[0], small)
    np.testing.assert_array_equal(received[1], objects)


def test_writing_leaves_the_original_and_the_next_worker_alone():
    array = np.zeros((2**18, 2))
    with SharedArrays() as arrays:
        calls = Calls(len, [(array,)], arrays)
        packed = calls.pack(0)
        _, (first,) = pickle.loads(packed)  # noqa: S301 written here
        first += 1
        _, (second,) = pickle.loads(packed)  # noqa: S301 written here
    assert (first.min(), second.max(), array.max()) == (1, 0, 0)


def test_an_array_is_written_once_however_many_pieces_have_it(rng):
    array, frame = rng.random(2**18), pd.DataFrame(rng.random((2**18, 2)))
    with SharedArrays() as arrays:
        calls = Calls(len, [(array, frame, i) for i in range(20)], arrays)
        assert max(len(calls.pack(position)) for position in range(20)) < 5000
        (file,) = arrays._files.values()
        assert os.fstat(file.fileno()).st_size == array.nbytes + frame.to_numpy().nbytes


def test_without_room_in_memory_it_is_a_temporary_file(monkeypatch, tmp_path, rng):
    monkeypatch.setattr(sharing, "_has_room", lambda _: False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    array = rng.random(2**18)
    (received,), files = send(array)
    np.testing.assert_array_equal(received, array)
    assert files == {array.nbytes}
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_files_elsewhere(monkeypatch, tmp_path, rng):
    monkeypatch.setattr(sharing.sys, "platform", "darwin")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    array = rng.random(2**18)
    (received,), _ = send(array)
    np.testing.assert_array_equal(received, array)
    assert list(tmp_path.iterdir()) == []


def open_in_memory():
    """What this process has open among the files in memory."""
    links = []
    for descriptor in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # that of the listing itself
            links.append(str(descriptor.readlink()))
    return [link for link in links if link.startswith("/dev/shm/#")]  # noqa: S108


@pytest.mark.skipif(sys.platform != "linux", reason="files without names")
def test_workers_get_it_and_no_file_stays(pool, rng):
    def spoil(array, number):
        array[0] = number
        return array.sum(), array[1:].tobytes()

    array = rng.random(2**18)
    kept = array.copy()
    for number, (total, rest) in pool.run(
        spoil, [(array, i) for i in range(5)], Limits()
    ):
        assert total == np.r_[number, kept[1:]].sum()
        assert rest == kept[1:].tobytes()
        assert [link.endswith(" (deleted)") for link in open_in_memory()] == [True]
    assert open_in_memory() == []
    np.testing.assert_array_equal(array, kept)
