"""Take some data sets out of the stored tables, to compute these again in minutes.

    python experiments/benchmark/part.py results/part iris_1 moons_2 mixed_types_1
    python -m segbench reproduce results/part

A setting names what differs within a run, such as the linkage that mixed types
change; so take one of these along. All 38 data sets are
`python -m segbench reproduce results/reference/benchmark`.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import pandas as pd

from segbench.report.reference.manifest import (
    read_reference,
    sum_of,
    write_reference,
)

REFERENCE = Path(__file__).parents[2] / "results" / "reference" / "benchmark"


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    made.add_argument("folder", type=Path, help="where the part is written")
    made.add_argument("names", nargs="+", help="data sets, such as iris_1")
    args = made.parse_args()
    take(args.names, args.folder)


def take(names: list[str], folder: Path, whole: Path = REFERENCE) -> None:
    """Write a reference of the jobs and the rows of some data sets.

    Files that are not as they were written are refused: a part has sums of its own,
    which would hide it.
    """
    reference = read_reference(whole)
    texts = {name: (whole / name).read_text("utf-8") for name in reference.tables}
    other = [name for name in texts if sum_of(texts[name]) != reference.tables[name]]
    if reference.altered or other:
        raise SystemExit(f"{whole} is not as it was written: {', '.join(other)}")
    known = [one["name"] for one in reference.datasets]
    for name in names:
        if name not in known:
            raise SystemExit(f"no data set {name}; there are {', '.join(known)}")
    texts = {name: rows_of(whole / name, names) for name in texts}
    part = replace(
        reference,
        jobs=tuple(one for one in reference.jobs if drawn(one) in names),
        datasets=tuple(one for one in reference.datasets if one["name"] in names),
        tables={name: sum_of(text) for name, text in texts.items()},
    )
    write_reference(folder, part, texts)


def drawn(job: dict) -> str:
    """The name of the data set that a job is about."""
    words = dict(word.lstrip("+").split("=", 1) for word in job["told"])
    return f"{words['experiment/benchmark']}_{words['dataset.seed']}"


def rows_of(path: Path, names: list[str]) -> str:
    """Keep rows of some data sets, every cell as it is written."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    kept = table[table["dataset"].isin(names)]
    return kept.to_csv(index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
