"""Does our score find the known segments, and better than a single index does?

For every labelled data set all candidates are ranked without the labels. Then each
index is held against the adjusted Rand index with the labels: the rank correlation over
the candidates, and the agreement of the candidate that the index puts first.

    python experiments/composite/study.py
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from datasets import DATASETS, TRUTH
from scipy.stats import spearmanr

import segbench
from segbench.data import DeclaredRoles

INDICES = {
    "composite": ("score", 1),
    "composite by gain": ("gain_composite", 1),
    "silhouette": ("silhouette", 1),
    "Davies-Bouldin": ("davies_bouldin", -1),
    "Calinski-Harabasz": ("calinski_harabasz", 1),
    "DBCV": ("dbcv", 1),
    "stability": ("stability", 1),
    "calibrated stability": ("z_stability", 1),
    "gain in stability": ("gain", 1),
    "mean rank": ("mean_rank", 1),
}
"""Columns by what they are called, and which way is good."""

RESULTS = Path(__file__).parents[2] / "results" / "reference" / "composite"


def candidates(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Rank the candidates without the labels; the agreement with them is beside."""
    roles = DeclaredRoles(truth=TRUTH)
    found = segbench.compare(frame, roles=roles, name=name)
    columns = ["algo", "params"]
    names = ["calinski_harabasz", "dbcv", "ari", "null_stability"]
    table = found.ranking.merge(found.scores[[*columns, *names]], on=columns)
    ranked = table[table["rank"].notna()].copy()
    signs = {"silhouette": 1, "davies_bouldin": -1, "stability": 1}
    ranks = [ranked[c].rank(ascending=s > 0) for c, s in signs.items()]
    ranked["mean_rank"] = 0.25 * ranks[0] + 0.25 * ranks[1] + 0.5 * ranks[2]
    ranked["gain"] = ranked["stability"] - ranked["null_stability"]
    spread = np.sqrt(((ranked["gain"] / ranked["z_stability"]) ** 2).median())
    separation = ranked["z_silhouette"] + ranked["z_davies_bouldin"]
    ranked["gain_composite"] = 0.25 * separation + 0.5 * ranked["gain"] / spread
    ranked["structure"] = found.spaces["structure"].iloc[0]
    return ranked.assign(dataset=name)


def hold_against_truth(ranked: pd.DataFrame) -> list[dict[str, object]]:
    """One row per index: correlation with the truth, and the agreement of its first."""
    rows = []
    for index, (column, sign) in INDICES.items():
        known = ranked.dropna(subset=[column, "ari"])  # DBCV: of density methods
        if len(known) < 3:
            continue
        values = sign * known[column].astype(float)
        first = known.loc[values.idxmax()]
        rows.append(
            {
                "dataset": ranked["dataset"].iloc[0],
                "index": index,
                "candidates": len(known),
                "correlation": spearmanr(values, known["ari"]).statistic,
                "ari_of_first": first["ari"],
                "k_of_first": first["k"],
                "best_ari": known["ari"].max(),
            }
        )
    return rows


def summarise(table: pd.DataFrame) -> pd.DataFrame:
    """Means over the data sets, and how often the first is within 0.05 of the best."""
    table = table.assign(
        lost=table["best_ari"] - table["ari_of_first"],
        near=table["best_ari"] - table["ari_of_first"] <= 0.05,
    )
    summary = table.groupby("index", sort=False).agg(
        datasets=("dataset", "nunique"),
        candidates=("candidates", "sum"),
        mean_correlation=("correlation", "mean"),
        median_correlation=("correlation", "median"),
        mean_ari_of_first=("ari_of_first", "mean"),
        mean_lost=("lost", "mean"),
        near_best=("near", "sum"),
    )
    return summary.reset_index()


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__)
    made.add_argument("--only", nargs="*", default=list(DATASETS), choices=DATASETS)
    made.add_argument("--folder", type=Path, default=RESULTS)
    args = made.parse_args()
    rows: list[dict[str, object]] = []
    for name in args.only:
        ranked = candidates(name, DATASETS[name]())
        rows += hold_against_truth(ranked)
        print(pd.DataFrame(rows[-len(INDICES) :]).round(2).to_string(index=False))
    table = pd.DataFrame(rows)
    args.folder.mkdir(parents=True, exist_ok=True)
    write = {"index": False, "float_format": "%.4g", "lineterminator": "\n"}
    table.to_csv(args.folder / "by_dataset.csv", **write)
    summary = summarise(table)
    summary.to_csv(args.folder / "summary.csv", **write)
    print(summary.round(3).to_string(index=False))
    print(f"{np.unique(table['dataset']).size} data sets")


if __name__ == "__main__":
    main()
