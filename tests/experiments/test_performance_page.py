"""The tables of measurements on their page are the stored ones."""

import importlib.util
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "experiments" / "performance"


@pytest.fixture(scope="module")
def figures():
    """The script, with the module beside it that it imports."""
    before = set(sys.modules)
    sys.path.insert(0, str(FOLDER))
    try:
        path = FOLDER / "figures.py"
        spec = importlib.util.spec_from_file_location("_performance", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module
    finally:
        sys.path.remove(str(FOLDER))
        for name in set(sys.modules) - before:
            if str(getattr(sys.modules[name], "__file__", "")).startswith(str(FOLDER)):
                del sys.modules[name]


def test_no_table_is_stale(figures):
    stale = figures.README.read_text(encoding="utf-8") != figures.page()
    assert not stale, "run python experiments/performance/figures.py --readme"


def test_another_digit_makes_the_page_stale(figures, monkeypatch):
    read = figures.read

    def changed(name, *, quick):
        table = [dict(row) for row in read(name, quick=quick)]
        if name == "million":
            table[0]["wall s"] = "179"
        return table

    monkeypatch.setattr(figures, "read", changed)
    assert figures.README.read_text(encoding="utf-8") != figures.page()
