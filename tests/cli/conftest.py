"""The command line as a user meets it: a process, its two streams, its files."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from unittest import mock

import pandas as pd
import pytest

import segbench
from segbench.cli import main

FAST = (
    "scoring=quick",
    "scoring.resamples=2",
    "executor.n_jobs=1",
    "k=[2,3]",
    "figures=false",
    "models=false",
)
"""Settings that make a run cheap; they come first, so that a test can override."""


@dataclass(frozen=True)
class Outcome:
    """What came of a command."""

    code: int
    out: str
    err: str
    cwd: Path
    words: tuple[str, ...] = ()

    @property
    def complaints(self) -> list[str]:
        """Lines of standard error that are addressed to the user."""
        return [line for line in self.err.splitlines() if line.startswith("segbench: ")]

    def folder(self, name: str = "out") -> Path:
        return self.cwd / name

    def ranking(self, name: str = "out") -> pd.DataFrame:
        return read_table(self.folder(name) / "ranking.csv")


def read_table(path: Path) -> pd.DataFrame:
    """Read a table as text: empty stays empty, nothing is guessed."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@dataclass(frozen=True)
class Shell:
    """Runs commands in one folder."""

    cwd: Path
    env: Mapping[str, str] = field(default_factory=dict)

    def __call__(
        self,
        *words: str,
        fast: bool = True,
        env: Mapping[str, str] | None = None,
        python: Sequence[str] = (),
    ) -> Outcome:
        """Type ``python -m segbench WORDS``."""
        typed = (*FAST, *words) if fast else words
        source = str(Path(segbench.__file__).parents[1])
        paths = [source, *self.env.get("PYTHONPATH", "").split(os.pathsep)]
        whole = {
            **os.environ,
            **self.env,
            **(env or {}),
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "PYTHONIOENCODING": "utf-8",
        }
        done = subprocess.run(
            [sys.executable, *python, "-m", "segbench", *typed],
            cwd=self.cwd,
            env=whole,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr, self.cwd, typed)


@dataclass(frozen=True)
class Here(Shell):
    """Runs the same commands in this process: without the seconds of a start."""

    def __call__(
        self, *words: str, fast: bool = True, env: Mapping[str, str] | None = None
    ) -> Outcome:
        """Do what ``segbench WORDS`` does once it has been imported."""
        typed = (*FAST, *words) if fast else words
        with self._surroundings({**self.env, **(env or {})}), _streams() as said:
            try:
                code = main(list(typed))
            except SystemExit as leaving:
                code = leaving.code if isinstance(leaving.code, int) else 1
        return Outcome(code, *map(_text, said), self.cwd, typed)

    @contextmanager
    def _surroundings(self, env: Mapping[str, str]) -> Iterator[None]:
        paths = [*env.get("PYTHONPATH", "").split(os.pathsep), *sys.path]
        known = mock.patch.dict(os.environ, env)
        with chdir(self.cwd), known, mock.patch.object(sys, "path", paths):
            yield


@contextmanager
def _streams() -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    """Collect both streams, warnings among them as they are in a process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    caught = warnings.catch_warnings(record=True)
    with redirect_stdout(out), redirect_stderr(err), caught as told:
        warnings.simplefilter("default")
        yield out, err
        err.writelines(f"{one}\n" for one in told)


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Give a shell in an empty folder."""
    return Shell(tmp_path)


@pytest.fixture(scope="module")
def shell_in(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Shell]:
    """Make shells that live as long as a module, each in a folder of its own."""
    return lambda env=None: Shell(tmp_path_factory.mktemp("shell"), env or {})


@pytest.fixture
def here(tmp_path: Path) -> Here:
    """Type commands in an empty folder, where starting Python is not what is tested."""
    return Here(tmp_path)


@pytest.fixture(scope="module")
def here_in(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Here]:
    """Make such places that live as long as a module."""
    return lambda env=None: Here(tmp_path_factory.mktemp("here"), env or {})


@pytest.fixture
def typed(here: Here) -> Callable[..., Outcome]:
    """Type a command without the settings that make runs cheap."""
    return partial(here, fast=False)


def customers(n: int = 40) -> list[tuple[str, str, str]]:
    """Rows ``id, age, score`` of two well-parted groups, as text."""
    rows = []
    for i in range(n):
        low = i % 2 == 0
        age = (20 if low else 60) + (i * 7) % 11
        score = (15 if low else 80) + (i * 5) % 9
        rows.append((f"c{i:02d}", str(age), str(score)))
    return rows


@pytest.fixture(scope="session")
def write_customers() -> Callable[..., Path]:
    """Write a table of customers; ``cells`` replaces some of them."""

    def write(
        path: Path,
        n: int = 40,
        header: Sequence[str] = ("id", "age", "score"),
        cells: Mapping[tuple[int, int], str] | None = None,
    ) -> Path:
        table = [list(row) for row in customers(n)]
        for (row, column), text in (cells or {}).items():
            table[row][column] = text
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [",".join(header), *(",".join(row) for row in table)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def write_config() -> Callable[..., Path]:
    """Write a configuration file of the user's own, such as ``algo/mine.yaml``."""

    def write(folder: Path, group: str, name: str, text: str) -> Path:
        path = folder / group / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def table() -> Callable[[Path], pd.DataFrame]:
    """Read a table of a run as text."""
    return read_table


def _assert_refused(outcome, *expected: str) -> None:
    """One sentence on standard error with every expected text, nothing else."""
    assert outcome.code == 2, outcome.err
    assert outcome.out == ""
    lines = outcome.err.splitlines()
    assert len(lines) == 1, outcome.err
    assert lines[0].startswith("segbench: ")
    assert "Traceback" not in outcome.err
    for text in expected:
        assert text in lines[0]


@pytest.fixture
def refused(
    typed: Callable, tmp_path: Path, write_customers: Callable
) -> Callable[..., None]:
    """Type a command on a small file; expect a refusal that leaves no new file."""
    write_customers(tmp_path / "good.csv")

    def check(*words: str, expected: tuple[str, ...]) -> None:
        before = sorted(tmp_path.rglob("*"))
        _assert_refused(typed(*words), *expected)
        assert sorted(tmp_path.rglob("*")) == before

    return check


@pytest.fixture(scope="session")
def assert_refused() -> Callable[..., None]:
    """Check an outcome: one sentence on standard error, nothing else, exit code 2."""
    return _assert_refused
