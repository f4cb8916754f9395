"""Commands that only show something."""

from __future__ import annotations

import pytest
import yaml

import segbench
from segbench.algorithms.registry import DEFAULT_ALGORITHMS, available


def test_algorithms_are_listed_with_what_they_declare(shell):
    outcome = shell("algorithms", fast=False)
    assert outcome.code == 0, outcome.err
    assert outcome.err == ""
    rows = {
        line.split()[0].rstrip("*"): line
        for line in outcome.out.splitlines()[1:]
        if line[:1].isalpha()
    }
    for name, spec in available().items():
        assert (spec.k_param or "finds its own") in rows[name]
        assert (f"{name}*" in rows[name]) == (name in DEFAULT_ALGORITHMS)
    assert " yes " in rows["dbscan"]
    assert " no " in rows["kmeans"]
    assert list(outcome.cwd.iterdir()) == []


@pytest.mark.parametrize("word", ["--help", "-h", "help"])
def test_help_shows_what_a_person_types(shell, word):
    outcome = shell(word, fast=False)
    assert (outcome.code, outcome.err) == (0, "")
    for line in (
        "python -m segbench +algo=kmeans,gmm -m ",
        "python -m segbench '+algo=[kmeans,gmm]' ",
        "python -m segbench report results/RUN ",
        "--multirun",
        "--config-dir FOLDER",
    ):
        assert line in outcome.out
    assert list(outcome.cwd.iterdir()) == []


def test_version_is_shown(shell):
    outcome = shell("--version", fast=False)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"segbench {segbench.__version__}\n"


@pytest.mark.parametrize("mode", [[], ["-m"]], ids=["single", "sweep"])
def test_the_configuration_is_shown_and_nothing_is_run(shell, mode):
    words = ("--cfg", "job", "seed=7", "k=[4]", "scaler=minmax", *mode)
    outcome = shell(*words, fast=False)
    assert (outcome.code, outcome.err) == (0, "")
    config = yaml.safe_load(outcome.out)
    assert (config["seed"], config["k"]) == (7, [4])
    assert list(config["scaler"]) == ["minmax"]
    assert list(config["features"]) == ["income_spending", "age_income_spending"]
    assert list(config["algo"]) == list(DEFAULT_ALGORITHMS)
    assert list(outcome.cwd.iterdir()) == []
