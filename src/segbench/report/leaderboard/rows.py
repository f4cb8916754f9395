"""What a run brings to the leaderboard: the best of each algorithm in every space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from segbench.core import Dataset
from segbench.ranking import Method, Ranking, RankingRule
from segbench.report.frames import best_by_algorithm, ranked_cells
from segbench.report.results import Results
from segbench.report.spaces import ANSWERS

COLUMNS: Mapping[str, str] = {
    "run": "folder of the run",
    "dataset": "data set, and whether it is simulated",
    "space": "feature set / scaler",
    "algorithm": "algorithm",
    "setting": "its best setting by the run's own ranking",
    "k": "segments found",
    "null_score": "weighted sum of the calibrated values, in sd above null data",
    "score": "the same above random partitions; only within a space; empty where raw",
    "z_silhouette": "silhouette, in sd above random partitions",
    "z_davies_bouldin": "-log Davies-Bouldin, the same",
    "z_stability": "stability, in sd above the same setting on null data",
    "rank": "place of the setting in its space",
    "structure": "whether the space has cluster structure; empty = not tested",
    "p_value": "of the test for structure",
    "silhouette": "raw: compares within a space alone",
    "davies_bouldin": "raw: compares within a space alone, small is good",
    "stability": "raw: mean adjusted Rand index with refits of resamples",
    "coverage": "share of customers that belong to a segment",
    "tied": "cannot be told from the first of its space",
    "status": "ok, or how the setting ended",
    "customers": "number of customers",
    "data": "start of the fingerprint: equal where the customers are",
    "rule": "what ranked: method, noise policy, weights",
    "seed": "seed of the run",
    "date": "when the run was made (UTC)",
    "version": "of segbench",
}
"""Columns of the leaderboard and what they mean."""

TAKEN = (
    *("k", "null_score", "z_silhouette", "z_davies_bouldin", "z_stability", "rank"),
    *("silhouette", "davies_bouldin", "stability", "coverage", "status", "seed"),
)
"""Columns that are called as in the ranking of the run."""

FINGERPRINT = 12
"""Letters of a fingerprint that tell data sets apart."""


@dataclass(frozen=True)
class StoredRun:
    """A run that could be read."""

    name: str  # its folder, from where the leaderboard looks
    results: Results
    date: str  # "" where its manifest is missing
    version: str


def leaderboard_frame(runs: Sequence[StoredRun]) -> pd.DataFrame:
    """List each algorithm's best setting in every space of every run.

    Returns
    -------
    DataFrame
        Columns as in `COLUMNS`; the largest ``null_score`` first, those without one
        last.
    """
    rows = [row for run in runs for row in _rows(run)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    whole = dict.fromkeys(("k", "rank", "customers"), "Int64")
    frame = frame.astype({**whole, "score": np.float64, "null_score": np.float64})
    order = ["null_score", "score"]
    return frame.sort_values(
        order, ascending=False, na_position="last", kind="stable", ignore_index=True
    )


def _rows(run: StoredRun) -> list[dict[str, Any]]:
    return [
        _row(run, ranking, ranked_cells(ranking, row))
        for ranking in run.results.rankings
        for row, _ in best_by_algorithm(ranking)
    ]


def _row(run: StoredRun, ranking: Ranking, cells: dict[str, Any]) -> dict[str, Any]:
    key = ranking.space
    dataset = run.results.datasets[key.fingerprint]
    test = run.results.structure(key)
    raw = ranking.rule.method is not Method.CALIBRATED
    return {
        "run": run.name,
        "dataset": dataset.title,
        "space": f"{key.features} / {key.scaler}",
        "algorithm": cells["algo"],
        "setting": cells["params"],
        **{name: cells.get(name) for name in TAKEN},
        "score": None if raw else cells["score"],
        "structure": "" if test is None else ANSWERS[test.structure],
        "p_value": None if test is None else test.p_value,
        "tied": "yes" if cells["tied"] else "",
        "rule": rule_text(ranking.rule),
        **_customers(dataset),
        "date": run.date,
        "version": run.version,
    }


def _customers(dataset: Dataset) -> dict[str, Any]:
    return {
        "customers": dataset.n_customers,
        "data": dataset.fingerprint[:FINGERPRINT],
    }


def rule_text(rule: RankingRule) -> str:
    """Say in short how a run was ranked: numbers of two rules do not compare."""
    weights = ", ".join(f"{name} {weight:g}" for name, weight in rule.weights.items())
    return f"{rule.method}; noise {rule.noise}; {weights}"
