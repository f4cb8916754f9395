"""How like each other the best segmentations of the algorithms of a space are."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from segbench.report.frames import best_by_algorithm, space_cells
from segbench.report.results import Results
from segbench.scoring.agreement import agreement_of

COLUMNS = [
    *("dataset", "features", "scaler", "seed"),
    *("algo", "params", "other_algo", "other_params", "ari"),
]


def algorithms_frame(results: Results) -> pd.DataFrame:
    """Adjusted Rand index of the best settings of every two algorithms of a space.

    An algorithm that the gates refuse is in it with its first setting: rules that make
    a segment of five customers are still worth being compared. Noise customers are
    segments of one.
    """
    rows = [
        {
            **space_cells(ranking.space),
            "algo": one.setting.algo,
            "params": one.setting.text,
            "other_algo": other.setting.algo,
            "other_params": other.setting.text,
            "ari": agreement_of(one.labels, other.labels),
        }
        for ranking in results.rankings
        for one, other in combinations(
            [
                row.scored.labeling
                for row, _ in best_by_algorithm(ranking)
                if row.scored.labeling.labels is not None
            ],
            2,
        )
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
