"""The findings of an exploration as data frames."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from segbench.exploration.columns import ColumnSummary
from segbench.exploration.correlations import RedundantPair
from segbench.exploration.fences import Fences
from segbench.exploration.outliers import Outliers
from segbench.exploration.quantities import Quantities

FIGURES = ("mean", "sd", "min", "q25", "median", "q75", "max", "skewness", "zeros")
SUMMARY = (
    *("column", "role", "missing", "missing_share", "distinct"),
    *FIGURES,
    *("transform", "warning", "reason", "outliers"),
    *("most_frequent", "most_frequent_share"),
)
OUTLIERS = ("customer", "distance", "stands_out_by", "method")
REDUNDANT = ("first", "second", "measure", "value", "customers", "text")


def summary_frame(
    columns: tuple[ColumnSummary, ...], outliers: Outliers, n_customers: int
) -> pd.DataFrame:
    """One row per numeric or categorical column, in the order of the input."""
    fences = {one.name: one for one in outliers.columns}
    rows = []
    for one in columns:
        row: dict[str, Any] = {
            "column": one.name,
            "role": str(one.role),
            "missing": one.missing,
            "missing_share": one.missing / n_customers,
            "distinct": one.distinct,
        }
        row |= _figures(one.quantities) | _most_frequent(one, n_customers)
        rows.append(row | _beyond(fences.get(one.name), row["reason"]))
    return pd.DataFrame(rows, columns=list(SUMMARY))


def _figures(found: Quantities | None) -> dict[str, Any]:
    if found is None:
        words = {"transform": "", "warning": "", "reason": ""}
        return dict.fromkeys(FIGURES, np.nan) | words
    names = (*FIGURES, "transform", "warning", "reason")
    return {name: getattr(found, name) for name in names}


def _beyond(fences: Fences | None, reason: str) -> dict[str, Any]:
    if fences is None or fences.reason:
        why = fences.reason if fences is not None else ""
        return {"outliers": np.nan, "reason": reason or why}
    return {"outliers": fences.n_low + fences.n_high}


def _most_frequent(one: ColumnSummary, n_customers: int) -> dict[str, Any]:
    known = n_customers - one.missing
    if one.levels is None or not one.levels.names:
        return {"most_frequent": "", "most_frequent_share": np.nan}
    return {
        "most_frequent": one.levels.names[0],
        "most_frequent_share": one.levels.counts[0] / known,
    }


def outliers_frame(outliers: Outliers) -> pd.DataFrame:
    """One row per outlying customer, farthest first."""
    method = outliers.rows.method
    rows = [(c.id, c.distance, c.text, method) for c in outliers.rows.customers]
    return pd.DataFrame(rows, columns=list(OUTLIERS))


def redundant_frame(pairs: tuple[RedundantPair, ...]) -> pd.DataFrame:
    """One row per pair of columns that say the same, strongest first."""
    rows = [tuple(getattr(pair, name) for name in REDUNDANT) for pair in pairs]
    return pd.DataFrame(rows, columns=list(REDUNDANT))
