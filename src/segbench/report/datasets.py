"""Algorithms over several data sets: each has the rank of its best setting."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from segbench.core import Matrix
from segbench.ranking import Ranking
from segbench.ranking.across import (
    DatasetComparison,
    compare_over_datasets,
    pair_frame,
    rank_frame,
)
from segbench.report.frames import best_by_algorithm
from segbench.report.labels import named_datasets
from segbench.report.results import Results


def dataset_comparison(results: Results) -> DatasetComparison | None:
    """Compare the algorithms over the data sets; None with one of either.

    The value of an algorithm on a data set is minus its rank among the algorithms,
    by their best settings, averaged over the spaces of the data set; NaN where no
    setting of it is ranked in any of them.
    """
    named = named_datasets(results)
    algorithms = sorted({cell.algo for cell in results.cells})
    if len(named) < 2 or len(algorithms) < 2:
        return None
    scores = np.array(
        [
            _mean_ranks(
                [r for r in results.rankings if r.space.fingerprint == one.fingerprint],
                algorithms,
            )
            for one in named.values()
        ]
    )
    return compare_over_datasets(scores, algorithms=algorithms, datasets=list(named))


def _mean_ranks(rankings: list[Ranking], algorithms: list[str]) -> Matrix:
    """Minus the mean rank of every algorithm over spaces; NaN = ranked in none."""
    best = np.array([_best_scores(one, algorithms) for one in rankings])
    lowest = np.where(np.isnan(best), -np.inf, best)
    ranks = rankdata(-lowest, axis=1)
    nowhere = np.isnan(best).all(axis=0)
    means: Matrix = np.where(nowhere, np.nan, -ranks.mean(axis=0))
    return means


def _best_scores(ranking: Ranking, algorithms: list[str]) -> list[float]:
    scores = {
        row.scored.labeling.setting.algo: row.score
        for row, _ in best_by_algorithm(ranking)
    }
    return [scores.get(name, float("nan")) for name in algorithms]


def dataset_frames(results: Results) -> dict[str, pd.DataFrame]:
    """Tables over the data sets by file name; none with a single data set."""
    comparison = dataset_comparison(results)
    if comparison is None:
        return {}
    return {
        "datasets.csv": rank_frame(comparison),
        "dataset_pairs.csv": pair_frame(comparison),
    }
