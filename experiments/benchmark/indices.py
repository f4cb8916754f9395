"""What each index alone would choose, and how far that is from the best candidate."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from scipy.stats import binomtest, spearmanr

NEAR = 0.02
"""Adjusted Rand index below the best candidate's that counts as having found it."""

WEIGHTS = {"z_silhouette": 0.25, "z_davies_bouldin": 0.25, "z_stability": 0.5}
"""Parts of the score, as in ``conf/scoring/default.yaml``."""

DRAWS = 10_000
"""Bootstrap samples of data sets for the interval of a mean regret."""


def _silhouette(table: pd.DataFrame) -> pd.Series:
    return table["silhouette"] * table["coverage"]  # noise counts as 0


def _davies_bouldin(table: pd.DataFrame) -> pd.Series:
    return -table["davies_bouldin"] / table["coverage"]


def _mean_rank(table: pd.DataFrame) -> pd.Series:
    separation = _silhouette(table).rank() + _davies_bouldin(table).rank()
    return 0.25 * separation + 0.5 * table["stability"].rank()


def _gain(table: pd.DataFrame) -> pd.Series:
    return table["stability"] - table["null_stability"]


def _score_by_gain(table: pd.DataFrame) -> pd.Series:
    """The score with one spread of the null stability for all: its median."""
    spread = np.sqrt(((_gain(table) / table["z_stability"]) ** 2).median())
    separation = table["z_silhouette"] + table["z_davies_bouldin"]
    return 0.25 * separation + 0.5 * _gain(table) / spread


def _evened_score(table: pd.DataFrame) -> pd.Series:
    """The score with its parts brought to one spread before they are weighted."""
    evened = [w * table[name] / table[name].std() for name, w in WEIGHTS.items()]
    return evened[0] + evened[1] + evened[2]


INDICES: Mapping[str, Callable[[pd.DataFrame], pd.Series]] = {
    "score": lambda table: table["score"],
    "chosen": lambda table: table["chosen"].where(table["chosen"] == 1),
    "score by gain": _score_by_gain,
    "evened score": _evened_score,
    "stability": lambda table: table["stability"],
    "gain in stability": _gain,
    "calibrated stability": lambda table: table["z_stability"],
    "silhouette": _silhouette,
    "calibrated silhouette": lambda table: table["z_silhouette"],
    "Davies-Bouldin": _davies_bouldin,
    "calibrated Davies-Bouldin": lambda table: table["z_davies_bouldin"],
    "Calinski-Harabasz": lambda table: table["calinski_harabasz"],
    "mean rank": _mean_rank,
    "DBCV": lambda table: table["dbcv"],
    "BIC": lambda table: -table["bic"],
}
"""By name: values of a space's candidates, larger is better, NaN where undefined.

``score`` is the ranking's, ``chosen`` what a run shows first: k-means where it is tied.
"""


def picks(candidates: pd.DataFrame) -> pd.DataFrame:
    """Let every index choose in every space.

    Returns
    -------
    DataFrame
        One row a space and index: ``ari`` of its pick, ``best`` of all candidates,
        ``regret`` between them, the pick, and the rank correlation with the truth. An
        index without a value picks nothing, which is an adjusted Rand index of 0.
    """
    rows = []
    for (dataset, features), table in candidates.groupby(["dataset", "features"]):
        for name, values_of in INDICES.items():
            values = values_of(table).astype(float)
            rows.append(
                {
                    "family": table["family"].iloc[0],
                    "dataset": dataset,
                    "features": features,
                    "index": name,
                    **_pick(table, values),
                }
            )
    return pd.DataFrame(rows)


def _pick(table: pd.DataFrame, values: pd.Series) -> dict[str, object]:
    best = float(table["ari"].max())
    known = values.notna()
    nothing = {"ari": 0.0, "ami": 0.0, "k": np.nan, "algo": "", "params": ""}
    if known.any():
        picked = table.loc[values.idxmax(), list(nothing)].to_dict()
    else:
        picked = nothing
    return {
        **picked,
        "best": best,
        "regret": best - float(picked["ari"]),
        "candidates": int(known.sum()),
        "correlation": _correlation(values[known], table.loc[known, "ari"]),
    }


