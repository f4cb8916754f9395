"""A run of customers whose names and values would act wherever they are shown."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from segbench.cli import main
from segbench.visible import visible

MARKUP = "[/][link=http://x]y[/link]"
EVIL = f"<img src=x onerror=alert(1)>{MARKUP}\x1b]8;;http://x\x07$\\href{{x:1}}{{z}}$"
"""HTML, markup of the terminal's library, a sequence of a terminal, and a formula."""

LONG = 100_000
"""Characters of a name that nobody gives a thing."""

FAST = (
    *("+algo=[kmeans]", "k=[2,3]", "scoring=quick", "scoring.resamples=2"),
    *("executor.n_jobs=1", "figures=false"),
)


@dataclass(frozen=True)
class Typed:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def is_refused(self) -> bool:
        """Whether it ended in one sentence of ours."""
        lines = self.err.splitlines()
        known = bool(lines) and lines[-1].startswith("segbench: ")
        return self.code == 2 and known and "Traceback" not in self.err


def type_words(*words: str) -> Typed:
    """Type a command in this process; nothing that is printed may act."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(list(words))
    typed = Typed(code, out.getvalue(), err.getvalue())
    for text in (typed.out, typed.err):
        assert visible(text) == text
        assert len(text) < LONG
    return typed


def evil_customers(n: int = 60) -> pd.DataFrame:
    """Three groups far apart."""
    groups = np.arange(n) % 3
    noise = np.random.default_rng(0).random((2, n))
    return pd.DataFrame(
        {
            "id": [f"=c{i};=1+1\x1b[2J<b>" for i in range(n)],
            f"=x{EVIL}": groups * 10 + noise[0],
            "${oc.env:HOME}": groups % 2 * 10 + noise[1],
            f"a;=1{MARKUP}": [f"{'abc'[g]}{EVIL};=2" for g in groups],
        }
    )


@pytest.fixture(scope="session")
def evil_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with ``customers.csv`` and its run ``run``."""
    folder = tmp_path_factory.mktemp("evil")
    evil_customers().to_csv(folder / "customers.csv", index=False)
    name = json.dumps(f"../../{EVIL}")
    words = (f"dataset.path={folder / 'customers.csv'}", f"dataset.name={name}")
    done = type_words("dataset=csv", *words, *FAST, f"output_dir={folder / 'run'}")
    assert done.code == 0, done.err
    return folder


@pytest.fixture
def copied(evil_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy that a test may spoil, in the current folder."""
    shutil.copytree(evil_run, tmp_path / "evil")
    monkeypatch.chdir(tmp_path / "evil")
    return tmp_path / "evil"


@pytest.fixture(scope="session")
def plain_reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a run of the built-in customers and its reference."""
    folder = tmp_path_factory.mktemp("plain")
    run, reference = str(folder / "run"), folder / "reference"
    words = ("features=income_spending", "models=false", f"output_dir={run}")
    assert type_words(*FAST, *words).code == 0
    assert type_words("reproduce", run, f"write={reference}").code == 0
    return folder


@pytest.fixture
def reference(
    plain_reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Give a copy of it that a test may spoil, in the current folder."""
    shutil.copytree(plain_reference, tmp_path / "plain")
    monkeypatch.chdir(tmp_path / "plain")
    return tmp_path / "plain" / "reference"


def tampered(file: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    """Change what a JSON file says."""
    told = json.loads(file.read_text("utf-8"))
    change(told)
    file.write_text(json.dumps(told), "utf-8")


def merged(told: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Put values into a nested mapping."""
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(told.get(name), dict) and value:
            merged(told[name], value)
        else:
            told[name] = value
