"""From the tables of a stored run to the small tables of the study, and back."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from segbench.cli.stored import read_results
from segbench.core import NOISE, Dataset
from segbench.ranking import Ranking

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


def keep(run: Path, folder: Path = REFERENCE) -> None:
    """Take what the study needs from the tables of a run.

    Candidates that are not ranked are counted only, and those of customers without
    segments are left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ranking, scores = read(run / "ranking.csv"), read(run / "scores.csv")
    _, results = read_results(str(run))
    chosen = pd.DataFrame([_key(one) for one in results.rankings if one.chosen])
    write(_candidates(ranking, scores, chosen), folder / "candidates.csv")
    counts = ranking.groupby(["dataset", "features", "algo", "status"], sort=False)
    write(counts.size().rename("settings").reset_index(), folder / "statuses.csv")
    known = [_known(dataset) for dataset in results.datasets.values()]
    write(pd.DataFrame(known).sort_values("dataset"), folder / "known.csv")


def _key(ranking: Ranking) -> dict[str, str]:
    """Name the candidate that is chosen in a space, as the tables do."""
    setting = ranking.chosen.scored.labeling.setting
    space = ranking.space
    names = (space.dataset, space.features, setting.algo, setting.text)
    return dict(zip(KEYS, names, strict=True))


def _candidates(
    ranking: pd.DataFrame, scores: pd.DataFrame, chosen: pd.DataFrame
) -> pd.DataFrame:
    ranked = ranking.loc[ranking["rank"].notna(), [*KEYS, "rank", "score"]]
    table = ranked.merge(scores[[*KEYS, *OF_SCORES]], on=KEYS, validate="1:1")
    table = table.dropna(subset="ari")
    table = table.merge(chosen.assign(chosen=1), on=KEYS, how="left")
    for name in ("rank", "k", "chosen"):
        table[name] = table[name].fillna(0).astype(int)
    return table


def _known(dataset: Dataset) -> dict[str, object]:
    """Count the known segments; customers without any are of one kind."""
    truth = dataset.truth
    known = 1 if truth is None else len(set(truth[truth != NOISE].tolist()))
    n = dataset.n_customers
    return {"dataset": dataset.name, "customers": n, "known": known}


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
    table = read(folder / "candidates.csv")
    return table.assign(family=table["dataset"].map(family))


def statuses(folder: Path = REFERENCE) -> pd.DataFrame:
    """How many settings of every algorithm ended how, by space."""
    return read(folder / "statuses.csv")


def spaces(folder: Path = REFERENCE) -> pd.DataFrame:
    """Verdict and votes of every space, with what is known of its customers.

    ``spaces.csv`` is written by ``python -m segbench reproduce RUN write=FOLDER``.
    """
    known = read(folder / "known.csv")
    table = read(folder / "spaces.csv").merge(known, on="dataset", validate="m:1")
    return table.assign(family=table["dataset"].map(family))
