"""How much every variable has to say in the distances of each space."""

from __future__ import annotations

import pandas as pd

from segbench.report.frames import space_cells, table
from segbench.report.results import Results

COLUMNS = ["dataset", "features", "scaler", "seed", "variable", "share"]

MUCH = 0.5
"""Share from which on one variable decides the distances."""

FEWEST = 3
"""Variables from which on an unequal share is worth a word."""


def distances_frame(results: Results) -> pd.DataFrame:
    """Return a row per variable and space, the weightiest first.

    ``share`` is the variable's part of the mean squared distance between two customers
    where distances are Euclidean, of the mean distance where they are Gower's.
    """
    rows = []
    for ranking in results.rankings:
        found = results.findings.get(ranking.space)
        shares = {} if found is None else found.shares
        for variable, share in sorted(shares.items(), key=lambda one: -one[1]):
            rows.append(
                {**space_cells(ranking.space), "variable": variable, "share": share}
            )
    return table(rows, COLUMNS)


def distance_lines(results: Results) -> list[str]:
    """Name the spaces in which one variable decides."""
    lines = []
    for ranking in results.rankings:
        found = results.findings.get(ranking.space)
        if found is None or len(found.shares) < FEWEST:
            continue
        variable, share = max(found.shares.items(), key=lambda one: one[1])
        if share >= MUCH:
            lines.append(
                f"In {results.space_name(ranking.space)} {variable} alone makes "
                f"{share:.0%} of the distances."
            )
    return lines
