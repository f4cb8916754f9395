"""Is the verdict on structure right, and the number of segments?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.stats import binomtest

CRITERIA = ("separation", "reference", "likelihood", "reproducibility")
"""The votes that count, by the names that ``spaces.csv`` has."""


def verdicts(spaces: pd.DataFrame) -> pd.DataFrame:
    """How often structure is found, where there is some and where there is none."""
    rows = []
    for is_structured, table in spaces.groupby(spaces["known"] > 1, sort=False):
        found = int((table["structure"] == "yes").sum())
        interval = binomtest(found, len(table)).proportion_ci(0.95, "wilson")
        rows.append(
            {
                "segments": "known" if is_structured else "none",
                "spaces": len(table),
                "found": found,
                "rate": found / len(table),
                "low": interval.low,
                "high": interval.high,
            }
        )
    return pd.DataFrame(rows)


def votes(spaces: pd.DataFrame) -> pd.DataFrame:
    """One row a space with known segments: what each vote says."""
    rows = [
        {
            "family": space.family,
            "dataset": space.dataset,
            "features": space.features,
            "structure": space.structure,
            "p_value": space.p_value,
            "known": space.known,
            "agreed": space.k_agreed,
            **dict(_said(space.votes)),
        }
        for space in spaces.itertuples()
    ]
    return pd.DataFrame(rows)


def _said(text: str) -> Iterator[tuple[str, int]]:
    for vote in str(text).split("; "):
        criterion, _, k = vote.rpartition(" ")
        if criterion in CRITERIA:
            yield criterion, int(k)


def kmeans_votes(candidates: pd.DataFrame) -> pd.DataFrame:
    """The number of segments of k-means' largest stability, gain in it, and z of it."""
    rows = []
    kmeans = candidates[candidates["algo"] == "kmeans"]
    for (dataset, features), table in kmeans.groupby(["dataset", "features"]):
        gain = table["stability"] - table["null_stability"]
        values = {"stability": table["stability"], "gain": gain}
        values["z"] = table["z_stability"]
        named = {n: table.loc[v.idxmax(), "k"] for n, v in values.items() if v.any()}
        rows.append({"dataset": dataset, "features": features, **named})
    return pd.DataFrame(rows)


def right(said: pd.DataFrame) -> pd.DataFrame:
    """How often the known number is named, by who names it."""
    rows = []
    for name in ("agreed", *CRITERIA, "stability", "gain", "z"):
        named = said[name].notna()
        hits = int((said[name] == said["known"]).sum())
        interval = binomtest(hits, len(said)).proportion_ci(0.95, "wilson")
        rows.append(
            {
                "vote": name,
                "spaces": len(said),
                "named": int(named.sum()),
                "right": hits,
                "rate": hits / len(said),
                "low": interval.low,
                "high": interval.high,
                "mean_error": np.mean(said.loc[named, name] - said.loc[named, "known"]),
            }
        )
    return pd.DataFrame(rows)
