"""Time and memory of whole runs of the command line on customer tables."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from timing import (
    Row,
    cpu_of,
    descendants,
    environment,
    parser,
    report,
    yardstick,
)

GIB = 2**30
EVERY = 0.2  # seconds between two looks at the memory, which take time from the run


@dataclass(frozen=True)
class Target:
    """A run and what it may take at most."""

    name: str
    file: str | None = None  # None: the built-in customers
    seconds: float | None = None
    memory_gib: float | None = None
    words: tuple[str, ...] = ()


RAW = (
    "scoring.method=ranks",
    *(
        f"scoring.effort.{step}=0"
        for step in ("structure", "partitions", "nulls", "stability_nulls", "seeds")
    ),
    "scoring.effort.choose_k=false",
    "scoring.effort.rank_again=false",
    "scoring.effort.outliers=false",
)
"""Everything that calibrates, tests or votes, left out."""

TARGETS = (
    Target("built-in (simulated)"),
    Target("the same, nothing calibrated", words=RAW),
    Target("Wholesale", "Wholesale_customers_data.csv", seconds=30),
    Target("McDonald's", "mcdonalds.csv", seconds=30),
    Target("CC GENERAL", "CC_GENERAL.csv.gz", seconds=90, memory_gib=2),
)


@dataclass(frozen=True)
class Taken:
    """What a run took."""

    wall: float
    cpu: float
    peak: int  # bytes of all its processes together, at the most
    exit_code: int


class MemoryWatch:
    """Looks at a process and its descendants until it is told to stop.

    A page that several processes share counts once, divided among them (proportional
    set size); where the system does not tell, once for each of them.
    """

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._cpu: dict[int, float] = {}
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def stop(self) -> int:
        """Return the peak in bytes; 0 where there is no /proc."""
        self._over.set()
        self._thread.join()
        return self.peak

    @property
    def cpu(self) -> float:
        """CPU seconds of all processes that were seen."""
        return sum(self._cpu.values())

    def _look(self) -> None:
        while not self._over.wait(EVERY):
            family = [self._pid, *descendants(self._pid)]
            self.peak = max(self.peak, sum(map(_held, family)))
            for one in family:
                self._cpu[one] = max(self._cpu.get(one, 0.0), cpu_of(one)[0])


def _held(pid: int) -> int:
    """Bytes of memory that a process answers for; 0 when it has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return _resident(pid)
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return 1024 * int(found[1]) if found else _resident(pid)


def _resident(pid: int) -> int:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except (OSError, IndexError):  # the process has ended
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def run_command(words: Sequence[str], *, watched: bool = True) -> Taken:
    """Run segbench in a folder of its own; 0 CPU and memory where nobody watches."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "segbench", *words],
            cwd=folder,
            env=environment(),
            stdout=subprocess.DEVNULL,
        )
        watch = MemoryWatch(process.pid) if watched else None
        code = process.wait()
        wall = time.perf_counter() - started
    if watch is None:
        return Taken(wall, 0.0, 0, code)
    peak = watch.stop()
    return Taken(wall, watch.cpu, peak, code)


def words_for(target: Target, data: Path | None, *, quick: bool) -> list[str] | str:
    """Return the words of a run, or why there is none."""
    words = [*target.words, *(["scoring.resamples=5"] if quick else [])]
    if target.file is None:
        return words
    if data is None:
        return "no --data folder given"
    path = data / target.file
    if not path.exists():
        return f"no {target.file} in the --data folder"
    return ["dataset=csv", f"dataset.path={path.resolve()}", *words]


def measure_target(target: Target, words: list[str], repeats: int, unit: float) -> Row:
    """Run one target several times, and once more to watch its memory.

    To watch takes a twentieth of a short run.
    """
    runs = [run_command(words, watched=False) for _ in range(repeats)]
    seen = run_command(words)
    wall = statistics.median(run.wall for run in runs)
    peak = seen.peak / GIB
    within = [
        limit is None or value < limit
        for value, limit in [(wall, target.seconds), (peak, target.memory_gib)]
    ]
    codes = sorted({run.exit_code for run in (*runs, seen)})
    row = _row(target, "exit code " + ", ".join(map(str, codes)))
    return row | {
        "wall, yardsticks": wall / unit,
        "wall s": wall,
        "CPU s": seen.cpu,
        "peak GiB": peak or None,
        "met": all(within),
    }


def _row(target: Target, remark: str) -> dict[str, object]:
    """Write what is known before a run."""
    measured = dict.fromkeys(["wall, yardsticks", "wall s", "CPU s", "peak GiB", "met"])
    return {
        "data": target.name,
        **measured,
        "target, s": target.seconds,
        "target, GiB": target.memory_gib,
        "remark": remark,
    }


def main() -> None:
    """Run every target whose file is there."""
    arguments = parser(__doc__, repeats=1)
    arguments.add_argument("--data", type=Path, help="folder of the customer tables")
    args = arguments.parse_args()
    unit = yardstick().wall
    rows = []
    for target in TARGETS:
        words = words_for(target, args.data, quick=args.quick)
        if isinstance(words, str):
            rows.append(_row(target, f"skipped: {words}"))
        else:
            rows.append(measure_target(target, words, args.repeats, unit))
    report("datasets", rows, quick=args.quick)


if __name__ == "__main__":
    main()
