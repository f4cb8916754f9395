"""The columns of every table, and what each one means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

COLUMNS: Mapping[str, str] = {
    "rank": "place within the space, 1 = best; equal scores share; empty = not ranked",
    "dataset": "data set",
    "features": "feature set",
    "scaler": "scaler; data set, features and scaler make the space",
    "seed": "seed of the run",
    "algo": "algorithm",
    "params": "hyperparameters that the grid varies",
    "fixed": "hyperparameters that stay fixed, as JSON",
    "k": "segments found, noise not counted",
    "k_asked": "segments asked for; empty when the algorithm finds its own number",
    "coverage": "share of customers that belong to a segment",
    "smallest_share": "share of customers in the smallest segment",
    "silhouette": "mean silhouette of the assigned customers, [-1, 1], large is good",
    "silhouette_low": "lower end of its 95 % interval where it is sampled",
    "silhouette_high": "upper end of it",
    "davies_bouldin": "Davies-Bouldin of the assigned customers, from 0, small is good",
    "calinski_harabasz": "variance ratio of the assigned customers, large is good",
    "inertia": "sum of squared distances of the assigned to their centres; not ranked",
    "bic": "Bayesian information criterion of a mixture, small is good",
    "ari": "adjusted Rand index with the known segments; noise as singletons",
    "ami": "adjusted mutual information with the known segments; the same",
    "v_measure": "V-measure, the same; noise and many segments raise it",
    "stability": "mean adjusted Rand index with refits of resamples, at most 1",
    "stability_low": "lower end of the 95 % Monte-Carlo interval of that mean",
    "stability_high": "upper end of it",
    "stability_p05": "5 % quantile over the resamples",
    "stability_p95": "95 % quantile over the resamples",
    "min_jaccard": "mean Jaccard similarity of the least stable segment",
    "resamples": "resamples drawn, B",
    "resamples_defined": "resamples whose adjusted Rand index is defined (not 0 / 0)",
    "refits_failed": "refits that gave no labels; they count as no agreement",
    "score": "weighted share of the other candidates beaten, [0, 1]",
    "p_first": "share of all weightings under which it is first or equal first",
    "tied": "shares its rank, or contends for a first place that is not clear",
    "status": "ok, or how the setting ended",
    "reason": "why it is not ranked or has no score",
    "tried": "settings of the algorithm that were run in the space",
}
"""Every column of the tables and its meaning."""

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
    "davies_bouldin",
    "calinski_harabasz",
    "inertia",
    "bic",
    "ari",
    "ami",
    "v_measure",
    "stability",
    "stability_low",
    "stability_high",
    "stability_p05",
    "stability_p95",
    "min_jaccard",
    "resamples",
    "resamples_defined",
    "refits_failed",
    "status",
    "reason",
]


WHOLE = ("rank", "k", "k_asked", "resamples", "resamples_defined", "tried")
REAL = [
    "coverage",
    "smallest_share",
    "silhouette",
    "silhouette_low",
    "silhouette_high",
    "davies_bouldin",
    "calinski_harabasz",
    "inertia",
    "bic",
    "ari",
    "ami",
    "v_measure",
    "stability",
    "stability_low",
    "stability_high",
    "stability_p05",
    "stability_p95",
    "min_jaccard",
    "score",
    "p_first",
]

TYPES: Mapping[str, Any] = {
    **dict.fromkeys(WHOLE, "Int64"),  # counts stay whole where some are missing
    **dict.fromkeys(REAL, np.float64),
}
"""Type of every column that is not text."""
