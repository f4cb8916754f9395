"""Plugins as somebody at the command line meets them."""

from __future__ import annotations

import re
import subprocess
import sys

import pandas as pd
import pytest
from hydra.core.config_store import ConfigStore

from segbench.cli import main

FAST = ("scoring=quick", "scoring.resamples=2", "executor.n_jobs=1", "k=[2]")
UNDRAWN = ("figures=false", "models=false")
RUN = ("dataset=csv", "dataset.path=good.csv", *UNDRAWN, *FAST)
POINTS = "[segbench.algorithms]\nhalves = halves_module:Halves\n"
PROGRESS = re.compile(
    r"^segbench: ([a-z ]+ \(\d+\)|job \d+: .*|\d+ of \d+ pieces .*)\n",
    flags=re.MULTILINE,
)
SCALER = """\
import segbench
from sklearn.preprocessing import MaxAbsScaler

@segbench.scaler("largest", copy=True)
class Largest(MaxAbsScaler):
    pass
"""


@pytest.fixture
def typed(install, tmp_path, monkeypatch, capfd):  # noqa: ARG001 it forgets
    """Type a command in a folder with a table of customers."""
    work = tmp_path / "work"
    work.mkdir()
    rows = [
        f"c{i},{20 + 40 * (i % 2) + i % 7},{15 + 60 * (i % 2) + i % 5}"
        for i in range(30)
    ]
    (work / "good.csv").write_text("id,age,score\n" + "\n".join(rows) + "\n")
    monkeypatch.chdir(work)
    monkeypatch.setattr(sys, "path", list(sys.path))

    def run(*words):
        capfd.readouterr()
        code = main(list(words))
        out, err = capfd.readouterr()
        return code, out, PROGRESS.sub("", err)

    return run


def ranked(name="out"):
    table = pd.read_csv(f"{name}/ranking.csv")
    return sorted(table[table["status"] == "ok"]["algo"])


def test_a_package_is_an_option_with_settings_of_its_own(typed, install, halves):
    install("seg-halves", POINTS, halves_module=halves())
    words = ("+algo=[kmeans,halves]", "+algo.halves.grid.n_clusters=[2,3]")
    code, _, err = typed(*RUN, *words, "output_dir=out")
    assert (code, err) == (0, "")
    assert ranked() == ["halves", "halves", "kmeans"]
    code, _, err = typed(*RUN, "+algo=kmeans,halves", "-m", "output_dir=swept")
    assert (code, err) == (0, "")
    assert ranked("swept") == ["halves", "kmeans"]
    code, out, err = typed("--cfg", "job", "+algo=halves")
    assert (code, err) == (0, "")
    assert "target: halves_module.Halves" in out
    assert "halves.yaml" not in ConfigStore.instance().repo["algo"]  # nothing is left


def test_every_option_of_a_glob_is_there(typed, install, halves):
    install("seg-halves", POINTS, halves_module=halves())
    code, _, err = typed(*RUN, "+algo=glob(hal*)", "-m", "output_dir=out")
    assert (code, err) == (0, "")
    assert ranked() == ["halves"]


def test_the_listing_names_the_package_and_leaves_it_alone(typed, install, halves):
    install("seg-halves", POINTS, halves_module=halves())
    code, out, err = typed("algorithms")
    assert (code, err) == (0, "")
    (row,) = [line for line in out.splitlines() if line.startswith("halves ")]
    assert "seg-halves 1.2" in row
    assert "imported when it is named" in out
    assert "halves_module" not in sys.modules
    code, out, err = typed("algorithms", "halves")
    assert (code, err) == (0, "")
    for told in ("n_clusters", "seg-halves 1.2", "Nobody 2020", "the run's k"):
        assert told in out


def test_the_table_of_measures_names_packages_too(typed, install):
    install("seg-m", "[segbench.measures]\nsmallest = m_module:smallest\n")
    code, out, err = typed("measures")
    assert (code, err) == (0, "")
    rows = {line.split()[0]: line for line in out.splitlines()[1:] if line.strip()}
    assert "seg-m 1.2" in rows["smallest"]
    assert "-1 to 1" in rows["silhouette"]
    assert "small" in rows["davies_bouldin"]
    assert "known segments" in rows["ari"]


