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

FILES = {
    "mall_file": "Mall_Customers.csv",
    "rfm_retail": "Online_Retail.csv.gz",
    "mixed": "marketing_campaign.csv",
    "mixed_telco": "WA_Fn-UseC_-Telco-Customer-Churn.csv.gz",
}
"""Customers that are not kept beside their reference."""


def test_studies_have_references_and_a_page_that_names_them():
    assert {"mall", "mall_file", "scalers", "null", "rfm"} <= {
        r.name for r in REFERENCES
    }
    pages = (ROOT / "experiments").glob("*/README.md")
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    for folder in REFERENCES:
        assert f"segbench reproduce results/reference/{folder.name}" in text


def test_the_list_of_studies_is_whole():
    folder = ROOT / "experiments"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    for page in folder.glob("*/README.md"):
        assert f"({page.parent.name}/README.md)" in listed


@pytest.mark.parametrize("folder", REFERENCES, ids=lambda one: one.name)
def test_a_reference_is_reproduced(folder, shared):
    if folder.name not in QUICK and os.environ.get(SLOW) != "1":
        pytest.skip(f"takes minutes: {SLOW}=1 runs it")
    words = ["reproduce", str(folder)]
    if folder.name in FILES:
        words.append(f"dataset.path={shared('data', FILES[folder.name])}")
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


def test_rules_over_two_feature_sets_have_a_report(tmp_path):
    words = ["+experiment=rfm", "+algo=[rfm_rules,kmeans]", "k=[2]", "scoring=quick"]
    words += ["scoring.resamples=0", "scoring.weights={stability: 0}"]
    words += ["figures=false", "models=false", f"output_dir={tmp_path / 'run'}"]
    assert main(words) == 0
    assert "algorithm rfm\\_rules was run" in (tmp_path / "run/methods.md").read_text()
