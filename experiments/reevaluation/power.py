"""How often a re-evaluation raises an alarm: unchanged customers, and injected changes.

python experiments/reevaluation/power.py            # results/reference/reevaluation
python experiments/reevaluation/power.py --seeds 10 # a look
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
from changes import CHANGES, SHAPES, case
from scipy.stats import binomtest

OUT = Path(__file__).parents[2] / "results" / "reference" / "reevaluation" / "power.csv"
NAMES = ["data", "change", "algo", "old", "new"]
FIRST_SEED = 80_000
"""Seeds from here on were used for nothing while the rules were being chosen."""


def cells() -> Iterator[tuple[str, str, str, int, int]]:
    for shape in SHAPES:
        for change in CHANGES:
            if change == "none" or shape != "one":
                yield shape, change, "kmeans", 500, 500
    for algo in ("gmm", "agglomerative", "hdbscan"):
        for change in CHANGES:
            yield "five", change, algo, 500, 500
    for n, m in ((200, 200), (2000, 300), (300, 2000)):
        for change in ("none", "split", "merge"):
            yield "five", change, "kmeans", n, m


def outcome(*cell: object) -> dict:
    found, named = case(*cell)
    kinds = sorted({f"{one.kind} {one.subject}" for one in found.alarms})
    return {"named": named(found), "alarm": bool(found.alarms), "alarms": kinds}


def rate(cell: tuple, seeds: range, pool: ProcessPoolExecutor) -> dict:
    jobs = [pool.submit(outcome, *cell, seed) for seed in seeds]
    answers = [job.result() for job in jobs]
    change = cell[1]
    right = "alarm" if change == "none" else "named"
    count = sum(one[right] for one in answers)
    low, high = binomtest(count, len(seeds)).proportion_ci()
    told = pd.Series([text for one in answers for text in one["alarms"]])
    print(*cell, count, told.value_counts().head(6).to_dict(), flush=True)
    return {
        **dict(zip(NAMES, cell, strict=True)),
        "seeds": len(seeds),
        "counted": right,
        "times": count,
        "rate": count / len(seeds),
        "low": low,
        "high": high,
    }


def is_there(known: pd.DataFrame, cell: tuple) -> bool:
    """Tell whether an earlier start has done a cell."""
    if known.empty:
        return False
    return cell in set(known[NAMES].itertuples(index=False, name=None))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=FIRST_SEED)
    parser.add_argument("--only", default="", help="cells with this text")
    chosen = parser.parse_args()
    seeds = range(chosen.first, chosen.first + chosen.seeds)
    wanted = [one for one in cells() if chosen.only in " ".join(map(str, one))]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    known = pd.read_csv(OUT) if OUT.exists() else pd.DataFrame()
    with ProcessPoolExecutor(2) as pool:
        for cell in wanted:
            if chosen.first != FIRST_SEED:
                rate(cell, seeds, pool)
            elif known.empty or cell not in set(
                known[NAMES].itertuples(index=False, name=None)
            ):
                known = pd.concat([known, pd.DataFrame([rate(cell, seeds, pool)])])
                known.to_csv(OUT, index=False, float_format="%.3f", lineterminator="\n")


if __name__ == "__main__":
    np.seterr(all="ignore")
    main()
