"""Tables of the studies' pages, taken from the files of their runs."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from segbench.cli.stored import read_results
from segbench.report.reference.algorithms import algorithms_frame
from segbench.report.story import tell

RULES = "rfm_rules"
TOO_SMALL = r"the smallest segment has (\S+) customer"
"""How the gate says why it refuses a candidate."""


def spaces(run: Path) -> pd.DataFrame:
    frame = pd.read_csv(run / "spaces.csv")
    frame["space"] = frame["features"] + " / " + frame["scaler"]
    names = ["null_rank", "space", "structure", "p_value", "votes", "k_agreed"]
    return frame[[*names, "algo", "params", "silhouette", "stability", "null_score"]]


def segments(run: Path) -> pd.DataFrame:
    profile = _first(run)
    return profile.segments[["segment", "name", "size", "share", "rule"]].merge(
        _trust(run), on="segment"
    )


def _trust(run: Path) -> pd.DataFrame:
    lead = tell(read_results(str(run))[1]).tales[0].lead
    key, setting = lead.key, lead.row.scored.labeling.setting
    frame = pd.read_csv(run / "segments.csv")
    found = frame[
        (frame["features"] == key.features)
        & (frame["scaler"] == key.scaler)
        & (frame["algo"] == setting.algo)
        & (frame["params"] == setting.text)
    ]
    return found[["segment", "jaccard", "trust"]]


def _first(run: Path):
    return tell(read_results(str(run))[1]).tales[0].lead.profile


def descriptors(run: Path) -> pd.DataFrame:
    names = ["column", "test", "statistic", "p_holm", "measure", "effect"]
    return _first(run).descriptors[names]


def scalers(run: Path) -> pd.DataFrame:
    frame = pd.read_csv(run / "spaces.csv")
    frame["raw_rank"] = frame["silhouette"].rank(ascending=False).astype(int)
    names = ["scaler", "algo", "params", "k", "k_agreed", "structure", "silhouette"]
    return frame[[*names, "raw_rank", "null_score", "null_rank"]]


def agreement(run: Path) -> pd.DataFrame:
    frame = pd.read_csv(run / "agreement.csv")
    return frame[["scaler", "other_scaler", "ari"]].sort_values("ari")


def distances(run: Path) -> pd.DataFrame:
    frame = pd.read_csv(run / "distances.csv")
    wide = frame.pivot_table("share", "scaler", "variable")
    return wide.rename_axis(columns=None).reset_index()


def verdicts(run: Path) -> pd.DataFrame:
    """How often structure was found, by shape, with the p values."""
    frame = pd.read_csv(run / "spaces.csv")
    frame["data"] = frame["dataset"].str.replace(r"_\d+$", "", regex=True)
    found = frame.groupby("data").agg(
        data_sets=("structure", "size"),
        structure_found=("structure", lambda one: int((one == "yes").sum())),
        smallest_p=("p_value", "min"),
        largest_p=("p_value", "max"),
    )
    return found.reset_index()


def algorithms(run: Path) -> pd.DataFrame:
    """The first setting of each algorithm in every space, and what the gate refused."""
    frame = pd.read_csv(run / "ranking.csv")
    frame["refused"] = frame["reason"].str.match(TOO_SMALL, na=False)
    names = ["features", "algo"]
    counts = frame.groupby(names)["refused"].agg(["size", "sum"])
    best = frame.drop_duplicates(names).join(counts, on=names)
    smallest = best["reason"].str.extract(TOO_SMALL, expand=False)
    best["why_not_ranked"] = ("smallest segment " + smallest).where(best["rank"].isna())
    best = best.rename(columns={"size": "settings", "sum": "too_small"})
    best["params"] = best["params"].where(best["algo"] != RULES, "")
    shown = ["params", "k", "silhouette", "stability", "score", "tied"]
    found = best[[*names, "rank", *shown, "why_not_ranked", "settings", "too_small"]]
    return found.sort_values(["features", "rank"], ascending=[False, True])


def rules(run: Path) -> pd.DataFrame:
    """How like the rules the best setting of each clustering is."""
    frame = algorithms_frame(read_results(str(run))[1])
    turned = frame.rename(columns={"algo": "other_algo", "other_algo": "algo"})
    both = pd.concat([frame, turned])
    found = both[both["algo"] == RULES]
    wide = found.pivot_table("ari", "other_algo", "features")
    return wide.rename_axis(columns=None).reset_index(names="clustering")


def between(run: Path) -> pd.DataFrame:
    """How like each other the chosen segmentations of feature sets are."""
    frame = pd.read_csv(run / "agreement.csv")
    return frame[["features", "other_features", "ari"]].sort_values("ari")


def shares(run: Path) -> pd.DataFrame:
    """Share of every variable in the distances; axes of a space are no variables."""
    frame = pd.read_csv(run / "distances.csv")
    frame = frame[~frame["variable"].str.fullmatch(r"PC\d+")]
    wide = frame.pivot_table("share", "variable", "features")
    order = wide.max(axis=1).sort_values(ascending=False, kind="stable").index
    return wide.loc[order].rename_axis(columns=None).reset_index()
