"""Results as tidy tables. `COLUMNS` says what each column means."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from segbench.core import Labeling, Scored, SpaceKey, Stability
from segbench.ranking import RankedRow, Ranking
from segbench.report.results import Results
from segbench.scoring import summarise
from segbench.segments import segment_rows

COLUMNS: Mapping[str, str] = {
    "rank": "place within the space, 1 = best; equal scores share; empty = not ranked",
    "dataset": "data set",
    "features": "feature set",
    "scaler": "scaler; data set, features and scaler make the space",
    "seed": "seed of the run",
    "algo": "algorithm",
    "params": "hyperparameters that the grid varies",
    "fixed": "hyperparameters that stay fixed, as JSON",
    "k": "segments found, noise not counted",
    "k_asked": "segments asked for; empty when the algorithm finds its own number",
    "coverage": "share of customers that belong to a segment",
    "smallest_share": "share of customers in the smallest segment",
    "silhouette": "mean silhouette of the assigned customers, [-1, 1], large is good",
    "davies_bouldin": "Davies-Bouldin of the assigned customers, from 0, small is good",
    "calinski_harabasz": "variance ratio of the assigned customers, large is good",
    "inertia": "sum of squared distances to the centres, falls with k, not ranked",
    "bic": "Bayesian information criterion of a mixture, small is good",
    "ari": "adjusted Rand index with the known segments, at most 1",
    "ami": "adjusted mutual information with the known segments, at most 1",
    "v_measure": "V-measure with the known segments, [0, 1]",
    "stability": "mean adjusted Rand index with refits of resamples, at most 1",
    "stability_low": "lower end of the 95 % Monte-Carlo interval of that mean",
    "stability_high": "upper end of it",
    "stability_p05": "5 % quantile over the resamples",
    "stability_p95": "95 % quantile over the resamples",
    "min_jaccard": "mean Jaccard similarity of the least stable segment",
    "resamples": "resamples drawn, B",
    "resamples_defined": "resamples whose adjusted Rand index is defined",
    "score": "weighted share of the other candidates beaten, [0, 1]",
    "p_first": "share of all weightings under which it is first",
    "tied": "shares its rank, or contends for a first place that is not clear",
    "status": "ok, or how the setting ended",
    "reason": "why it is not ranked or has no score",
    "tried": "settings of the algorithm that were run in the space",
}
"""Every column of the tables and its meaning."""

RANKING_COLUMNS = (
    "rank dataset features scaler algo params k coverage smallest_share silhouette "
    "davies_bouldin stability stability_low stability_high score p_first tied status "
    "reason seed k_asked resamples"
).split()

SCORES_COLUMNS = (
    "dataset features scaler seed algo params fixed k_asked k coverage smallest_share "
    "silhouette davies_bouldin calinski_harabasz inertia bic ari ami v_measure "
    "stability stability_low stability_high stability_p05 stability_p95 min_jaccard "
    "resamples resamples_defined status reason"
).split()


_WHOLE = ("rank", "k", "k_asked", "resamples", "resamples_defined", "tried")
_REAL = (
    "coverage smallest_share silhouette davies_bouldin calinski_harabasz inertia bic ari "
    "ami v_measure stability stability_low stability_high stability_p05 stability_p95 "
    "min_jaccard score p_first"
).split()


def ranking_frame(results: Results) -> pd.DataFrame:
    """Every candidate of every space in its order."""
    rows = [
        _ranked(ranking, row) for ranking in results.rankings for row in ranking.rows
    ]
    return _table(rows, RANKING_COLUMNS)


def best_frame(ranking: Ranking) -> pd.DataFrame:
    """The best candidate of each algorithm in one space, and how many it had."""
    rows = [
        {**_ranked(ranking, row), "tried": tried}
        for row, tried in best_by_algorithm(ranking)
    ]
    return _table(rows, [*RANKING_COLUMNS, "tried"])


def best_by_algorithm(ranking: Ranking) -> list[tuple[RankedRow, int]]:
    """Each algorithm's first row with the number of its rows, best first."""
    first: dict[str, RankedRow] = {}
    tried: Counter[str] = Counter()
    for row in ranking.rows:
        algo = row.scored.labeling.setting.algo
        first.setdefault(algo, row)
        tried[algo] += 1
    return [(row, tried[algo]) for algo, row in first.items()]


def scores_frame(results: Results) -> pd.DataFrame:
    """Every measure of every candidate, one tidy row each, not ordered by merit."""
    rows = [
        {
            **_space(cell.space),
            **_scored(scored),
            "fixed": json.dumps(dict(cell.fixed), sort_keys=True),
            "reason": scored.labeling.reason,
        }
        for cell in results.cells
        for scored in cell.rows
    ]
    return _table(rows, SCORES_COLUMNS)


def segments_frame(results: Results) -> pd.DataFrame:
    """One row per segment of every candidate."""
    rows: list[dict[str, Any]] = []
    for ranking in results.rankings:
        dataset = results.datasets[ranking.space.fingerprint]
        for row in ranking.rows:
            setting = row.scored.labeling.setting
            key = {
                "rank": row.rank,
                **_space(ranking.space),
                "algo": setting.algo,
                "params": setting.text,
            }
            rows += [{**key, **one} for one in segment_rows(dataset, row.scored)]
    return _table(rows, list(dict.fromkeys(name for row in rows for name in row)))


def timings_frame(results: Results) -> pd.DataFrame:
    """Fit times, apart from the other tables: they differ from run to run."""
    rows = [
        {
            **_space(cell.space),
            "algo": cell.algo,
            "params": scored.labeling.setting.text,
            "fit_seconds": scored.labeling.fit_seconds,
        }
        for cell in results.cells
        for scored in cell.rows
    ]
    return pd.DataFrame(rows)


def _ranked(ranking: Ranking, row: RankedRow) -> dict[str, Any]:
    return {
        **_space(ranking.space),
        **_scored(row.scored),
        "rank": row.rank,
        "score": row.score,
        "p_first": row.p_first,
        "tied": row.tied,
        "reason": row.reason,
    }


def _space(key: SpaceKey) -> dict[str, Any]:
    names = ("dataset", "features", "scaler", "seed")
    return {name: getattr(key, name) for name in names}


def _scored(scored: Scored) -> dict[str, Any]:
    labeling = scored.labeling
    has_labels = labeling.labels is not None
    return {
        "algo": labeling.setting.algo,
        "params": labeling.setting.text,
        "k_asked": labeling.k_asked,
        "k": labeling.k_found if has_labels else None,
        "coverage": labeling.coverage,
        "smallest_share": _smallest_share(labeling),
        **scored.scores,
        **labeling.criteria,
        **_stability(scored.stability),
        "status": str(labeling.status),
    }


def _smallest_share(labeling: Labeling) -> float:
    if labeling.labels is None or labeling.k_found == 0:
        return float("nan")
    return float(labeling.sizes.min() / len(labeling.labels))


def _stability(stability: Stability | None) -> dict[str, Any]:
    if stability is None:
        return {}
    summary = summarise(stability)
    return {
        "stability": summary.mean,
        "stability_low": summary.low,
        "stability_high": summary.high,
        "stability_p05": summary.p05,
        "stability_p95": summary.p95,
        "min_jaccard": summary.min_jaccard,
        "resamples": summary.resamples,
        "resamples_defined": summary.defined,
    }


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Make a table whose counts stay whole numbers where some are missing."""
    frame = pd.DataFrame(list(rows), columns=list(columns))
    whole = {name: "Int64" for name in _WHOLE if name in frame}
    real = {name: np.float64 for name in _REAL if name in frame}
    return frame.astype(whole | real)
