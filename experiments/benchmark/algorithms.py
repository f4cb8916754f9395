"""Each algorithm's first-ranked setting beside the known segments."""

from __future__ import annotations

import numpy as np
import pandas as pd
from tables import family

from segbench.ranking.across import DatasetComparison, compare_over_datasets

ENOUGH = 0.5
"""Share of the spaces for which an algorithm has to be made to be compared."""

UNSUITABLE = "unsuitable"

NONE = 0.0
"""Adjusted Rand index of no segmentation: that of everybody in one segment."""


def firsts(candidates: pd.DataFrame) -> pd.DataFrame:
    """Every algorithm's best-ranked setting, and the best one it had, by space."""
    rows = []
    keys = ["family", "dataset", "features", "algo"]
    for names, table in candidates.groupby(keys):
        first = table.loc[table["rank"].idxmin()]
        rows.append(
            {
                **dict(zip(keys, names, strict=True)),
                **first[["params", "k", "rank", "ari", "ami"]].to_dict(),
                "best_ari": table["ari"].max(),
                "settings": len(table),
            }
        )
    return pd.DataFrame(rows)


def by_family(
    found: pd.DataFrame, candidates: pd.DataFrame, value: str
) -> pd.DataFrame:
    """Mean of a value over the draws of every data set, one column an algorithm.

    A draw in which none of an algorithm's settings is ranked counts as no segmentation;
    of two spaces of the same customers the mean counts of those in which it is ranked.
    NaN where it is ranked in no draw: it does not work with such data.
    """
    keys = ["family", "dataset"]
    draws = found.pivot_table(index=keys, columns="algo", values=value)
    everything = candidates[keys].drop_duplicates()
    draws = draws.reindex(pd.MultiIndex.from_frame(everything))
    never = draws.isna().groupby("family").all()
    return draws.fillna(NONE).groupby("family").mean().mask(never)


def compared(statuses: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Leave out who is made for other data: a comparison would count it as failed.

    Who is made for them and has no setting that passes the gates stays, and is last.
    """
    keys = ["dataset", "features"]
    made = statuses[statuses["status"] != UNSUITABLE].groupby("algo")[keys]
    spaces = len(statuses[keys].drop_duplicates())
    share = made.apply(lambda one: len(one.drop_duplicates())) / spaces
    return table[[name for name in table if share.get(name, 0.0) >= ENOUGH]]


def over_datasets(table: pd.DataFrame) -> DatasetComparison:
    """Compare columns by their ranks over the data sets."""
    return compare_over_datasets(
        table.to_numpy(), algorithms=list(table), datasets=list(table.index)
    )


def _suited(statuses: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Tell the data sets that an algorithm is made for."""
    made = statuses[statuses["status"] != UNSUITABLE]
    pairs = set(zip(made["dataset"].map(family), made["algo"], strict=True))
    rows = [[(name, algo) in pairs for algo in table] for name in table.index]
    return pd.DataFrame(rows, index=table.index, columns=table.columns)


def summary(
    found: pd.DataFrame, candidates: pd.DataFrame, statuses: pd.DataFrame
) -> pd.DataFrame:
    """One row an algorithm: agreement of its first and of its best setting.

    Means are over the data sets it is made for; one on which nothing of it is ranked in
    any draw counts as no segmentation, and is counted in ``unranked``.
    """
    means = {
        name: by_family(found, candidates, value)
        for name, value in (("ari", "ari"), ("ami", "ami"), ("best_ari", "best_ari"))
    }
    over = over_datasets(compared(statuses, means["ari"]))
    ranks = dict(zip(over.table.algorithms, over.mean_ranks, strict=True))
    suited = _suited(statuses, means["ari"])
    table = pd.DataFrame({"datasets": suited.sum()})
    for name, one in means.items():
        table[name] = one.fillna(NONE).where(suited).mean()
    table["unranked"] = (suited & means["ari"].isna()).sum()
    table["mean_rank"] = [ranks.get(name, np.nan) for name in table.index]
    table = table.rename_axis("algo").reset_index()
    return table.sort_values(["mean_rank", "algo"], ignore_index=True)