def _correlation(values: pd.Series, truth: pd.Series) -> float:
    """Spearman's; NaN where one of the two has a single value."""
    if len(values) < 3 or np.ptp(values) == 0 or np.ptp(truth) == 0:
        return float("nan")
    return float(spearmanr(values, truth).statistic)


def summary(picked: pd.DataFrame) -> pd.DataFrame:
    """One row an index, the least regret first: how often it finds the best.

    Every data set counts once: its draws and spaces are averaged for the means. The
    interval of a rate is Wilson's, as if all draws were independent, that of the mean
    regret a bootstrap of the data sets, which needs no such thing. ``as_score`` counts
    the spaces in which the pick is that of the score.
    """
    rows = []
    keys, choice = ["dataset", "features"], ["algo", "params"]
    ours = picked[picked["index"] == "score"].set_index(keys)[choice]
    for name in INDICES:
        one = picked[picked["index"] == name]
        same = (one.set_index(keys)[choice] == ours).all(axis=1)
        near = int((one["regret"] <= NEAR).sum())
        interval = binomtest(near, len(one)).proportion_ci(0.95, "wilson")
        by_family = one.groupby("family")[["ari", "ami", "regret", "correlation"]]
        means = by_family.mean()
        low, high = _interval(means["regret"].to_numpy())
        rows.append(
            {
                "index": name,
                "spaces": len(one),
                "near": near,
                "rate": near / len(one),
                "rate_low": interval.low,
                "rate_high": interval.high,
                "ari": means["ari"].mean(),
                "ami": means["ami"].mean(),
                "regret": means["regret"].mean(),
                "regret_low": low,
                "regret_high": high,
                "correlation": means["correlation"].mean(),
                "as_score": int(same.sum()),
            }
        )
    return pd.DataFrame(rows).sort_values("regret", ignore_index=True)


def _interval(values: np.ndarray) -> tuple[float, float]:
    """Percentile bootstrap of a mean over data sets, 95 %."""
    rng = np.random.default_rng(0)
    drawn = rng.choice(values, size=(DRAWS, len(values))).mean(axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def parts(candidates: pd.DataFrame) -> pd.DataFrame:
    """How much each part of the score moves it: spread, and rank correlation with it.

    Means over the spaces, of candidates of which all three parts are known.
    """
    rows = []
    for _, table in candidates.dropna(subset=list(WEIGHTS)).groupby(
        ["dataset", "features"]
    ):
        rows += [
            {
                "part": name,
                "weight": weight,
                "spread": weight * table[name].std(),
                "correlation": _correlation(table[name], table["score"]),
            }
            for name, weight in WEIGHTS.items()
        ]
    return pd.DataFrame(rows).groupby("part", sort=False).mean().reset_index()


def duels(picked: pd.DataFrame, ours: str = "score") -> pd.DataFrame:
    """Hold our score against every other index, by spaces and by data sets.

    Returns
    -------
    DataFrame
        Spaces in which our pick agrees better or worse with the truth by more than
        0.02, and the same of the means of the data sets.
    """
    rows = []
    for level, keys in (("space", ["dataset", "features"]), ("data set", ["family"])):
        wide = picked.pivot_table(index=keys, columns="index", values="ari")
        for name in [one for one in INDICES if one != ours]:
            lead = wide[ours] - wide[name]
            rows.append(
                {
                    "by": level,
                    "index": name,
                    "better": int((lead > NEAR).sum()),
                    "alike": int((lead.abs() <= NEAR).sum()),
                    "worse": int((lead < -NEAR).sum()),
                    "mean_lead": lead.mean(),
                }
            )
    return pd.DataFrame(rows)
