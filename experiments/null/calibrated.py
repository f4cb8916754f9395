"""Calibrated values where there is no structure: near 0 under every scaler.

The raw silhouette of a candidate depends on the scaler and the number of features
alone; what is left of that after calibration is the table.

    python experiments/null/calibrated.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from shapes import MAKERS

import segbench
from segbench.seeds import seed_for

OUT = Path(__file__).parents[2] / "results" / "reference" / "null" / "calibrated.csv"
SCALERS = ("none", "standard", "minmax", "robust", "power")
DATA = ("gaussian", "uniform", "lognormal", "t3")
COLUMNS = (2, 4)
CUSTOMERS, SEEDS = 200, range(70_000, 70_002)
VALUES = ("silhouette", "null_silhouette", "null_davies_bouldin", "z_stability")


def values_of(data: str, d: int, seed: int) -> pd.DataFrame:
    """Calibrated values of k-means' finalists, by scaler."""
    rng = np.random.default_rng(seed_for(seed, data, CUSTOMERS, d))
    X = MAKERS["null"][data](rng, CUSTOMERS, d)
    frame = pd.DataFrame(X, columns=[f"x{i + 1}" for i in range(d)])
    found = segbench.compare(
        frame,
        scalers=SCALERS,
        algorithms=["kmeans"],
        k=[2, 3, 4, 5, 6],
        random_state=seed,
        name=data,
    )
    finalists = found.scores.dropna(subset=["null_silhouette"])
    return finalists.groupby("scaler")[list(VALUES)].mean().assign(data=data, d=d)


def main() -> None:
    tables = [
        values_of(data, d, seed) for data in DATA for d in COLUMNS for seed in SEEDS
    ]
    together = pd.concat(tables).reset_index()
    means = together.groupby(["data", "d", "scaler"], sort=False)[list(VALUES)].mean()
    OUT.parent.mkdir(parents=True, exist_ok=True)
    means.reset_index().to_csv(
        OUT, index=False, float_format="%.3f", lineterminator="\n"
    )
    print(means.round(2).to_string())


if __name__ == "__main__":
    main()
