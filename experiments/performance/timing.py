"""Measure two ways of doing the same work in one run, and write down what came out.

Times of a machine that others use are noise; a ratio of two works that alternate in one
run is not. Every ratio here is the median of the ratios of neighbouring repeats.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
MIB = 2**20

Work = Callable[[], Any]
Row = Mapping[str, Any]
"""One row of a table: column to value; equal columns in all rows."""


@dataclass(frozen=True)
class Seconds:
    """What a piece of work took."""

    cpu: float  # of this process, its threads and the children that ended
    wall: float


@dataclass(frozen=True)
class Comparison:
    """Medians over the repeats; a ratio above 1 says that ours is quicker."""

    ours: Seconds
    peer: Seconds
    cpu_ratio: float
    wall_ratio: float


def parse(description: str, repeats: int = 3) -> argparse.Namespace:
    """Read the words that all benchmarks share."""
    return parser(description, repeats).parse_args()


def parser(description: str, repeats: int = 3) -> argparse.ArgumentParser:
    """Make the parser of a benchmark, to be given more words."""
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--quick", action="store_true", help="small sizes, to try it")
    made.add_argument("--repeats", type=int, default=repeats)
    return made


def cpu_seconds() -> float:
    """CPU time of this process and its descendants, ended or (on Linux) living."""
    spent = os.times()
    ended = spent.children_user + spent.children_system
    living = sum(sum(cpu_of(pid)) for pid in descendants(os.getpid()))
    return time.process_time() + ended + living


def descendants(pid: int) -> list[int]:
    """Return the children of a process and theirs, where there is a /proc."""
    found = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(one) for one in listed.read_text().split()]
        except OSError:  # the thread has ended
            continue
        found += [one for child in children for one in (child, *descendants(child))]
    return found


def cpu_of(pid: int) -> tuple[float, float]:
    """CPU seconds of a process, and of its children that have ended; 0 if it has."""
    try:
        stat = Path("/proc", str(pid), "stat").read_text()
    except OSError:
        return 0.0, 0.0
    own, system, children, their_system = map(
        int, stat.rpartition(")")[2].split()[11:15]
    )
    tick = os.sysconf("SC_CLK_TCK")
    return (own + system) / tick, (children + their_system) / tick


def measure(work: Work) -> Seconds:
    """Time one call."""
    gc.collect()
    cpu, wall = cpu_seconds(), time.perf_counter()
    work()
    return Seconds(cpu_seconds() - cpu, time.perf_counter() - wall)


def median(runs: Sequence[Seconds]) -> Seconds:
    """Return the median of each time."""
    return Seconds(
        statistics.median(run.cpu for run in runs),
        statistics.median(run.wall for run in runs),
    )


def compare(ours: Work, peer: Work, repeats: int, peer_scale: float = 1) -> Comparison:
    """Time two works in turn.

    Parameters
    ----------
    ours, peer : callable
        The works.
    repeats : int
        How often each is done.
    peer_scale : float
        By what the peer's times are multiplied, when it does a part of the work.
    """
    pairs = []
    for _ in range(repeats):
        theirs = measure(peer)
        scaled = Seconds(theirs.cpu * peer_scale, theirs.wall * peer_scale)
        pairs.append((measure(ours), scaled))
    return summarise(pairs)


def summarise(pairs: Sequence[tuple[Seconds, Seconds]]) -> Comparison:
    """Summarise repeats of (ours, peer)."""
    return Comparison(
        median([mine for mine, _ in pairs]),
        median([theirs for _, theirs in pairs]),
        statistics.median(theirs.cpu / mine.cpu for mine, theirs in pairs),
        statistics.median(theirs.wall / mine.wall for mine, theirs in pairs),
    )


def yardstick() -> Seconds:
    """Time the unit of tables without a peer.

    It is scikit-learn's silhouette of 6 clusters of 10,000 points with 4 features, on
    one thread.
    """
    from sklearn.metrics import silhouette_score
    from threadpoolctl import threadpool_limits

    X, labels = blobs(10_000, 4, 6)
    with threadpool_limits(limits=1):
        return median([measure(lambda: silhouette_score(X, labels)) for _ in range(3)])


def blobs(n: int, d: int, k: int, seed: int = 0) -> tuple[Any, Any]:
    """Draw n points of overlapping clusters about the origin, and their clusters."""
    from sklearn.datasets import make_blobs

    X, labels = make_blobs(n, d, centers=k, cluster_std=2.0, random_state=seed)
    return X - X.mean(axis=0), labels


def kmeans_labels(X: Any, settings: Sequence[tuple[int, int]]) -> Any:
    """Label X by k-means, one row for each (k, seed)."""
    from sklearn.cluster import KMeans

    fits = (KMeans(k, n_init=1, random_state=seed).fit(X) for k, seed in settings)
    return np.array([fit.labels_ for fit in fits], dtype=np.int64)


def run_child(
    script: str | Path, *words: str, env: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Run a script in a new process; return what its last line says, as JSON."""
    done = subprocess.run(
        [sys.executable, str(script), *words],
        env=environment(env),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for children that import this segbench from any folder."""
    import segbench

    source = str(Path(segbench.__file__).resolve().parents[1])
    return {**os.environ, "PYTHONPATH": source, **(extra or {})}


def peak_bytes() -> int:
    """Peak resident memory of this process.

    Linux hands `ru_maxrss` of the parent on to a child; VmHWM starts anew.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if "VmHWM" in x)
        return int(line.split()[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def results_folder(*, quick: bool) -> Path:
    """Where tables go; those of small sizes never mix with the others."""
    return HERE / "results" / "quick" if quick else HERE / "results"


def report(name: str, rows: Sequence[Row], *, quick: bool, show: bool = True) -> None:
    """Write a table as CSV and print it as Markdown."""
    folder = results_folder(quick=quick)
    folder.mkdir(parents=True, exist_ok=True)
    texts = [{key: as_text(value) for key, value in row.items()} for row in rows]
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(texts[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(texts)
    if show:
        print(f"\n{markdown(texts)}", flush=True)


def read(name: str, *, quick: bool) -> list[dict[str, str]]:
    """Read a table; empty when it was not measured."""
    path = results_folder(quick=quick) / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def markdown(rows: Sequence[Mapping[str, str]]) -> str:
    """Lay a table out as Markdown."""
    names = list(rows[0])
    lines = [names, ["---"] * len(names), *([row[n] for n in names] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def as_text(value: Any) -> str:
    """Write numbers with three significant digits, truths as words."""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float | np.floating):
        if np.isnan(value):
            return ""
        return f"{value:.0f}" if 1000 <= abs(value) < 1e7 else f"{value:.3g}"
    return "" if value is None else str(value)
