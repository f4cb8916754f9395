"""A folder of values that many processes use, and what is said when it cannot be."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import segbench
from segbench.cache import MISSING, FolderCache, NoCache, content_key
from segbench.errors import OutputError

KEYS = [content_key(number) for number in range(40)]


def files(cache):
    return sorted(path for path in cache.folder.rglob("*") if path.is_file())


def test_the_folder_is_made_by_the_first_value(cache):
    assert cache.get(KEYS[0]) is MISSING
    assert not cache.folder.exists()
    cache.put(KEYS[0], 1)
    assert [path.suffix for path in files(cache)] == [".rec"]


def test_a_new_cache_finds_what_another_stored(cache):
    cache.put(KEYS[0], {"k": 3})
    again = FolderCache(cache.folder)
    assert again.get(KEYS[0]) == {"k": 3}
    assert again.get(KEYS[1]) is MISSING
    assert (again.found, again.stored) == (1, 0)


def test_fresh_ignores_and_writes_over(cache):
    cache.put(KEYS[0], "old")
    fresh = FolderCache(cache.folder, fresh=True)
    assert fresh.get(KEYS[0]) is MISSING
    fresh.put(KEYS[0], "new")
    assert fresh.get(KEYS[0]) is MISSING
    assert (fresh.found, fresh.stored) == (0, 1)
    assert cache.get(KEYS[0]) == "new"


def test_no_cache_remembers_nothing():
    cache = NoCache()
    cache.put(KEYS[0], 1)
    assert cache.get(KEYS[0]) is MISSING


def test_caches_and_missing_go_to_workers(cache):
    cache.put(KEYS[0], 1)
    sent = pickle.loads(pickle.dumps(cache))  # noqa: S301 what was just made
    assert sent.get(KEYS[0]) == 1
    assert pickle.loads(pickle.dumps(MISSING)) is MISSING  # noqa: S301


@pytest.mark.parametrize("key", ["", "ab", "../../etc/passwd", "AB" * 16, "ab/cd"])
def test_what_is_no_key_is_refused(cache, key):
    with pytest.raises(ValueError, match="is no key"):
        cache.put(key, 1)
    with pytest.raises(ValueError, match="is no key"):
        cache.get(key)


WRITER = """
import sys
from pathlib import Path
import numpy as np
from segbench.cache import FolderCache, content_key
cache = FolderCache(Path(sys.argv[1]))
for turn in range(3):
    for number in range(40):
        cache.put(content_key(number), (number, np.full(500, number), sys.argv[2]))
"""


def test_writers_of_the_same_keys_do_no_harm(cache):
    source = str(Path(segbench.__file__).parents[1])
    env = {**os.environ, "PYTHONPATH": source}
    command = [sys.executable, "-c", WRITER, str(cache.folder)]
    writers = [subprocess.Popen([*command, name], env=env) for name in ("one", "two")]
    while any(writer.poll() is None for writer in writers):
        check_all(cache)
    assert [writer.returncode for writer in writers] == [0, 0]
    assert check_all(cache) == len(KEYS)
    assert len(files(cache)) == len(KEYS)  # and nothing half-written beside them


def check_all(cache):
    """Count the values that are there; every one is that of its key."""
    found = [cache.get(key) for key in KEYS]
    there = [(n, value) for n, value in enumerate(found) if value is not MISSING]
    for number, (stored, array, writer) in there:
        assert (stored, writer in {"one", "two"}) == (number, True)
        assert array.tolist() == [number] * 500
    return len(there)


def refused(cache, key=KEYS[0]):
    """Give the sentence of a value that cannot be written."""
    stored = cache.stored
    with pytest.raises(OutputError) as caught:
        cache.put(key, "x" * 3)
    assert cache.stored == stored
    text = str(caught.value)
    assert text.startswith(f"cannot write {cache.folder}")
    assert "\n" not in text
    return text


def test_a_file_in_the_place_of_the_folder(cache):
    cache.folder.write_text("a file")
    assert cache.get(KEYS[0]) is MISSING
    assert "File exists" in refused(cache)


def test_a_folder_in_the_place_of_a_file(cache):
    (cache.folder / KEYS[0][:2] / f"{KEYS[0][2:]}.rec").mkdir(parents=True)
    assert cache.get(KEYS[0]) is MISSING
    assert "directory" in refused(cache)


def test_a_vanished_folder(cache):
    cache.put(KEYS[0], 1)
    cache.folder.rename(cache.folder.with_name("elsewhere"))
    assert cache.get(KEYS[0]) is MISSING
    assert "No such file or directory" in refused(cache)
    assert not cache.folder.exists()  # a disk that is gone is not written in its place


def test_an_unreadable_file(cache, monkeypatch):
    def denied(path):
        raise PermissionError(13, "Permission denied", str(path))

    cache.put(KEYS[0], 1)
    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(OutputError, match=r"^cannot read .*\.rec: Permission denied$"):
        cache.get(KEYS[0])


def test_a_disk_that_fills_up(cache, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    cache.put(KEYS[0], 1)
    monkeypatch.setattr(Path, "replace", full)
    assert refused(cache, KEYS[1]).endswith("No space left on device")
    assert cache.get(KEYS[0]) == 1
    assert len(files(cache)) == 1


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 64 KiB; the test is skipped where none may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()

    def mount(options):
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)]
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode:
            pytest.skip("no disk may be mounted here")

    try:
        mount("size=64k")
    except OSError:
        pytest.skip("there is no mount command")
    yield disk, mount
    subprocess.run(["umount", str(disk)], check=True)  # noqa: S607


def test_a_small_disk(small_disk):
    disk, mount = small_disk
    cache = FolderCache(disk / "cache")
    cache.put(KEYS[0], 1)
    with pytest.raises(OutputError, match="No space left on device"):
        cache.put(KEYS[1], list(range(10**6)))
    assert cache.get(KEYS[0]) == 1
    assert len(files(cache)) == 1
    mount("remount,ro")
    assert cache.get(KEYS[0]) == 1
    assert "Read-only file system" in refused(cache)
