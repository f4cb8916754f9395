"""Other code has another name: segbench's, a plugin's, and that of a library."""

import importlib
import sys
from pathlib import Path

import pytest

from segbench.cache import code, code_version, content_key


def test_the_version_is_one_hash():
    assert code_version() == code_version.__wrapped__()
    assert len(code_version()) == 32


@pytest.mark.parametrize("change", ["_version", "__version__", "source_hash"])
def test_another_version_is_another_name(monkeypatch, change):
    before = code_version.__wrapped__()
    known = getattr(code, change)
    changed = "0.0" if isinstance(known, str) else lambda given: f"{known(given)}a"
    monkeypatch.setattr(code, change, changed)
    assert code_version.__wrapped__() != before


def test_another_python_is_another_name(monkeypatch):
    before = code_version.__wrapped__()
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    assert code_version.__wrapped__() != before


def test_every_source_file_counts(tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "a.py").write_text("x = 1")
    names = {code.source_hash(tmp_path)}
    (inner / "b.py").write_text("")
    names.add(code.source_hash(tmp_path))
    (tmp_path / "a.py").write_text("x = 2")
    names.add(code.source_hash(tmp_path))
    (inner / "b.py").rename(tmp_path / "b.py")
    names.add(code.source_hash(tmp_path))
    assert len(names) == 4
    (inner / "notes.txt").write_text("no code")
    assert code.source_hash(tmp_path) in names


@pytest.fixture
def plugin(tmp_path, monkeypatch):
    """Write an author's module, and give it as Python has it then."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def written(text):
        (tmp_path / "an_authors_plugin.py").write_text(text)
        sys.modules.pop("an_authors_plugin", None)
        importlib.invalidate_caches()
        return importlib.import_module("an_authors_plugin")

    yield written
    sys.modules.pop("an_authors_plugin", None)


def test_the_text_of_a_plugin_counts(plugin):
    before = content_key(plugin("class Mine: pass").Mine)
    assert content_key(plugin("class Mine: pass").Mine) == before
    assert content_key(plugin("class Mine: x = 1   ").Mine) != before


def test_an_edit_counts_once_it_is_loaded(plugin):
    module = plugin("def mine(): return 1")
    before = content_key(module.mine)
    Path(module.__file__).write_text("def mine(): return 22")
    assert content_key(module.mine) == before
    assert content_key(importlib.reload(module).mine) != before


def test_what_no_file_defines_is_refused(python):
    python(
        "from segbench.cache import content_key\n"
        "class Mine: pass\n"
        "try: content_key(Mine)\n"
        "except TypeError as error: assert 'no file' in str(error)\n"
        "else: raise AssertionError\n"
    )
