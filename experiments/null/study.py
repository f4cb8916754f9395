"""How often the structure test claims structure: where there is none, where there is.

A cell is a kind of data, a number of customers and of columns. Every cell is written
into the table as soon as it is done; a second start goes on where the first stopped.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import binomtest
from shapes import MAKERS
from threadpoolctl import threadpool_limits

from segbench.scoring.structure import structure_test
from segbench.seeds import seed_for

TABLE = Path(__file__).parents[2] / "results" / "reference" / "null" / "rates.csv"
COLUMNS = (
    "data",
    "kind",
    "n",
    "d",
    "seeds",
    "rejections",
    "rate",
    "low",
    "high",
    "draws",
)

FIRST_SEED = 60_000
"""Seeds from here on were used for nothing before the statistic was fixed."""


@dataclass(frozen=True)
class Cell:
    """Data sets that differ in their seed only."""

    kind: str
    data: str
    n: int
    d: int

    @property
    def names(self) -> tuple[str, ...]:
        """What tells it from the others in the table."""
        return self.data, str(self.n), str(self.d)


def all_cells() -> Iterator[Cell]:
    """Go through the cells, the quick ones first."""
    for n in (200, 1_000):
        for kind, makers in MAKERS.items():
            for data in makers:
                for d in dimensions(kind, n):
                    yield Cell(kind, data, n, d)


def dimensions(kind: str, n: int) -> tuple[int, ...]:
    """Where structure is found all draws are made, which is slow for large n."""
    if kind == "null":
        return (2, 4, 8)
    return (2, 4) if (kind, n) == ("structure", 200) else (2,)


def is_rejected(cell: Cell, draws: int, seed: int) -> bool:
    """Make a data set and test it; draws stop once the verdict is certain."""
    rng = np.random.default_rng(seed_for(seed, cell.data, cell.n, cell.d))
    X = MAKERS[cell.kind][cell.data](rng, cell.n, cell.d)
    return structure_test(
        X, n_draws=draws, random_state=seed, stop_early=True
    ).structure


def row_of(cell: Cell, rejected: list[bool], draws: int) -> dict[str, object]:
    """Describe a cell with its exact (Clopper-Pearson) 95 % interval."""
    count, seeds = sum(rejected), len(rejected)
    interval = binomtest(count, seeds).proportion_ci(0.95, "exact")
    return {
        "data": cell.data,
        "kind": cell.kind,
        "n": cell.n,
        "d": cell.d,
        "seeds": seeds,
        "rejections": count,
        "rate": f"{count / seeds:.4f}",
        "low": f"{interval.low:.4f}",
        "high": f"{interval.high:.4f}",
        "draws": draws,
    }


def read_rows(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Replace the table at once: a stopped study leaves whole rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    with beside.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    beside.replace(path)


def run(cells: Iterable[Cell], options: argparse.Namespace) -> None:
    """Work through the cells that the table does not hold yet."""
    rows = read_rows(options.out)
    done = {(row["data"], row["n"], row["d"]) for row in rows}
    one_thread = partial(threadpool_limits, 1)
    with ProcessPoolExecutor(options.processes, initializer=one_thread) as pool:
        for cell in cells:
            if cell.names in done:
                continue
            started = time.perf_counter()
            seeds = options.seeds or (200 if cell.n <= 200 else 100)
            numbers = range(FIRST_SEED, FIRST_SEED + seeds)
            test = partial(is_rejected, cell, options.draws)
            row = row_of(
                cell, list(pool.map(test, numbers, chunksize=5)), options.draws
            )
            rows.append(row)
            write_rows(options.out, rows)
            seconds = time.perf_counter() - started
            print(*row.values(), f"{seconds:.0f} s", sep="\t", flush=True)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", choices=MAKERS, help="only these cells")
    parser.add_argument("--data", help="only these cells, such as uniform")
    for name in ("--n", "--d"):
        parser.add_argument(name, type=int, help="only these cells")
    parser.add_argument(
        "--seeds", type=int, help="data sets a cell, default 200 or 100"
    )
    parser.add_argument("--draws", type=int, default=99, help="of each null model")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=TABLE)
    return parser.parse_args()


def main() -> None:
    options = parse()
    asked = {name: getattr(options, name) for name in ("kind", "data", "n", "d")}
    wanted = {name: value for name, value in asked.items() if value is not None}
    cells = [one for one in all_cells() if wanted.items() <= vars(one).items()]
    run(cells, options)


if __name__ == "__main__":
    main()
