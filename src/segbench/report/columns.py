"""The columns of every table: which, in what order, of what type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from segbench.report.meanings import COLUMNS

__all__ = [
    "COLUMNS",
    "RANKING_COLUMNS",
    "SCORES_COLUMNS",
    "SPACES_COLUMNS",
    "TYPES",
    "with_registered",
]

RANKING_COLUMNS = [
    "rank",
    "dataset",
    "features",
    "scaler",
    "algo",
    "params",
    "k",
    "coverage",
    "smallest_share",
    "silhouette",
    "davies_bouldin",
    "stability",
    "stability_low",
    "stability_high",
    "score",
    "p_first",
    "tied",
    "status",
    "reason",
    "z_silhouette",
    "z_davies_bouldin",
    "z_stability",
    "p_first_resampled",
    "rank_low",
    "rank_high",
    "null_score",
    "null_p_value",
    "calibrated_by",
    "seed",
    "k_asked",
    "resamples",
    "resamples_defined",
    "refits_failed",
    "silhouette_low",
    "silhouette_high",
]

SCORES_COLUMNS = [
    "dataset",
    "features",
    "scaler",
    "seed",
    "algo",
    "params",
    "fixed",
    "k_asked",
    "k",
    "coverage",
    "smallest_share",
    "silhouette",
    "silhouette_low",
    "silhouette_high",
    "silhouette_macro",
    "silhouette_completed",
    "silhouette_as_cluster",
    "davies_bouldin",
    "davies_bouldin_completed",
    "davies_bouldin_as_cluster",
    "reference_silhouette",
    "reference_davies_bouldin",
    "dbcv",
    "cophenetic",
    "dunn",
    "xie_beni",
    "calinski_harabasz",
    "inertia",
    "aic",
    "bic",
    "icl",
    "ari",
    "ami",
    "v_measure",
    "homogeneity",
    "completeness",
    "fowlkes_mallows",
    "stability",
    "stability_low",
    "stability_high",
    "stability_p05",
    "stability_p95",
    "min_jaccard",
    "mean_jaccard",
    "noise_jaccard",
    "seed_stability",
    "without_outliers",
    "resamples",
    "resamples_defined",
    "refits_failed",
    "z_silhouette",
    "z_davies_bouldin",
    "z_stability",
    "null_silhouette",
    "null_davies_bouldin",
    "null_p_value",
    "null_stability",
    "null_score",
    "calibrated_by",
    "status",
    "reason",
]

SPACES_COLUMNS = [
    "null_rank",
    "dataset",
    "features",
    "scaler",
    "seed",
    "structure",
    "p_value",
    "structure_status",
    "hopkins",
    "k_agreed",
    "votes",
    "algo",
    "params",
    "k",
    "silhouette",
    "davies_bouldin",
    "stability",
    "null_silhouette",
    "null_davies_bouldin",
    "z_stability",
    "null_score",
    "null_p_value",
    "reference_silhouette",
    "reference_davies_bouldin",
]
"""One row per space: its verdict, the votes for k, its first candidate."""


WHOLE = (
    "rank",
    "k",
    "k_asked",
    "resamples",
    "resamples_defined",
    "tried",
    "k_agreed",
    "null_rank",
)
TEXT = frozenset(
    [
        "dataset",
        "features",
        "scaler",
        "seed",
        "algo",
        "params",
        "fixed",
        "refits_failed",
        "calibrated_by",
        "tied",
        "status",
        "reason",
        "structure",
        "structure_status",
        "votes",
    ]
)
"""Columns that stay as they come."""

REAL = [name for name in COLUMNS if name not in TEXT and name not in WHOLE]

TYPES: Mapping[str, Any] = {
    **dict.fromkeys(WHOLE, "Int64"),  # counts stay whole where some are missing
    **dict.fromkeys(REAL, np.float64),
}
"""Type of every column that is not text."""


def with_registered(
    columns: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Add, after the shipped columns, those that registered measures filled.

    The rows say which these are, not the registry: a stored run is shown as it was
    made, also where what brought a measure is not installed.
    """
    found = dict.fromkeys(name for row in rows for name in row)
    return [*columns, *(name for name in found if name not in COLUMNS)]
