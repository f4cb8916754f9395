"""A new package for an algorithm: written, tested, installed and compared."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from segbench.scaffold import AlgorithmName, render

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "segbench-example"


def python(*words, cwd):
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def test_the_example_of_the_documentation_is_what_is_written():
    if not EXAMPLE.is_dir():
        pytest.skip("not a checkout")
    found = {
        path.relative_to(EXAMPLE).as_posix(): path.read_text("utf-8")
        for path in EXAMPLE.rglob("*")
        if path.is_file() and "cache" not in str(path)
    }
    assert found == dict(render(AlgorithmName("example")))


def test_a_package_is_written_and_its_tests_pass(typed, tmp_path):
    outcome = typed("new-algorithm", "farthest_first")
    assert (outcome.code, outcome.err) == (0, "")
    folder = tmp_path / "segbench-farthest-first"
    for path in folder.rglob("*"):
        if path.is_file():
            assert path.relative_to(tmp_path).as_posix() in outcome.out
    assert "'+algo=[kmeans,farthest_first]'" in outcome.out
    about = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    points = about["entry-points"]["segbench.algorithms"]
    assert points == {"farthest_first": "segbench_farthest_first:FarthestFirst"}
    assert (
        len(
            (folder / "src/segbench_farthest_first/__init__.py")
            .read_text()
            .splitlines()
        )
        <= 32
    )
    done = python("pytest", "-q", "-p", "no:cacheprovider", cwd=folder)
    assert done.returncode == 0, done.stdout
    assert "17 passed" in done.stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Install the package that is written, without a network."""
    for needed in ("pip", "hatchling"):
        if importlib.util.find_spec(needed) is None:
            pytest.skip(f"the package {needed} is not installed")
    folder = tmp_path_factory.mktemp("example")
    for name, text in render(AlgorithmName("example")).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    target = tmp_path_factory.mktemp("site")
    offline = ("--no-deps", "--no-build-isolation", "--no-index", "-q")
    done = python(
        "pip", "install", *offline, "--target", str(target), str(folder), cwd=folder
    )
    assert done.returncode == 0, done.stderr
    return target


def test_the_installed_package_is_found_by_name(site, shell, write_customers):
    write_customers(shell.cwd / "good.csv")
    env = {"PYTHONPATH": str(site)}
    listed = type(shell)(shell.cwd, env)("algorithms", fast=False)
    (row,) = [one for one in listed.out.splitlines() if one.startswith("example ")]
    assert "segbench-example 0.1.0" in row
    words = ("dataset=csv", "dataset.path=good.csv", "+algo=[kmeans,example]")
    workers = ("executor.n_jobs=2", "output_dir=out")
    outcome = type(shell)(shell.cwd, env)(*words, *workers)
    assert outcome.code == 0, outcome.err
    assert "warning" not in outcome.err
    ranking = outcome.ranking()
    assert sorted(zip(ranking["algo"], ranking["k"], strict=True)) == [
        (algo, k) for algo in ("example", "kmeans") for k in ("2", "3")
    ]
    assert set(ranking["status"]) == {"ok"}


REFUSED = {
    "nothing": ([], "takes one name"),
    "two names": (["one", "two"], "takes one name"),
    "a flag": (["--fodler", "x"], "takes one name"),
    "no folder": (["mine", "--folder"], "--folder needs a value"),
    "capitals": (["Mine"], "'Mine' cannot be the name"),
    "a dash": (["my-own"], "such as farthest_first"),
    "a path": (["../mine"], "cannot be the name"),
    "a number first": (["2means"], "cannot be the name"),
    "a word of Python": (["lambda"], "cannot be the name"),
    "an underscore last": (["mine_"], "cannot be the name"),
    "too long": (["m" * 41], "up to 40"),
    "a shipped name": (["kmeans"], "'kmeans' is already there, of segbench"),
}


@pytest.mark.parametrize(("words", "told"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_written_is_refused(typed, tmp_path, words, told):
    outcome = typed("new-algorithm", *words)
    assert (outcome.code, outcome.out) == (2, "")
    (line,) = outcome.err.splitlines()
    assert told in line
    assert list(tmp_path.iterdir()) == []


def test_an_existing_folder_is_left_alone(typed, tmp_path):
    (tmp_path / "here").mkdir()
    (tmp_path / "file").write_text("mine")
    for words in (["--folder", "here"], ["--folder=here"], ["--folder", "file/in"]):
        outcome = typed("new-algorithm", "mine", *words)
        assert (outcome.code, outcome.out) == (2, "")
        (line,) = outcome.err.splitlines()
        assert "exists already" in line or "cannot be written" in line
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "here"]
    assert list((tmp_path / "here").iterdir()) == []
    outcome = typed("new-algorithm", "mine", "--folder", "deep/new")
    assert outcome.code == 0
    assert (tmp_path / "deep" / "new" / "pyproject.toml").is_file()
