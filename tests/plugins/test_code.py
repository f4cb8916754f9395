"""The code of an algorithm from elsewhere has a name: other code has another."""

import importlib
import sys

import pytest

from segbench.plugins import code
from segbench.plugins.code import code_of

SOURCE = "class Halves:\n    parts = 2\n"


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Give the folder of an author's package; its modules are forgotten afterwards."""
    folder = tmp_path / "seg_halves"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "model.py").write_text(SOURCE)
    (folder / "helper.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    for name in [one for one in sys.modules if one.startswith("seg_halves")]:
        del sys.modules[name]


def name_of():
    return code_of("seg_halves.model.Halves")


@pytest.mark.usefixtures("package")
def test_the_source_is_read_once_for_many_pieces(monkeypatch):
    first = name_of()
    monkeypatch.setattr(code, "source_hash", lambda _: pytest.fail("read again"))
    assert name_of() == first


def test_what_is_loaded_keeps_its_name_until_it_is_loaded_again(package):
    first = name_of()
    (package / "helper.py").write_text("PARTS = 3")
    assert name_of() == first
    importlib.reload(sys.modules["seg_halves.model"])
    assert name_of() != first


IN_ONE_FILE = "import numpy\nfrom seg_parts import HOW_MANY\n" + SOURCE


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Give the folder of a plugin that is one file, with modules beside it."""
    (tmp_path / "seg_alone.py").write_text(IN_ONE_FILE)
    (tmp_path / "seg_parts.py").write_text("from seg_deep.more import HOW_MANY\n")
    (tmp_path / "seg_deep").mkdir()
    (tmp_path / "seg_deep" / "more.py").write_text("HOW_MANY = 2\n")
    (tmp_path / "unused.py").write_text("this is no Python\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in [one for one in sys.modules if one.startswith("seg_")]:
        del sys.modules[name]


@pytest.mark.parametrize("file", ["seg_alone.py", "seg_parts.py", "seg_deep/more.py"])
def test_a_module_is_named_by_those_it_imports_from_its_folder(module, file):
    first = code_of("seg_alone.Halves")
    with (module / file).open("a") as source:
        source.write("# edited\n")
    importlib.reload(sys.modules["seg_alone"])
    assert code_of("seg_alone.Halves") != first


def test_a_module_is_not_named_by_what_it_does_not_import(module):
    first = code_of("seg_alone.Halves")
    (module / "unused.py").write_text("nor is this\n")
    importlib.reload(sys.modules["seg_alone"])
    assert code_of("seg_alone.Halves") == first


def test_a_module_that_cannot_be_parsed_never_has_the_same_name(module):
    (module / "seg_alone.py").write_text(SOURCE + "    def late(self): import broken\n")
    (module / "broken.py").write_text("this is no Python\n")
    names = []
    for _ in range(2):
        names.append(code_of("seg_alone.Halves"))
        importlib.reload(sys.modules["seg_alone"])
    assert names[0] != names[1]


def test_built_in_ones_are_named_by_their_version():
    assert code_of("segbench.algorithms.kmeans.KMeans") == ""


def test_what_cannot_be_read_never_has_the_same_name():
    assert code_of("no_such_module.Model") != code_of("no_such_module.Model")
