"""A damaged or foreign file counts as not there; it never gives another value."""

import json
import os
import struct
import zlib

import numpy as np
import pytest
from tests.cache.conftest import NAME, Checked, Record, same

from segbench.cache import MISSING
from segbench.cache.container import checksum, pack
from segbench.core import Role

KEY = "0123456789abcdef0123456789abcdef"
VALUE = Record(Role.ID, [1.5, "text", np.arange(5)])


@pytest.fixture
def file(cache):
    """The file of one small value."""
    cache.put(KEY, VALUE)
    (path,) = cache.folder.rglob("*.rec")
    return path


def test_the_whole_file_is_found(cache, file):
    assert file == cache.folder / KEY[:2] / f"{KEY[2:]}.rec"
    assert same(cache.get(KEY), VALUE)
    assert (cache.found, cache.stored) == (1, 1)


def test_every_cut_is_found(cache, file):
    data = file.read_bytes()
    for length in range(len(data)):
        file.write_bytes(data[:length])
        assert cache.get(KEY) is MISSING
    file.write_bytes(data + b"\0")
    assert cache.get(KEY) is MISSING
    assert cache.found == 0


@pytest.mark.parametrize("flip", [1, 255])
def test_every_flipped_byte_is_found(cache, file, flip):
    data = file.read_bytes()
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= flip
        file.write_bytes(changed)
        assert cache.get(KEY) is MISSING


def test_a_damaged_file_is_written_over(cache, file):
    file.write_bytes(b"damaged")
    assert cache.get(KEY) is MISSING
    cache.put(KEY, VALUE)
    assert same(cache.get(KEY), VALUE)


def test_a_file_under_another_name_is_foreign(cache, file):
    other = KEY[::-1]
    path = cache.folder / other[:2] / f"{other[2:]}.rec"
    path.parent.mkdir()
    path.write_bytes(file.read_bytes())
    assert cache.get(other) is MISSING
    assert same(cache.get(KEY), VALUE)


def test_a_newer_layout_is_not_read(cache, monkeypatch):
    with monkeypatch.context() as newer:
        newer.setattr("segbench.cache.container.VERSION", 2)
        cache.put(KEY, VALUE)
        assert same(cache.get(KEY), VALUE)
    assert cache.get(KEY) is MISSING


def planted(cache, content, *blocks):
    """Read what somebody wrote who knows the layout and the checksum."""
    path = cache.folder / KEY[:2] / f"{KEY[2:]}.rec"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_bytes(b"".join(pack([text.encode(), *blocks], KEY)))
    return cache.get(KEY)


def made_of(path, names, *content, tag="o"):
    return {"classes": [[path, names]], "tree": [tag, 0, *content]}


def test_what_is_planted_well_is_read(cache):
    # The refusals below are not those of a wrong layout.
    content = made_of(f"{NAME}:Checked", ["low", "high"], 1, 2)
    assert planted(cache, content) == Checked(1, 2)
    member = made_of("segbench.core:Role", None, "ID", tag="e")
    assert planted(cache, member) is Role.ID
    array = {"classes": [], "tree": ["a", 0, "<i8", "|u1", [2], False]}
    assert same(planted(cache, array, b"\1\2"), np.array([1, 2]))


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("os:system", ["command"]),
        ("posix:system", ["command"]),
        ("builtins:eval", ["source"]),
        ("subprocess:Popen", ["args"]),
        ("segbench.cli.main:main", []),
        ("segbench.cli:main", []),
        ("segbench.__main__:main", []),
        ("segbench:compare", ["table"]),
        ("segbench.cache.folder:Path", ["args"]),
        ("segbench.cache.folder:os.system", ["command"]),
        ("segbench.cache.code:sys.exit", ["status"]),
        ("segbench.cache.codec:_Encoder", []),
        ("segbench.cache.interface:NoCache", []),
        ("segbench.no_such_module:Thing", []),
        ("segbench.core:NoSuchThing", []),
        ("segbench.core:Role.__class__", []),
        ("segbench.cache.folder:dataclass", []),
        ("segbenchmark.core:Role", []),
        ("segbench.core/../os:system", ["command"]),
        (f"{NAME}:Checked", ["low"]),
        (f"{NAME}:Checked", ["low", "high", "more"]),
        (f"{NAME}:Checked", ["high", "low"]),
        (["segbench.core:Role"], None),
        (None, None),
    ],
)
def test_planted_classes_are_refused(cache, monkeypatch, path, names):
    ran = []
    monkeypatch.setattr(os, "system", ran.append)
    content = ["touch planted"] * len(names or ())
    assert planted(cache, made_of(path, names, *content)) is MISSING
    assert planted(cache, made_of(path, None, "ID", tag="e")) is MISSING
    assert ran == []


@pytest.mark.parametrize(
    "content",
    [
        made_of(f"{NAME}:Checked", ["low", "high"], 2, 1),  # its constructor refuses
        made_of(f"{NAME}:Checked", ["low", "high"], 1),
        made_of(f"{NAME}:Checked", None, "low", tag="e"),
        made_of("segbench.core:Role", None, "value"),
        made_of("segbench.core:Role", None, "__class__", tag="e"),
        {"classes": [], "tree": ["o", 0]},
        {"classes": [], "tree": ["x", 0]},
        {"classes": [], "tree": []},
        {"classes": [], "tree": {"a": 1}},
        {"classes": [], "tree": ["d", 1]},
        {"classes": [], "tree": ["d", ["l"], 1]},
        {"classes": [], "tree": ["n", "|O", "00" * 8]},
        {"classes": [], "tree": ["n", "<f8", "00"]},
        {"classes": [], "tree": ["a", 0, "|O", "|O", [1], False]},
        {"classes": [], "tree": ["a", 0, "<i8", "<i8", [2], False]},
        {"classes": [], "tree": ["a", 0, "<U999999", "|u1", [8], False]},
        {"classes": [], "tree": ["a", 9, "<i8", "<i8", [1], False]},
        {"classes": [], "tree": ["a", 1, "<i8", "<i8", [10**12], False]},
        {"classes": [], "tree": ["i", "system"]},
        {"tree": 1},
        [],
        "no JSON",
        "[" * 100_000,
        f'{{"classes": [], "tree": {"9" * 5000}}}',
    ],
)
def test_planted_nonsense_is_refused(cache, content):
    assert planted(cache, content, b"\0" * 8, b"") is MISSING


def test_a_bomb_does_not_go_off(cache, file):
    # Ten million bytes that are said to be eight, or more than there can be.
    bomb = zlib.compress(bytes(10**7))
    for length in (8, 2**60):
        start = struct.pack("<8sHI", b"\x89segrec\n", 1, 2)
        lengths = struct.pack("<QQQQ", 4, 4, length, len(bomb))
        parts = [start, lengths, b"null", bomb]
        file.write_bytes(b"".join([start, checksum(KEY, parts), *parts[1:]]))
        assert cache.get(KEY) is MISSING
