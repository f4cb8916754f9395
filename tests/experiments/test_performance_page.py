"""The tables of measurements on their page are the stored ones."""

import pytest


@pytest.fixture(scope="module")
def figures(script):
    return script("performance/figures.py")


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
