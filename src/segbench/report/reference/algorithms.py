"""How like each other the best segmentations of the algorithms of a space are."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from segbench.core import Labels, Setting
from segbench.ranking import Ranking
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
            "algo": one.algo,
            "params": one.text,
            "other_algo": other.algo,
            "other_params": other.text,
            "ari": agreement_of(labels, other_labels),
        }
        for ranking in results.rankings
        for (one, labels), (other, other_labels) in combinations(_best(ranking), 2)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _best(ranking: Ranking) -> list[tuple[Setting, Labels]]:
    """Return the best setting of every algorithm that gave labels."""
    found = [row.scored.labeling for row, _ in best_by_algorithm(ranking)]
    return [(one.setting, one.labels) for one in found if one.labels is not None]
