"""Run two sweeps at once into one results folder, ten times.

    python experiments/faults/two_at_once.py

Both have to end in the tables that each has alone, and the cache has to hold the
records of both and no others.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from command import (
    copy_of_segbench,
    differing,
    records,
    run,
    start,
    tables,
    wait,
)

SWEEPS = (
    ("+algo=kmeans,gmm,hdbscan", "output_dir=one"),
    ("+algo=hdbscan,kmeans,dbscan", "output_dir=two"),
)
"""Two that have jobs in common."""

FAST = (
    *("-m", "features=income_spending", "k=[2,3]", "scoring=quick", "models=false"),
    *("scoring.resamples=12", "executor.n_jobs=1", "figures=false"),
)


@dataclass(frozen=True)
class Both:
    """What came of two sweeps at once."""

    turn: int
    failed: int  # commands that did not end well
    different_tables: int
    records: int
    expected: int  # records of the two, one after the other
    other_records: int  # names that only one of the two ways has
    half_written: int

    @property
    def good(self) -> bool:
        """Whether nothing was lost or mixed."""
        wrong = self.failed + self.different_tables + self.other_records
        return not (wrong or self.half_written)


def alone(folder: Path, source: Path) -> tuple[list[dict[str, bytes]], set[str]]:
    """Run one after the other; give the tables of each, and the names of records."""
    folder.mkdir()
    for words in SWEEPS:
        ended = run([*FAST, *words], folder, source)
        if ended.code != 0:
            raise RuntimeError(ended.err)
    cache = folder / "results" / ".cache"
    return [tables(folder / name) for name in ("one", "two")], {*records(cache)}


def together(folder: Path, source: Path) -> tuple[int, list[dict[str, bytes]]]:
    """Run both at once; give how many failed, and the tables of each."""
    started = time.perf_counter()
    running = []
    for number, words in enumerate(SWEEPS):
        cwd = folder / str(number)
        cwd.mkdir(parents=True)
        shared = f"results_dir={folder / 'results'}"
        running.append((start([*FAST, *words, shared], cwd, source), cwd))
    ended = [wait(process, cwd, started) for process, cwd in running]
    found = [tables(folder / "0" / "one"), tables(folder / "1" / "two")]
    return sum(one.code != 0 for one in ended), found


def study(times: int) -> list[Both]:
    """Hold two at once against one after the other."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        source = copy_of_segbench(Path(name))
        expected, names = alone(Path(name, "alone"), source)
        for turn in range(times):
            folder = Path(name, f"together{turn}")
            failed, found = together(folder, source)
            cache = folder / "results" / ".cache"
            pairs = zip(expected, found, strict=True)
            there = {*records(cache)}
            rows.append(
                Both(
                    turn,
                    failed,
                    sum(len(differing(*pair)) for pair in pairs),
                    len(there),
                    len(names),
                    len(there ^ names),
                    len(list(cache.rglob(".*.rec.*"))),
                )
            )
            print(rows[-1], flush=True)
    return rows


def _write(path: Path, rows: Sequence[Both]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, list(asdict(rows[0])), lineterminator="\n")
        table.writeheader()
        table.writerows(map(asdict, rows))


def main() -> int:
    """Run the study and write its table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=10)
    rows = study(parser.parse_args().times)
    _write(Path(__file__).parent / "results" / "two_at_once.csv", rows)
    return 0 if all(one.good for one in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
