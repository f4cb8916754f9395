"""Every reference with a manifest is reproduced; the slow ones when asked for."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from segbench.cli.main import main
from segbench.conf_files import options

ROOT = Path(__file__).parents[2]
REFERENCES = sorted(
    path.parent for path in (ROOT / "results" / "reference").glob("*/manifest.json")
)
QUICK = ("null",)
SLOW = "SEGBENCH_SLOW"
"""Set to 1, it has the studies that take minutes computed again, too."""

FILES = {"mall_file": ("data", "Mall_Customers.csv")}
"""Customers that are not kept beside their reference."""


def test_studies_of_the_mall_scalers_and_null_have_references():
    names = {one.name for one in REFERENCES}
    assert {"mall", "mall_file", "scalers", "null"} <= names


@pytest.mark.parametrize("folder", REFERENCES, ids=lambda one: one.name)
def test_a_reference_is_reproduced(folder, shared):
    if folder.name not in QUICK and os.environ.get(SLOW) != "1":
        pytest.skip(f"takes minutes: {SLOW}=1 runs it")
    words = ["reproduce", str(folder)]
    if folder.name in FILES:
        words.append(f"dataset.path={shared(*FILES[folder.name])}")
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-m", "segbench", *words],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("folder", REFERENCES, ids=lambda one: one.name)
def test_a_manifest_names_no_machine(folder):
    text = (folder / "manifest.json").read_text(encoding="utf-8")
    assert "/home/" not in text
    assert "/tmp/" not in text  # noqa: S108 it is looked for
    for job in json.loads(text)["jobs"]:
        assert not any(word.startswith("dataset.path=") for word in job["told"])


@pytest.mark.parametrize("name", options("experiment"))
def test_a_named_experiment_is_a_configuration(name, capfd):
    assert main([f"+experiment={name}", "--cfg", "job"]) == 0
    assert "scoring:" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["+experiment=scaler"], "Did you mean 'scalers'?"),
        (["+experiment=mall,null", "-m"], "name one"),
        (["experiment="], "name one experiment"),
        (["+experiment=null", "dataset.seed=3"], "makes a job of every dataset.seed"),
    ],
)
def test_mistakes_are_one_sentence(words, said, capfd):
    assert main(words) == 2
    (line,) = capfd.readouterr().err.splitlines()
    assert said in line


def test_other_algorithms_take_the_place_of_a_studys(capfd):
    assert main(["+experiment=scalers", "+algo=dbscan", "--cfg", "job"]) == 0
    shown = capfd.readouterr().out
    assert "dbscan:" in shown
    assert "kmeans:" not in shown
