"""How like each other the first segmentations of the spaces are."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from segbench.core import Labels
from segbench.ranking import Ranking
from segbench.report.results import Results
from segbench.scoring.agreement import agreement_of

COLUMNS = [
    "dataset",
    "features",
    "scaler",
    "seed",
    "other_features",
    "other_scaler",
    "other_seed",
    "ari",
]


def agreement_frame(results: Results) -> pd.DataFrame:
    """Adjusted Rand index of the chosen segmentations, for every pair of spaces.

    Pairs that differ in the scaler alone show how much the preparation decides; noise
    customers are segments of one. Empty where no data set has two ranked spaces.
    """
    ranked = [one for one in results.rankings if one.chosen]
    rows = [
        {
            "dataset": one.space.dataset,
            "features": one.space.features,
            "scaler": one.space.scaler,
            "seed": one.space.seed,
            "other_features": other.space.features,
            "other_scaler": other.space.scaler,
            "other_seed": other.space.seed,
            "ari": agreement_of(_chosen(one), _chosen(other)),
        }
        for one, other in combinations(ranked, 2)
        if one.space.fingerprint == other.space.fingerprint
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def scaler_line(results: Results) -> str:
    """Say how far scalers alone change the segmentation; "" with one scaler."""
    frame = agreement_frame(results)
    same = frame[
        (frame["features"] == frame["other_features"])
        & (frame["scaler"] != frame["other_scaler"])
        & (frame["seed"] == frame["other_seed"])
    ]
    if same.empty:
        return ""
    least = same.sort_values("ari", kind="stable").iloc[0]
    return (
        "The scaler alone changes the segmentation by up to: ARI "
        f"{least['ari']:.2f} between {least['scaler']} and {least['other_scaler']} "
        f"({least['features']})."
    )


def _chosen(ranking: Ranking) -> Labels:
    assert ranking.chosen is not None  # others are left out above
    labels = ranking.chosen.scored.labeling.labels
    assert labels is not None  # ranked rows have labels
    return labels
