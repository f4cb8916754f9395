"""How the time of a whole run grows with customers, with cells and with workers."""

from __future__ import annotations

import tempfile
from pathlib import Path

from datasets import GIB, run_command
from million import customers
from timing import Row, parser, report, yardstick

CUSTOMERS = (200, 2_000, 20_000, 200_000, 1_000_000)
ALONE_UP_TO = 2_000
"""Customers up to which one worker is timed as well."""

SPACES = ("standard", "minmax", "robust", "power")
CELLS_OF = 200
"""Customers of the runs whose spaces are counted up."""

QUICK = (200, 1_000)
WORDS = ("figures=false", "models=false")


def run(n: int, workers: int, scalers: int, folder: Path) -> Row:
    """Run the default comparison in a cache of its own."""
    path = folder / f"customers-{n}.csv"
    if not path.exists():
        customers(n).to_csv(path, index=False)
    chosen = ",".join(SPACES[:scalers])
    where = ["dataset=csv", f"dataset.path={path}", f"scaler=[{chosen}]"]
    taken = run_command([*where, f"executor.n_jobs={workers}", *WORDS])
    return {
        "customers": n,
        "cells": 5 * scalers,
        "workers": workers,
        "wall s": taken.wall,
        "CPU s": taken.cpu,
        "peak GiB": taken.peak / GIB,
        "exit code": taken.exit_code,
    }


def main() -> None:
    """Time runs that differ in one thing at a time."""
    args = parser(__doc__, repeats=1).parse_args()
    sizes = QUICK if args.quick else CUSTOMERS
    wanted = [(n, 2, 1) for n in sizes]
    wanted += [(n, 1, 1) for n in sizes if n <= ALONE_UP_TO]
    wanted += [(CELLS_OF, workers, s) for s in (2, 4) for workers in (1, 2)]
    unit = yardstick().wall
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for n, workers, scalers in wanted:
            row = run(n, workers, scalers, Path(folder))
            rows.append(row | {"wall, yardsticks": row["wall s"] / unit})
            print(rows[-1], flush=True)
    report("runs", rows, quick=args.quick)


if __name__ == "__main__":
    main()
