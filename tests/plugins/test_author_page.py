"""From an empty folder to the ranking with nothing but the page for authors."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pandas as pd
import pytest
import yaml

from segbench.cli import main
from segbench.scaffold import AlgorithmName, render
from segbench.store import load_records
from segbench.testing import ALGORITHM_CHECKS, check_measure

PAGE = Path(__file__).parents[2] / "docs" / "add-an-algorithm.md"
FAST = (
    "scoring=quick",
    "scoring.resamples=2",
    "executor.n_jobs=1",
    "k=[2,3]",
    "figures=false",
    "models=false",
    "features=income_spending",
)
INSTALLS = ("pip", "pytest")  # tests/cli/test_new_algorithm.py does


@pytest.fixture(scope="module")
def page():
    if not PAGE.is_file():
        pytest.skip("not a checkout")
    return PAGE.read_text("utf-8")


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```", page, flags=re.DOTALL | re.M)


def test_every_command_of_the_page_works(page, install, folder):
    lines = "".join(blocks(page, "bash")).splitlines()
    for first, *words in map(shlex.split, lines):
        if first in INSTALLS:
            continue
        assert [first, *words[:2]] == ["python", "-m", "segbench"]
        type_words(words[2:])
        if words[2] == "new-algorithm":
            install_as_written(install, page, folder / "segbench-farthest-first")
    kinds = ("file", "module", "package")
    found = [pd.read_csv(f"from-a-{kind}/ranking.csv")["algo"] for kind in kinds]
    for names, own in zip(found, ("halving", "slices", "farthest_first"), strict=True):
        assert set(names) == {"kmeans", own}
    cells = load_records(Path("measured") / "records").cells
    assert {cell.space.scaler for cell in cells} == {"largest"}
    assert all(row.scores["looseness"] > 0 for cell in cells for row in cell.rows)
    check_measure("looseness")
    here = {}
    exec(compile(blocks(page, "python")[1], "mine", "exec"), here)  # noqa: S102 ours
    here["test_the_contract"]()


@pytest.fixture
def folder(page, tmp_path, monkeypatch):
    """A folder with the files that the page has one write."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    (declared,) = blocks(page, "yaml")
    assert len(declared.splitlines()) == 6
    algorithm, _, measure = blocks(page, "python")
    (tmp_path / "mine" / "algo").mkdir(parents=True)
    (tmp_path / "mine" / "algo" / "halving.yaml").write_text(declared)
    (tmp_path / "my_algorithm.py").write_text(algorithm)
    (tmp_path / "my_measures.py").write_text(measure)
    return tmp_path


def type_words(words):
    fast = () if words[0] == "new-algorithm" else FAST
    assert main([*words, *fast]) == 0, words


def install_as_written(install, page, package):
    """What an installer would leave of the package, for this process."""
    (points,) = blocks(page, "toml")
    assert points in (package / "pyproject.toml").read_text()
    (module,) = (package / "src").rglob("__init__.py")
    ini = points.replace("[project.entry-points.", "[").replace('"', "")
    modules = {module.parent.name: module.read_text()}
    install("segbench-farthest-first", ini, **modules)


def test_the_page_is_complete(page):
    table = re.findall(r"^\| `(check_\w+)` \|", page, flags=re.MULTILINE)
    assert table == list(ALGORITHM_CHECKS)
    (node,) = map(yaml.safe_load, blocks(page, "yaml"))
    assert list(node) == ["halving"]
    module = render(AlgorithmName("example"))["src/segbench_example/__init__.py"]
    assert 28 <= len(module.splitlines()) <= 33  # "about thirty lines"
