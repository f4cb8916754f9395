"""The command as a user starts it, in a process group that can be ended at once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import segbench
from segbench.conf_files import conf_dir

TABLES = (
    *("ranking.csv", "scores.csv", "segments.csv", "labels.csv", "spaces.csv"),
    *("distances.csv", "agreement.csv", "ranking.md", "ranking.tex", "methods.md"),
)
"""Files that may not depend on what happened on the way; those that a run has."""

CACHE = Path("results", ".cache")

HALVES = '''\
"""An algorithm of the user's own, which runs in processes of its own."""
import numpy as np
import segbench
from sklearn.base import BaseEstimator, ClusterMixin


@segbench.algorithm("halves", k_param="n_clusters")
class Halves(ClusterMixin, BaseEstimator):
    def __init__(self, n_clusters=2):
        self.n_clusters = n_clusters

    def fit_predict(self, X, y=None):
        X = np.asarray(X)
        labels = np.empty(len(X), dtype=int)
        order = np.argsort(X[:, 0], kind="stable")
        labels[order] = np.arange(len(X)) * self.n_clusters // len(X)
        return labels
'''


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str
    seconds: float


def copy_of_segbench(folder: Path) -> Path:
    """Copy the package, so that nobody edits it meanwhile: its files name the work."""
    package = Path(segbench.__file__).parent
    shutil.copytree(package, folder / "src" / "segbench", dirs_exist_ok=True)
    if not conf_dir().is_relative_to(package):
        shutil.copytree(conf_dir(), folder / "conf", dirs_exist_ok=True)
    return folder / "src"


def start(
    words: Sequence[str], cwd: Path, source: Path, **env: str
) -> subprocess.Popen[str]:
    """Start ``python -m segbench WORDS`` in a session of its own.

    Its streams are files: a pipe that somebody holds open would hide who has ended.
    """
    with (cwd / "out.txt").open("w") as out, (cwd / "err.txt").open("w") as err:
        return subprocess.Popen(
            [sys.executable, "-m", "segbench", *words],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(source), **env},
            stdout=out,
            stderr=err,
            text=True,
            start_new_session=True,
        )


def wait(process: subprocess.Popen[str], cwd: Path, started: float) -> Ended:
    """Wait for the end of a command."""
    code = process.wait()
    seconds = time.perf_counter() - started
    out, err = ((cwd / f"{name}.txt").read_text() for name in ("out", "err"))
    return Ended(code, out, err, seconds)


def run(words: Sequence[str], cwd: Path, source: Path, **env: str) -> Ended:
    """Run a command undisturbed."""
    started = time.perf_counter()
    return wait(start(words, cwd, source, **env), cwd, started)


def run_and_signal(
    words: Sequence[str], cwd: Path, source: Path, number: int, after: float
) -> Ended | None:
    """Send a signal to the whole process group; None when the command was quicker."""
    started = time.perf_counter()
    process = start(words, cwd, source)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, number)
        return wait(process, cwd, started)
    return None


def left_over(session: int, patience: float) -> list[str]:
    """Name the processes of a session that are there after so many seconds."""
    until = time.monotonic() + patience
    while (found := list(_of_session(session))) and time.monotonic() < until:
        time.sleep(0.02)
    return found


def _of_session(session: int) -> Iterator[str]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            name, _, rest = (folder / "stat").read_text().rpartition(")")
        except (FileNotFoundError, ProcessLookupError):
            continue
        state, _, _, of = rest.split()[:4]
        if int(of) == session and state != "Z":
            yield name


def tables(folder: Path) -> dict[str, bytes]:
    """Read the files that have to be the same."""
    return {
        name: (folder / name).read_bytes()
        for name in TABLES
        if (folder / name).is_file()
    }


def records(cache: Path) -> dict[str, tuple[int, int]]:
    """Name the records of a cache; who writes one again changes inode and time."""
    return {
        str(path.relative_to(cache)): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in cache.rglob("*.rec")
        if not path.name.startswith(".")
    }


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Name the files that differ, or that only one has."""
    return [n for n in sorted({*one, *other}) if one.get(n) != other.get(n)]


KILL = signal.SIGKILL
