"""The comparison as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segbench.ranking.across.comparison import DatasetComparison

if TYPE_CHECKING:
    import pandas as pd


def rank_frame(comparison: DatasetComparison) -> pd.DataFrame:
    """One row per algorithm, best first; columns that do not apply are left out."""
    import pandas as pd

    table, order = comparison.table, list(comparison.order)
    columns = {
        "algorithm": comparison.names_by_rank,
        "mean_rank": table.mean_ranks[order],
        "n_datasets": len(table.datasets),
        "failures": table.failures[order],
    }
    sure = comparison.uncertainty
    if sure is not None:
        columns["mean_rank_low"] = sure.low[order]
        columns["mean_rank_high"] = sure.high[order]
        columns["p_first"] = sure.p_first[order]
    return pd.DataFrame(columns)


def pair_frame(comparison: DatasetComparison) -> pd.DataFrame:
    """One row per pair of algorithms; without tests there are no columns of tests."""
    import pandas as pd

    effects = [
        {
            "first": one.first,
            "second": one.second,
            "median_difference": one.shift.median,
            "hodges_lehmann": one.shift.hodges_lehmann,
            "low": one.shift.low,
            "high": one.shift.high,
            "coverage": one.shift.coverage,
            "n_differences": one.shift.n,
        }
        for one in comparison.effects
    ]
    tests = [
        {"p": one.p, "p_holm": one.p_holm, "differ": one.differ}
        for one in comparison.tests.pairs
    ]
    frame = pd.DataFrame(effects)
    return frame.join(pd.DataFrame(tests)) if tests else frame
