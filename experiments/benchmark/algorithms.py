"""Each algorithm's first-ranked setting beside the known segments."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segbench.ranking.across import DatasetComparison, compare_over_datasets

ENOUGH = 0.5
"""Share of the data sets on which an algorithm has to be ranked to be compared."""

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


def over_datasets(table: pd.DataFrame) -> DatasetComparison:
    """Compare columns by their ranks over the data sets."""
    ranked = table.loc[:, table.notna().mean() >= ENOUGH]
    return compare_over_datasets(
        ranked.to_numpy(), algorithms=list(ranked), datasets=list(ranked.index)
    )


def summary(found: pd.DataFrame, candidates: pd.DataFrame) -> pd.DataFrame:
    """One row an algorithm: agreement of its first and of its best setting."""
    means = {
        name: by_family(found, candidates, value)
        for name, value in (("ari", "ari"), ("ami", "ami"), ("best_ari", "best_ari"))
    }
    compared = over_datasets(means["ari"])
    ranks = dict(zip(compared.table.algorithms, compared.mean_ranks, strict=True))
    table = pd.DataFrame({name: one.mean() for name, one in means.items()})
    table["datasets"] = means["ari"].notna().sum()
    table["mean_rank"] = [ranks.get(name, np.nan) for name in table.index]
    table = table.rename_axis("algo").reset_index()
    return table.sort_values(["mean_rank", "algo"], ignore_index=True)