def test_broken_packages_do_not_bring_a_run_down(typed, install, halves):
    install("seg-halves", POINTS, halves_module=halves())
    install("seg-broken", "[segbench.algorithms]\nbroken = no_such_module:It\n")
    install("seg-thief", "[segbench.algorithms]\nkmeans = no_such_module:It\n")
    install("seg-m", "[segbench.measures]\nsmallest = no_such_module:it\n")
    code, _, err = typed(*RUN, "+algo=[kmeans,halves]", "output_dir=out")
    assert code == 0, err
    assert ranked() == ["halves", "kmeans"]
    lines = sorted(err.splitlines())
    assert len(lines) == 2
    assert lines[0].startswith("segbench: warning: algorithm 'kmeans' of seg-thief 1.2")
    assert lines[1].startswith("segbench: warning: measure 'smallest' of seg-m 1.2")
    code, out, err = typed(*RUN, "+algo=[kmeans,broken]", "output_dir=refused")
    assert (code, out) == (2, "")
    (line,) = [one for one in err.splitlines() if "warning" not in one]
    assert line.startswith("segbench: algorithm 'broken' of seg-broken 1.2 cannot be")
    assert "package 'no_such_module' is not installed" in line


def test_a_module_of_ones_own_is_imported(typed, halves, tmp_path):
    (tmp_path / "work" / "my_module.py").write_text(halves("mine") + SCALER)
    words = ("modules=my_module", "+algo=mine", "scaler=[largest,standard]")
    code, _, err = typed(*RUN, *words, "output_dir=out")
    assert (code, err) == (0, "")
    assert ranked() == ["mine", "mine"]
    assert sorted(pd.read_csv("out/ranking.csv")["scaler"]) == ["largest", "standard"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["modules=no_such_module"], "the package 'no_such_module' is not installed"),
        (["modules=[bad_module]"], "'bad_module' cannot be imported: ValueError: no"),
        (["modules=a,b", "-m"], "modules are the same for all jobs"),
    ],
)
def test_modules_that_cannot_be_imported_are_refused(typed, tmp_path, words, told):
    (tmp_path / "work" / "bad_module.py").write_text("raise ValueError('no')")
    code, out, err = typed(*RUN, *words)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert told in err


def test_a_file_behind_a_shipped_one_is_warned_of(typed, write_file):
    write_file("mine/algo/kmeans.yaml", "kmeans: {target: no.Such}\n")
    code, _, err = typed(*RUN, "--config-dir", "mine", "+algo=kmeans", "output_dir=out")
    assert code == 0
    (line,) = err.splitlines()
    assert line.startswith("segbench: warning: mine/algo/kmeans.yaml is not used")
    assert line.count("algo/kmeans.yaml") == 2


def test_a_file_and_a_package_of_one_name_are_refused(
    typed, install, halves, write_file
):
    install("seg-halves", POINTS, halves_module=halves())
    write_file("mine/algo/halves.yaml", "halves: {target: sklearn.cluster.KMeans}\n")
    words = (*RUN, "--config-dir=mine", "output_dir=out")
    code, _, err = typed(*words, "+algo=halves")
    assert code == 2
    assert "mine/algo/halves.yaml and in seg-halves 1.2; rename your file" in err
    code, _, err = typed(*words, "+algo=kmeans")  # unless the name is used
    assert (code, err) == (0, "")


@pytest.fixture
def write_file(tmp_path):
    def write(name, text):
        path = tmp_path / "work" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")

    return write


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_what_only_shows_text_does_not_look_for_packages(word):
    code = (
        "import sys; from segbench.cli import main; main(sys.argv[1:]);"
        "sys.exit('importlib.metadata' in sys.modules or 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, word], check=False)
    assert done.returncode == 0
