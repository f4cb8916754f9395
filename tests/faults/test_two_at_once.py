"""Two sweeps at once into one results folder neither lose nor mix a record."""

from contextlib import chdir
from types import SimpleNamespace

import pytest

from segbench.cli import main


@pytest.fixture
def study(script, monkeypatch):
    """The study, whose two sweeps on their own need no processes of their own."""

    def run(words, folder, source):
        del source  # a copy of what is imported here
        with chdir(folder):
            return SimpleNamespace(code=main(words), err="")

    made = script("two_at_once")
    monkeypatch.setattr(made, "run", run)
    return made.study


def test_both_end_as_alone(study):
    (found,) = study(1)
    assert found.records > 0
    assert found.good, found
