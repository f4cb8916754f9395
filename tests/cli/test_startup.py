"""What only shows text starts fast: heavy libraries are left alone."""

from __future__ import annotations

import re

import pytest

HEAVY = ("sklearn", "scipy", "hdbscan", "pandas", "matplotlib", "numba")


def imported(outcome) -> set[str]:
    """Top-level packages in the log of ``python -X importtime``."""
    lines = outcome.err.splitlines()
    names = [x.split("|")[-1].strip() for x in lines if x.startswith("import time:")]
    return {re.split(r"\.", name)[0] for name in names}


@pytest.mark.parametrize("word", ["--help", "help", "--version", "algorithms"])
def test_showing_text_imports_nothing_heavy(shell, word):
    outcome = shell(word, fast=False, python=("-X", "importtime"))
    assert outcome.code == 0
    assert outcome.out
    found = imported(outcome)
    assert "segbench" in found
    assert found.isdisjoint(HEAVY)


@pytest.mark.parametrize(
    "words", [["sed=3"], ["dataset.path=a"], ["+algo=kmean"], ["algoritms"]]
)
def test_a_slip_of_the_pen_is_refused_without_heavy_imports(shell, words):
    outcome = shell(*words, fast=False, python=("-X", "importtime"))
    assert outcome.code == 2
    assert imported(outcome).isdisjoint(HEAVY)


def test_the_configuration_is_shown_without_heavy_imports(shell):
    outcome = shell("--cfg", "job", fast=False, python=("-X", "importtime"))
    assert outcome.code == 0
    assert imported(outcome).isdisjoint(HEAVY)


@pytest.mark.parametrize("words", [["dataset=csv", "dataset.path=none"], ["k=[1]"]])
def test_values_are_refused_without_what_runs_need(shell, words):
    outcome = shell(*words, fast=False, python=("-X", "importtime"))
    assert outcome.code == 2
    assert imported(outcome).isdisjoint({*HEAVY} - {"pandas"})


def test_a_run_does_import_them(shell, write_customers):
    """The log above is complete: what a run needs is in it."""
    write_customers(shell.cwd / "good.csv")
    words = ("dataset=csv", "dataset.path=good.csv", "+algo=[kmeans,hdbscan]")
    outcome = shell(*words, "output_dir=out", python=("-X", "importtime"))
    assert outcome.code == 0
    found = imported(outcome)
    assert {"sklearn", "pandas", "hdbscan"} <= found
    assert "matplotlib" not in found  # only figures need it
