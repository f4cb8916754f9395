"""The wheel holds what a run needs, and runs away from the checkout."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest

import segbench

ROOT = Path(__file__).parents[2]


def call(*words, cwd, env=None):
    return subprocess.run(
        [*words],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    for needed in ("build", "hatchling"):
        if importlib.util.find_spec(needed) is None:
            pytest.skip(f"the package {needed} is not installed")
    if not (ROOT / "pyproject.toml").is_file():
        pytest.skip("not a checkout")
    folder = tmp_path_factory.mktemp("wheel")
    # From elsewhere: a folder called build would hide the package of that name.
    words = ("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder))
    done = call(sys.executable, *words, str(ROOT), cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def unpacked(wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_it_is_named_by_the_version(wheel):
    assert wheel.name == f"segbench-{segbench.__version__}-py3-none-any.whl"


def test_it_holds_the_committed_configuration(unpacked):
    listed = call("git", "ls-files", "conf", cwd=ROOT)
    committed = set(listed.stdout.splitlines())
    if listed.returncode != 0 or not committed:
        pytest.skip("not a checkout of a git repository")
    shipped = unpacked / "segbench"
    found = {
        path.relative_to(shipped).as_posix()
        for path in (shipped / "conf").rglob("*")
        if path.is_file()
    }
    assert found == committed
    for name in committed:
        assert (shipped / name).read_bytes() == (ROOT / name).read_bytes(), name


def test_it_says_that_it_is_typed(unpacked):
    assert (unpacked / "segbench" / "py.typed").is_file()


def test_it_holds_the_package_and_nothing_else(unpacked):
    names = {path.name for path in unpacked.iterdir()}
    assert names == {"segbench", f"segbench-{segbench.__version__}.dist-info"}


def test_it_installs_the_command(unpacked):
    (info,) = unpacked.glob("*.dist-info")
    points = (info / "entry_points.txt").read_text("utf-8").split()
    assert points == ["[console_scripts]", "segbench", "=", "segbench.cli:main"]


def test_it_runs_away_from_the_checkout(unpacked, tmp_path):
    # Nothing here needs compiled loops: they would be compiled for this copy alone.
    words = ("+algo=agglomerative", "k=[5]", "features=income_spending")
    quick = ("scoring=quick", "scoring.resamples=0", "executor.n_jobs=1")
    fast = (*quick, "figures=false")
    env = {"PYTHONPATH": str(unpacked)}
    done = call(
        *(sys.executable, "-m", "segbench", *fast, *words, "output_dir=out"),
        cwd=tmp_path,
        env=env,
    )
    assert done.returncode == 0, done.stderr
    (row,) = pd.read_csv(tmp_path / "out" / "ranking.csv").to_dict("records")
    assert (row["rank"], row["algo"], row["k"]) == (1, "agglomerative", 5)
    where = "import segbench.conf_files as c; print(c.conf_dir())"
    folder = call(sys.executable, "-c", where, cwd=tmp_path, env=env).stdout.strip()
    assert Path(folder) == unpacked / "segbench" / "conf"
