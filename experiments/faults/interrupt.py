"""Interrupt the command in every phase, as Ctrl-C does, and time its end.

    python experiments/faults/interrupt.py

SIGINT goes to the whole process group, like that of a terminal. The command has to end
with exit code 130 and one sentence, and to leave no process and no folder but the
cache; the same command has to go on from there.
"""

from __future__ import annotations

import csv
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from command import HALVES, copy_of_segbench, left_over, start, wait

RUN = ("k=[2,3,4]", "models=false", "output_dir=out", "scaler=[standard,robust]")

INLINE = (*RUN, "scoring=quick", "executor.n_jobs=1", "figures=false")
WORKERS = (
    *(*INLINE, "executor.n_jobs=2", "modules=[halves]"),
    "+algo=[kmeans,gmm,halves]",
)
SLOW = ("+algo=[spectral]", "dataset=csv", "dataset.path=many.csv")

PATIENCE = 120.0
"""Seconds until a phase has to have begun."""


@dataclass(frozen=True)
class Phase:
    """When to interrupt which command."""

    name: str
    words: tuple[str, ...]
    begun: Callable[[Path], bool]  # of the working folder
    later: float = 0.2  # seconds after the phase has begun


@dataclass(frozen=True)
class Interrupted:
    """What came of an interrupt."""

    phase: str
    seconds: float  # until the command had ended
    seconds_of_all: float  # until its last process had
    code: int
    sentences: int
    tracebacks: int
    left: str  # files and folders besides the cache

    @property
    def good(self) -> bool:
        """Whether it ended as promised; the time is another matter."""
        return (self.code, self.sentences, self.tracebacks, self.left) == (
            130,
            1,
            0,
            "",
        )


def _said(text: str) -> Callable[[Path], bool]:
    return lambda cwd: text in (cwd / "err.txt").read_text()


def _some_file(pattern: str) -> Callable[[Path], bool]:
    return lambda cwd: any(cwd.glob(pattern))


PHASES = (
    Phase("import", INLINE, lambda _: True, 0.15),
    Phase("later import", INLINE, lambda _: True, 0.6),
    Phase("reading", (*INLINE, "dataset=csv", "dataset.path=many.csv"), _said(""), 1.5),
    Phase("fitting in this process", (*INLINE, *SLOW), _said("fitting")),
    Phase("fitting in processes", WORKERS, _said("fitting")),
    Phase("resampling in processes", WORKERS, _said("resampling")),
    Phase("figures", (*RUN, "scoring=quick"), _some_file("out/ranking.csv"), 0.4),
)


def interrupt(phase: Phase, cwd: Path, source: Path) -> Interrupted:
    """Start a command, interrupt it in its phase, and see what is left."""
    before = set(cwd.rglob("*"))
    process = start(phase.words, cwd, source)
    until = time.monotonic() + PATIENCE
    while not phase.begun(cwd) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(phase.later)
    started = time.perf_counter()
    os.killpg(process.pid, signal.SIGINT)
    ended = wait(process, cwd, started)
    others = left_over(process.pid, PATIENCE)
    all_seconds = time.perf_counter() - started
    lines = ended.err.splitlines()
    left = [str(one.relative_to(cwd)) for one in set(cwd.rglob("*")) - before]
    return Interrupted(
        phase.name,
        round(ended.seconds, 2),
        round(all_seconds, 2),
        ended.code,
        sum("interrupted" in line for line in lines),
        sum(line.startswith("Traceback") for line in lines) + len(others),
        " ".join(sorted(one for one in left if not _expected(one))),
    )


def _expected(name: str) -> bool:
    streams = name in ("out.txt", "err.txt")
    cached = name == "results" or name.startswith(("results/.cache", "__pycache__"))
    return streams or cached


def prepare(folder: Path) -> None:
    """Write what the commands read."""
    (folder / "halves.py").write_text(HALVES)
    rows = (f"c{i},{i * 7919 % 1009},{i * 104729 % 997}" for i in range(6000))
    (folder / "many.csv").write_text("id,income,score\n" + "\n".join(rows) + "\n")


def study(phases: Sequence[Phase]) -> list[Interrupted]:
    """Interrupt in each of the phases, in a folder of its own."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        source = copy_of_segbench(Path(name))
        for number, phase in enumerate(phases):
            cwd = Path(name) / str(number)
            cwd.mkdir()
            prepare(cwd)
            found.append(interrupt(phase, cwd, source))
            print(found[-1], flush=True)
    return found


def main() -> int:
    """Interrupt everywhere and write the table."""
    found = study(PHASES)
    path = Path(__file__).parent / "results" / "interrupts.csv"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, list(asdict(found[0])), lineterminator="\n")
        table.writeheader()
        table.writerows(map(asdict, found))
    return 0 if all(one.good for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
