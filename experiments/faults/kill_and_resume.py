"""Kill a run at random moments, resume it, and hold everything against a quiet run.

    python experiments/faults/kill_and_resume.py --kills 50

The tables have to have the same bytes, and no piece of work may be computed twice but
those that were in work at the kill: a record that is there is never written again, and
what a resumed run says it has found is what was there.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from command import (
    CACHE,
    HALVES,
    KILL,
    Ended,
    copy_of_segbench,
    differing,
    records,
    run,
    run_and_signal,
    tables,
)

SMALL = (
    *("features=income_spending", "k=[2,3,4]", "models=false", "output_dir=out"),
    *("scoring.resamples=12", "scoring.effort.structure=19", "executor.n_jobs=2"),
    *("scoring.effort.stability_nulls=0", "scoring.effort.nulls=20"),
    *("scoring.effort.partitions=20", "scoring.effort.seeds=3", "figures=false"),
)
"""A small run of the five algorithms with every step in it."""

FIVE = "+algo=[kmeans,agglomerative,dbscan,hdbscan,gmm{more}]"

WAYS = {
    "threads": (FIVE.format(more=""),),
    "processes": (FIVE.format(more=",halves"), "modules=[halves]"),
}
"""Own algorithms share this process's threads; one of the user's wants processes."""

FOUND = re.compile(r"(\d+) of (\d+) pieces of work were there")


@dataclass(frozen=True)
class Kill:
    """One kill, and what was there after it."""

    way: str
    after_seconds: float
    records_before: int
    records_after: int
    rewritten: int  # records that were there and were written again
    half_written: int  # files that a write left behind


@dataclass(frozen=True)
class Finish:
    """A run that came to its end after some kills."""

    way: str
    kills: int
    records_before: int  # the last start
    found: int  # pieces that it says it did not compute
    pieces: int
    expected: int  # records of the run that nobody disturbed
    other_records: int  # names that only one of the two has
    rewritten: int
    different_tables: int

    @property
    def good(self) -> bool:
        """Whether nothing was lost, changed or computed twice."""
        right = self.found == self.records_before and self.pieces == self.expected
        wrong = self.other_records + self.rewritten + self.different_tables
        return right and not wrong


class Trial:
    """One way of running, in a folder of its own."""

    def __init__(
        self, way: str, words: Sequence[str], folder: Path, source: Path
    ) -> None:
        self.way = way
        self.words = words
        self.folder = folder
        self.source = source
        folder.mkdir()
        (folder / "halves.py").write_text(HALVES)
        run(["help"], self.folder, self.source)  # writes what Python compiles
        quiet = run(self.words, self.folder, self.source)
        if quiet.code != 0:
            raise RuntimeError(quiet.err)
        self.seconds = quiet.seconds
        self.tables = tables(self.folder / "out")
        self.records = records(self.folder / CACHE)

    def killed_so_often(self, times: int, seed: int) -> tuple[list[Kill], list[Finish]]:
        """Kill one run after another, each until it comes to its end."""
        dice = random.Random(f"{seed} {self.way}")  # noqa: S311 no secret
        kills: list[Kill] = []
        finishes: list[Finish] = []
        while len(kills) < times:
            some, finish = self.to_the_end(dice, times - len(kills))
            kills += some
            finishes.append(finish)
            print(finish, flush=True)
        return kills, finishes

    def to_the_end(self, dice: random.Random, most: int) -> tuple[list[Kill], Finish]:
        """Kill and resume, at most so often, until the run comes to its end."""
        for name in ("results", "out"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        kills: list[Kill] = []
        while len(kills) < most:
            before = records(self.folder / CACHE)
            after = dice.uniform(0, self.seconds)
            if self._killed(after) is None:
                return kills, self._finish(len(kills), before)
            kills.append(self._kill(after, before))
            if self._is_finished():  # killed while it told its result
                return kills, self._finish(len(kills), before)
        before = records(self.folder / CACHE)
        ended = run(self.words, self.folder, self.source)
        if ended.code != 0:
            raise RuntimeError(ended.err)
        return kills, self._finish(len(kills), before)

    def _is_finished(self) -> bool:
        out = self.folder / "out"
        return (out / "manifest.json").is_file() and not (out / ".unfinished").exists()

    def _killed(self, after: float) -> Ended | None:
        return run_and_signal(self.words, self.folder, self.source, KILL, after)

    def _kill(self, after: float, before: dict[str, tuple[int, int]]) -> Kill:
        now = records(self.folder / CACHE)
        halves = list((self.folder / CACHE).rglob(".*.rec.*"))
        return Kill(
            self.way,
            round(after, 2),
            len(before),
            len(now),
            _rewritten(before, now),
            len(halves),
        )

    def _finish(self, kills: int, before: dict[str, tuple[int, int]]) -> Finish:
        now = records(self.folder / CACHE)
        said = FOUND.search((self.folder / "err.txt").read_text())
        found, pieces = map(int, said.groups()) if said else (0, len(now))
        return Finish(
            self.way,
            kills,
            len(before),
            found,
            pieces,
            len(self.records),
            len({*now} ^ {*self.records}),
            _rewritten(before, now),
            len(differing(self.tables, tables(self.folder / "out"))),
        )


def _rewritten(
    before: dict[str, tuple[int, int]], now: dict[str, tuple[int, int]]
) -> int:
    return sum(now.get(name) != stamp for name, stamp in before.items())


def study(
    kills: int, seed: int, ways: Sequence[str], words: Sequence[str] = SMALL
) -> tuple[list[Kill], list[Finish]]:
    """Kill runs of every way, so many times in all, and finish each."""
    with (
        tempfile.TemporaryDirectory() as name,
        ThreadPoolExecutor(len(ways)) as threads,
    ):
        source = copy_of_segbench(Path(name))

        def of_way(way: str) -> tuple[list[Kill], list[Finish]]:
            trial = Trial(way, [*words, *WAYS[way]], Path(name, way), source)
            return trial.killed_so_often(-(-kills // len(ways)), seed)

        found = list(threads.map(of_way, ways))
    return [x for kills, _ in found for x in kills], [x for _, f in found for x in f]


def _write(path: Path, rows: Sequence[Kill | Finish]) -> None:
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, list(asdict(rows[0])), lineterminator="\n")
        table.writeheader()
        table.writerows(map(asdict, rows))


def main() -> int:
    """Run the study and write its two tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50, help="in all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results")
    told = parser.parse_args()
    kills, finishes = study(told.kills, told.seed, list(WAYS))
    told.out.mkdir(exist_ok=True)
    _write(told.out / "kills.csv", kills)
    _write(told.out / "finishes.csv", finishes)
    bad = [one for one in finishes if not one.good]
    print(f"{len(kills)} kills, {len(finishes)} finished, {len(bad)} wrong")
    return 1 if bad or any(one.rewritten for one in kills) else 0


if __name__ == "__main__":
    sys.exit(main())
