"""How like each other the first segmentations of the spaces are."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from segbench.core import Labels
from segbench.ranking import Ranking
from segbench.report.results import Results
from segbench.scoring.external import adjusted_rand_with

COLUMNS = [
    "dataset",
    "features",
    "scaler",
    "other_features",
    "other_scaler",
    "ari",
]


def agreement_frame(results: Results) -> pd.DataFrame:
    """Adjusted Rand index of the first segmentations, for every pair of spaces.

    Pairs that differ in the scaler alone show how much the preparation decides; noise
    customers are segments of one. Empty where no data set has two ranked spaces.
    """
    ranked = [one for one in results.rankings if one.ranked]
    rows = [
        {
            "dataset": one.space.dataset,
            "features": one.space.features,
            "scaler": one.space.scaler,
            "other_features": other.space.features,
            "other_scaler": other.space.scaler,
            "ari": _agreement(_first(one), _first(other)),
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
    ]
    if same.empty:
        return ""
    least = same.sort_values("ari", kind="stable").iloc[0]
    return (
        f"The scaler alone changes the first segmentation by up to: ARI "
        f"{least['ari']:.2f} between {least['scaler']} and {least['other_scaler']} "
        f"({least['features']})."
    )


def _first(ranking: Ranking) -> Labels:
    labels = ranking.ranked[0].scored.labeling.labels
    assert labels is not None  # ranked rows have labels
    return labels


def _agreement(one: Labels, other: Labels) -> float:
    alone = other.copy()  # noise customers of the other side stand alone, too
    noise = alone < 0
    alone[noise] = alone.max(initial=-1) + 1 + range(int(noise.sum()))
    return float(adjusted_rand_with(alone, one[None])[0])
