"""One row per space: verdict, votes for k, first candidate, what compares across."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from segbench.ranking.across_spaces import SpaceWinner
from segbench.report.columns import SPACES_COLUMNS
from segbench.report.frames import ranked_cells, space_cells, table
from segbench.report.results import Results
from segbench.report.text import EMPTY

ANSWERS = {True: "yes", False: "no", None: ""}
"""What a table says of structure; nothing where nothing was tested."""

ACROSS = {
    "null_rank": "rank",
    "space": "space",
    "structure": "structure",
    "p_value": "p",
    "k_agreed": "k",
    "algo": "first",
    "params": "setting",
    "null_silhouette": "null silhouette",
    "null_davies_bouldin": "null D-B",
    "z_stability": "z stability",
    "null_score": "null score",
}
"""Columns of the table across spaces, with their headings."""


def spaces_frame(results: Results) -> pd.DataFrame:
    """Return the spaces by their calibrated score, data set by data set."""
    rows = [_row(results, winner) for winner in results.across]
    rows.sort(key=lambda row: (row["dataset"], row["null_rank"] or np.inf))
    return table(rows, SPACES_COLUMNS)


def _row(results: Results, winner: SpaceWinner) -> dict[str, Any]:
    key = winner.ranking.space
    test, choice = results.structure(key), results.choice_of_k(key)
    return {
        **(
            ranked_cells(winner.ranking, winner.row) if winner.row else space_cells(key)
        ),
        "null_rank": winner.rank,
        "structure": "" if test is None else ANSWERS[test.structure],
        "p_value": np.nan if test is None else test.p_value,
        "structure_status": "not tested" if test is None else test.status,
        "hopkins": results.hopkins(key),
        "k_agreed": None if choice is None else choice.agreed,
        "votes": ""
        if choice is None
        else "; ".join(f"{one.criterion} {one.k}" for one in choice.counted),
    }


def across_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Round and name the columns for reading; all cells are text."""
    shown = frame.assign(space=frame["features"] + " / " + frame["scaler"])
    if len(set(frame["dataset"])) > 1:
        shown["space"] = frame["dataset"] + " / " + shown["space"]
    return pd.DataFrame(
        {heading: [_text(v) for v in shown[name]] for name, heading in ACROSS.items()}
    )


def _text(value: Any) -> str:
    if pd.isna(value):
        return EMPTY
    return f"{value:.2f}" if isinstance(value, float) else str(value)
