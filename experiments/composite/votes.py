"""Which number of segments does the stability of k-means name, raw and calibrated?

python experiments/composite/votes.py
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from datasets import DATASETS, TRUTH
from study import RESULTS

from segbench.algorithms import get
from segbench.config.scaler import shipped_scaler
from segbench.core import Scored
from segbench.data import DeclaredRoles, build_dataset
from segbench.features import FeatureSet
from segbench.ranking import RankingRule
from segbench.runner import NOTHING, RunSpec, Silent, prepare, run

EFFORT = replace(NOTHING, stability_nulls=20)


def named(rows: tuple[Scored, ...]) -> dict[str, int]:
    """Return the number of segments of the largest value, by what is largest."""
    ks = np.array([row.labeling.k_asked for row in rows])
    stability = np.array([np.nanmean(row.stability.ari) for row in rows])
    nulls = [row.calibration.stability for row in rows]
    gain = stability - np.array([np.nanmean(one) for one in nulls])
    spread = np.array([np.nanstd(one, ddof=1) for one in nulls])
    values = {"stability": stability, "gain": gain, "z": gain / spread}
    return {name: int(ks[one.argmax()]) for name, one in values.items()}


def row_of(name: str, frame: pd.DataFrame) -> dict[str, object]:
    dataset = build_dataset(frame, name, DeclaredRoles(truth=TRUTH))
    kmeans = get("kmeans")
    spec = RunSpec(
        (FeatureSet("all"),),
        (shipped_scaler("standard"),),
        (replace(kmeans, params={**kmeans.params, "n_init": 20}),),
        rule=RankingRule(method="ranks"),
        effort=EFFORT,
    )
    (cell,) = run(dataset, spec, prepare(dataset, spec), Silent()).cells
    return {"dataset": name, "known": frame[TRUTH].nunique(), **named(cell.rows)}


def main() -> None:
    table = pd.DataFrame([row_of(name, make()) for name, make in DATASETS.items()])
    RESULTS.mkdir(parents=True, exist_ok=True)
    table.to_csv(RESULTS / "votes.csv", index=False, lineterminator="\n")
    print(table.to_string(index=False))
    right = {n: int((table[n] == table["known"]).sum()) for n in table.columns[2:]}
    print(f"known number named, of {len(table)}: {right}")


if __name__ == "__main__":
    main()
