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


def test_built_in_ones_are_named_by_their_version():
    assert code_of("segbench.algorithms.kmeans.KMeans") == ""


def test_what_cannot_be_read_never_has_the_same_name():
    assert code_of("no_such_module.Model") != code_of("no_such_module.Model")
