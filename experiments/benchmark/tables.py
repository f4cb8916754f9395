"""From the tables of a stored run to the small tables of the study, and back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd

from segbench.config.dataset import data_source
from segbench.data import load

REFERENCE = Path(__file__).parents[2] / "results" / "reference" / "benchmark"

KEYS = ["dataset", "features", "algo", "params"]

OF_SCORES = [
    "k",
    "coverage",
    "ari",
    "ami",
    "silhouette",
    "davies_bouldin",
    "stability",
    "calinski_harabasz",
    "dbcv",
    "bic",
    "null_stability",
    "z_silhouette",
    "z_davies_bouldin",
    "z_stability",
]
"""Columns of ``scores.csv`` that the study compares."""

OF_SPACES = ["dataset", "features", "structure", "p_value", "k_agreed", "votes"]


def keep(run: Path, folder: Path = REFERENCE) -> None:
    """Take what the study needs from the tables of a run.

    Candidates that are not ranked are left out, except that every algorithm keeps a
    count of them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ranking = read(run / "ranking.csv")
    scores = read(run / "scores.csv")
    chosen = pd.read_parquet(run / "labels.parquet")[KEYS].drop_duplicates()
    ranked = ranking.loc[ranking["rank"].notna(), [*KEYS, "rank", "score"]]
    table = ranked.merge(scores[[*KEYS, *OF_SCORES]], on=KEYS, validate="1:1")
    table = table.merge(chosen.assign(chosen=1), on=KEYS, how="left")
    table["chosen"] = table["chosen"].fillna(0).astype(int)
    write(table, folder / "candidates.csv")
    counts = ranking.groupby(["dataset", "features", "algo", "status"], sort=False)
    write(counts.size().rename("settings").reset_index(), folder / "statuses.csv")
    spaces = read(run / "spaces.csv")[OF_SPACES]
    write(spaces.merge(known_segments(run), on="dataset"), folder / "spaces.csv")


def known_segments(run: Path) -> pd.DataFrame:
    """Count the known segments of every data set that the run's jobs name.

    Returns
    -------
    DataFrame
        ``dataset``, ``customers`` and ``known``; 1 where customers are of one kind.
    """
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    rows = {}
    for job in manifest["jobs"]:
        built = load(data_source(job["config"]["dataset"]))
        labels = built.truth
        known = 1 if labels is None else len(set(labels[labels >= 0].tolist()))
        rows[built.name] = (built.n_customers, known)
    frame = pd.DataFrame.from_dict(rows, "index", columns=["customers", "known"])
    return frame.rename_axis("dataset").reset_index()


def read(path: Path) -> pd.DataFrame:
    """Read a table; an empty cell is a missing value, nothing else is."""
    return pd.read_csv(path, keep_default_na=False, na_values=[""])


def write(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, float_format="%.4g", lineterminator="\n")


def family(dataset: str) -> str:
    """Name a data set without the seed of its draw."""
    return re.sub(r"_\d+$", "", dataset)


def candidates(folder: Path = REFERENCE) -> pd.DataFrame:
    """Ranked candidates of data sets with known segments."""
    table = read(folder / "candidates.csv").dropna(subset="ari")
    return table.assign(family=table["dataset"].map(family))


def spaces(folder: Path = REFERENCE) -> pd.DataFrame:
    table = read(folder / "spaces.csv")
    return table.assign(family=table["dataset"].map(family))
