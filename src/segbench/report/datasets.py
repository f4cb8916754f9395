"""Algorithms over several data sets: each has the score of its best setting."""

from __future__ import annotations

import numpy as np
import pandas as pd

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

    The value of an algorithm on a data set is the score of its best setting, averaged
    over the spaces of the data set; NaN where no setting of it is ranked in any of
    them. Pairs are tested on differences of these values, which do not depend on the
    other algorithms when scores are calibrated.
    """
    named = named_datasets(results)
    algorithms = sorted({cell.algo for cell in results.cells})
    if len(named) < 2 or len(algorithms) < 2:
        return None
    scores = np.array(
        [
            _mean_scores(
                [r for r in results.rankings if r.space.fingerprint == one.fingerprint],
                algorithms,
            )
            for one in named.values()
        ]
    )
    return compare_over_datasets(scores, algorithms=algorithms, datasets=list(named))


def _mean_scores(rankings: list[Ranking], algorithms: list[str]) -> Matrix:
    """Mean score of every algorithm's best setting; NaN = ranked in no space."""
    best = np.array([_best_scores(one, algorithms) for one in rankings])
    nowhere = np.isnan(best).all(axis=0)
    lowest = np.nanmin(best, axis=1, keepdims=True, initial=np.inf)
    filled = np.where(np.isnan(best), lowest, best)  # unranked: as low as the last
    counted = filled[np.isfinite(lowest[:, 0])]
    means: Matrix = np.where(nowhere, np.nan, counted.mean(axis=0))
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
