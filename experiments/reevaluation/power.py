"""How often a re-evaluation raises an alarm: unchanged customers, and injected changes.

python experiments/reevaluation/power.py             # goes on where it was stopped
python experiments/reevaluation/power.py --only gmm
python experiments/reevaluation/power.py --first 95000 --seeds 10   # a look, not kept
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from changes import CHANGES, evaluated, is_named, segmented
from scipy.stats import binomtest

FOLDER = Path(__file__).parents[2] / "results" / "reference" / "reevaluation"
SEEDS = FOLDER / "power_seeds.csv"
"""A line a seed, written when it is done: 1 where an alarm was raised without change,
or a change was named; empty where it was not asked, or nothing made two segments."""

OUT = FOLDER / "power.csv"
FIRST_SEED = 140_000
"""Seeds from here on were used for nothing while the rules were being chosen."""

OF_HEAPS = 150_000
"""The same of heaps: their rule was made after those before had been looked at."""

OF_STARTS = 160_000
"""The same of mixtures from five starts, after those of one had been looked at."""

KEYS = ["data", "algo", "old", "new"]


class Group(NamedTuple):
    """Segmentations of one kind, with all that is done to their customers."""

    data: str
    algo: str
    old: int
    new: int
    changes: tuple[str, ...] = CHANGES
    seeds: int = 100
    first: int = FIRST_SEED


def groups() -> Iterator[Group]:
    quick = ("kmeans", "agglomerative", "hdbscan")
    yield from (Group("five", algo, 500, 500) for algo in quick)
    yield Group("five", "gmm", 500, 500)
    heap = {"changes": ("none",), "first": OF_HEAPS}
    yield from (Group("one", algo, 500, 500, **heap) for algo in quick)
    yield from (Group("close", algo, 500, 500, seeds=40) for algo in quick)
    for n, m in ((200, 200), (2000, 300), (300, 2000)):
        yield Group("five", "kmeans", n, m, seeds=40)
    yield Group("one", "gmm", 500, 500, **heap, seeds=40)  # ten times as long
    yield Group("five", "gmm n_init=5", 500, 500, first=OF_STARTS)
    yield Group("close", "gmm", 500, 500, seeds=40)


def answers(group: Group, seed: int) -> dict[str, int]:
    """Tell of every change whether it was named; of none whether there was an alarm."""
    old = segmented(group.data, group.algo, group.old, seed)
    if old is None:
        return {}
    given = {}
    for change, found in evaluated(group.data, old, group.changes, group.new):
        alarms = sorted({f"{one.kind} {one.subject}" for one in found.alarms})
        given[change] = int(
            bool(alarms) if change == "none" else is_named(found, change, old.hit)
        )
        if given[change] == (change == "none"):
            print(*group[:4], seed, change, f"of {old.hit}:", alarms, flush=True)
    return given


def rates(lines: pd.DataFrame) -> pd.DataFrame:
    """Count over the seeds, with the exact interval."""
    rows = []
    for group in groups():
        mine = lines[(lines[KEYS] == pd.Series(group[:4], KEYS)).all(axis=1)]
        for change in group.changes:
            given = mine[change].dropna()
            if given.empty:
                continue
            times = int(given.sum())
            low, high = binomtest(times, len(given)).proportion_ci()
            counted = "alarm" if change == "none" else "named"
            cell = (group.data, change, group.algo, group.old, group.new)
            rows.append((*cell, len(given), counted, times, low, high))
    names = ["data", "change", "algo", "old", "new", "seeds", "counted", "times"]
    return pd.DataFrame(rows, columns=[*names, "low", "high"])


def known() -> pd.DataFrame:
    if SEEDS.exists():
        return pd.read_csv(SEEDS)
    return pd.DataFrame(columns=[*KEYS, "seed", *CHANGES])


def count(group: Group, seeds: range, *, kept: bool) -> None:
    """Ask the seeds that were not asked yet."""
    started = time.process_time()
    lines = known()
    done = lines[(lines[KEYS] == pd.Series(group[:4], KEYS)).all(axis=1)]["seed"]
    wanted = sorted({*seeds} - {*done}) if kept else list(seeds)
    total = dict.fromkeys(group.changes, 0)
    for seed in wanted:
        given = answers(group, seed)
        total = {one: n + given.get(one, 0) for one, n in total.items()}
        if kept:
            cells = [*group[:4], seed, *(given.get(one, "") for one in CHANGES)]
            with SEEDS.open("a", encoding="utf-8") as file:
                file.write(",".join(map(str, cells)) + "\n")
    spent = time.process_time() - started
    print("==", *group[:4], f"{len(wanted)} seeds, {spent:.0f} s:", total, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100, help="at most so many")
    parser.add_argument("--first", type=int, help="other seeds, whose answers are lost")
    parser.add_argument("--only", default="", help="groups with this text")
    chosen = parser.parse_args()
    kept = chosen.first is None
    if kept and not SEEDS.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        known().to_csv(SEEDS, index=False, lineterminator="\n")
    for group in groups():
        if chosen.only in " ".join(map(str, group[:4])):
            n = min(chosen.seeds, group.seeds)
            first = group.first if kept else chosen.first
            count(group, range(first, first + n), kept=kept)
            if kept:
                rates(known()).to_csv(
                    OUT, index=False, float_format="%.3f", lineterminator="\n"
                )


if __name__ == "__main__":
    np.seterr(all="ignore")
    main()
