"""Files that are no records, or not whole, are refused in one sentence."""

import json
import pickle

import numpy as np
import pytest

from segbench.core import Cell, SpaceKey
from segbench.errors import OutputError
from segbench.store import load_cell, load_dataset, save_cell
from segbench.store.arrays import SCHEMA
from segbench.store.jobs import JobRecord, load_jobs

CELL = Cell(SpaceKey("d", "f", "s", 0, "abc", "def"), "kmeans", {}, 2, ())


class Trap:
    """Leaves a mark when it is unpickled."""

    sprung = False

    def __reduce__(self):
        return (_spring, ())


def _spring():
    Trap.sprung = True
    return Trap()


@pytest.fixture
def stored(tmp_path):
    return save_cell(tmp_path, CELL)


def refused(path, load=load_cell):
    with pytest.raises(OutputError) as caught:
        load(path)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    return message


def test_a_whole_record_is_read(stored):
    assert load_cell(stored) == CELL


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"just some text\n",
        b"PK\x03\x04 and then nothing of a zip file",
        b"\x93NUMPY\x01\x00",
        bytes(range(256)) * 4,
        b"{}",
    ],
    ids=["empty", "text", "zip magic", "npy magic", "binary", "json"],
)
@pytest.mark.parametrize("load", [load_cell, load_dataset])
def test_foreign_files(tmp_path, content, load):
    path = tmp_path / "cell-0.npz"
    path.write_bytes(content)
    assert "damaged or no record" in refused(path, load)


def test_missing_file(tmp_path):
    refused(tmp_path / "cell-0.npz")


@pytest.mark.parametrize("kept", [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_truncated_file(stored, kept):
    raw = stored.read_bytes()
    stored.write_bytes(raw[: max(1, int(kept * len(raw)))])
    assert "damaged or no record" in refused(stored)


@pytest.mark.parametrize("at", [0.1, 0.2, 0.3, 0.4])
def test_flipped_bytes(stored, at):
    raw = bytearray(stored.read_bytes())
    start = int(at * len(raw))
    raw[start : start + 8] = bytes(255 - one for one in raw[start : start + 8])
    stored.write_bytes(raw)
    try:
        assert load_cell(stored) == CELL  # the bytes did not matter
    except OutputError as error:
        assert "damaged or no record" in str(error)  # noqa: PT017 either is right


def test_array_file_of_somebody_else(tmp_path):
    path = tmp_path / "cell-0.npz"
    with path.open("wb") as file:
        np.save(file, np.arange(3))
    refused(path)


@pytest.mark.parametrize(
    "meta",
    [
        "[]",
        "3",
        "null",
        "not json",
        "{}",
        '{"schema": 2}',
        '{"schema": 2, "rows": [{}]}',
    ],
)
@pytest.mark.parametrize("load", [load_cell, load_dataset])
def test_archive_of_somebody_else(tmp_path, meta, load):
    path = tmp_path / "cell-0.npz"
    np.savez(path, meta=np.array(meta))
    refused(path, load)


@pytest.mark.parametrize("schema", [SCHEMA + 1, 0, "2.0", None])
def test_another_layout_says_which(tmp_path, schema):
    path = tmp_path / "cell-0.npz"
    np.savez(path, meta=np.array(json.dumps({"schema": schema, "later": True})))
    message = refused(path)
    assert f"has layout {schema}, this segbench reads {SCHEMA}" in message
    assert "use the version that wrote it" in message


@pytest.mark.parametrize("name", ["meta", "labels_0"])
def test_nothing_is_unpickled(tmp_path, name):
    path = tmp_path / "cell-0.npz"
    arrays = {"meta": np.array('{"schema": 2}'), name: np.array([Trap()], dtype=object)}
    np.savez(path, **arrays)
    refused(path)
    assert not Trap.sprung


def test_a_pickle_is_not_loaded(tmp_path):
    path = tmp_path / "cell-0.npz"
    path.write_bytes(pickle.dumps(Trap()))
    refused(path)
    assert not Trap.sprung


def job(number=0, **changes):
    fields = {
        "overrides": ("k=[2,3]", "executor.n_jobs=2"),
        "told": ("k=[2,3]",),
        "choices": {"scaler": "standard"},
        "config": {"seed": 1, "name": "Łódź"},
        "error": "",
        "details": "",
        "seconds": 1.5,
        "processes": 1,
        "threads": 2,
        "losses": ("fitting: the worker died",),
        "versions": {"python": "3.12.1"},
    }
    return JobRecord(number, **(fields | changes))


def test_jobs_come_back_in_their_turn(tmp_path):
    jobs = [job(2), job(0, error="no file"), job(10)]
    for one in jobs:
        one.save(tmp_path)
    assert load_jobs(tmp_path) == [jobs[1], jobs[0], jobs[2]]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"number": 0, "unknown": 1}'])
def test_damaged_jobs(tmp_path, text):
    path = tmp_path / "job-0000.json"
    path.write_text(text)
    with pytest.raises(OutputError, match=r"job-0000\.json"):
        load_jobs(tmp_path)
