"""Results as tidy tables. `report.columns` says what each column means."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from segbench.core import Labeling, Scored, SpaceKey, Stability, Status
from segbench.ranking import RankedRow, Ranking
from segbench.report.calibrated import calibration_cells
from segbench.report.columns import (
    RANKING_COLUMNS,
    SCORES_COLUMNS,
    TYPES,
    with_registered,
)
from segbench.report.results import Results
from segbench.scoring import summarise
from segbench.scoring.stability import mean_over_resamples
from segbench.segments import SegmentTable, variables_of
from segbench.store import JobRecord


def ranking_frame(results: Results) -> pd.DataFrame:
    """Every candidate of every space in its order, then the jobs that failed."""
    rows = [
        ranked_cells(ranking, row)
        for ranking in results.rankings
        for row in ranking.rows
    ]
    rows += [_failed(job) for job in results.failed_jobs]
    return table(rows, RANKING_COLUMNS)


def best_frame(ranking: Ranking) -> pd.DataFrame:
    """The best candidate of each algorithm in one space, and how many it had."""
    rows = [
        {**ranked_cells(ranking, row), "tried": tried}
        for row, tried in best_by_algorithm(ranking)
    ]
    return table(rows, [*RANKING_COLUMNS, "tried"])


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
    rankings = {one.space: one for one in results.rankings}
    rows = [
        {
            **space_cells(cell.space),
            **_scored(scored, rankings[cell.space]),
            "fixed": json.dumps(dict(cell.fixed), sort_keys=True),
            "reason": scored.labeling.reason,
        }
        for cell in results.cells
        for scored in cell.rows
    ]
    return table(rows, with_registered(SCORES_COLUMNS, rows))


def segments_frame(results: Results) -> pd.DataFrame:
    """One row per segment of every candidate."""
    rows: list[dict[str, Any]] = []
    for ranking in results.rankings:
        dataset = results.datasets[ranking.space.fingerprint]
        points = results.points.get(ranking.space)
        used = None if points is None else points.columns
        described = SegmentTable(dataset, variables_of(dataset, used))
        for row in ranking.rows:
            setting = row.scored.labeling.setting
            key = {
                "rank": row.rank,
                **space_cells(ranking.space),
                "algo": setting.algo,
                "params": setting.text,
            }
            rows += [{**key, **one} for one in described.rows(row.scored)]
    return table(rows, list(dict.fromkeys(name for row in rows for name in row)))


def timings_frame(results: Results) -> pd.DataFrame:
    """Fit times, apart from the other tables: they differ from run to run."""
    rows = [
        {
            **space_cells(cell.space),
            "algo": cell.algo,
            "params": scored.labeling.setting.text,
            "fit_seconds": scored.labeling.fit_seconds,
        }
        for cell in results.cells
        for scored in cell.rows
    ]
    return pd.DataFrame(rows)


def ranked_cells(ranking: Ranking, row: RankedRow) -> dict[str, Any]:
    """Return what a table says of a ranked candidate, by column."""
    names = ("rank", "score", "p_first", "p_first_resampled", "rank_low", "rank_high")
    return {
        **space_cells(ranking.space),
        **_scored(row.scored, ranking),
        **{name: getattr(row, name) for name in names},
        "tied": row.tied,
        "reason": row.reason,
    }


def _failed(job: JobRecord) -> dict[str, Any]:
    """Describe a job that left no records by what it was told."""
    groups = ("dataset", "features", "scaler", "algo")
    return {
        **{group: job.choices.get(group, "") for group in groups},
        "seed": job.config.get("seed"),
        "params": " ".join(job.told),
        "tied": False,
        "status": str(Status.FAILED),
        "reason": f"job {job.number} failed: {job.error}",
    }


def space_cells(key: SpaceKey) -> dict[str, Any]:
    """Return what names a space, by column."""
    names = ("dataset", "features", "scaler", "seed")
    return {name: getattr(key, name) for name in names}


def _scored(scored: Scored, ranking: Ranking) -> dict[str, Any]:
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
        **_stability(scored.stability, labeling),
        **calibration_cells(scored, ranking),
        "status": str(labeling.status),
    }


def _smallest_share(labeling: Labeling) -> float:
    if labeling.labels is None or labeling.k_found == 0:
        return float("nan")
    return float(labeling.sizes.min() / len(labeling.labels))


def _stability(stability: Stability | None, labeling: Labeling) -> dict[str, Any]:
    if stability is None:
        return {}
    summary = summarise(stability)
    segments = mean_over_resamples(stability.jaccard.T)
    return {
        "stability": summary.mean,
        "stability_low": summary.low,
        "stability_high": summary.high,
        "stability_p05": summary.p05,
        "stability_p95": summary.p95,
        "min_jaccard": summary.min_jaccard,
        "mean_jaccard": float(segments @ labeling.sizes / labeling.sizes.sum()),
        "noise_jaccard": float(mean_over_resamples(stability.noise_jaccard)),
        "resamples": summary.resamples,
        "resamples_defined": summary.defined,
        "refits_failed": stability.failed,
    }


def table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Make a frame of rows, with the columns' types."""
    frame = pd.DataFrame(list(rows), columns=list(columns))
    return frame.astype({name: TYPES[name] for name in columns if name in TYPES})
