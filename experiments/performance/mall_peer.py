"""The mall job as one writes it with scikit-learn: a fit per setting and resample.

Knows nothing of segbench. It is given the encoded features, the settings and the
resamples, and gives back labels, scores and agreements by setting.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from hdbscan import HDBSCAN
from joblib import Parallel, delayed
from sklearn.cluster import DBSCAN, AgglomerativeClustering, KMeans
from sklearn.metrics import (
    adjusted_rand_score,
    calinski_harabasz_score,
    davies_bouldin_score,
    silhouette_score,
)
from sklearn.mixture import GaussianMixture
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

NOISE = -1
SCALERS = {"standard": StandardScaler, "minmax": MinMaxScaler, "robust": RobustScaler}
ALGORITHMS = {
    "kmeans": KMeans,
    "agglomerative": AgglomerativeClustering,
    "dbscan": DBSCAN,
    "hdbscan": HDBSCAN,
    "gmm": GaussianMixture,
}
COUNTS_OF_CUSTOMERS = {
    "dbscan": ("min_samples",),
    "hdbscan": ("min_samples", "min_cluster_size"),
}
RANDOM = ("kmeans", "gmm")


@dataclass(frozen=True)
class Task:
    """One setting in one space."""

    features: Any  # shape (n, d), not scaled
    scaler: str
    algo: str
    params: Mapping[str, Any]
    seed: int  # of the fit of all customers


def run_tasks(
    tasks: Sequence[Task], resamples: Sequence[Any], n_jobs: int
) -> list[dict[str, Any]]:
    """Work through the settings on several workers."""
    calls = (delayed(run_task)(task, resamples) for task in tasks)
    return list(Parallel(n_jobs=n_jobs)(calls))


def run_task(task: Task, resamples: Sequence[Any]) -> dict[str, Any]:
    """Fit, score, and refit on every resample."""
    warnings.simplefilter("ignore")  # of k-means and mixtures that do not converge
    everybody = np.arange(len(task.features))
    X = scale(task, everybody)
    labels = fit(task, X, task.seed)
    if not is_scorable(labels):
        return {"labels": labels, "scores": {}, "ari": None}
    ari = [agreement(task, labels, rows, i) for i, rows in enumerate(resamples)]
    return {"labels": labels, "scores": score(X, labels), "ari": np.array(ari)}


def scale(task: Task, rows: Any) -> Any:
    """Learn the scaler from some customers alone."""
    return SCALERS[task.scaler]().fit_transform(task.features[rows])


def fit(task: Task, X: Any, seed: int) -> Any:
    """Label customers; what counts customers shrinks with them."""
    ratio = len(X) / len(task.features)
    params = dict(task.params)
    for name in COUNTS_OF_CUSTOMERS.get(task.algo, ()):
        params[name] = max(2, round(params[name] * ratio))
    if task.algo in RANDOM:
        params["random_state"] = seed
    return ALGORITHMS[task.algo](**params).fit_predict(X)


def agreement(task: Task, labels: Any, rows: Any, number: int) -> float:
    """Refit on a resample and compare with the labels of all customers."""
    found = fit(task, scale(task, rows), task.seed + 1 + number)
    return adjusted_rand(labels[rows], found)


def is_scorable(labels: Any) -> bool:
    """Tell whether there are two segments and not everybody is alone."""
    assigned = labels[labels != NOISE]
    return 2 <= len(np.unique(assigned)) < len(assigned)


def score(X: Any, labels: Any) -> dict[str, float]:
    """Score the assigned customers."""
    assigned = labels != NOISE
    points, segments = X[assigned], labels[assigned]
    return {
        "silhouette": float(silhouette_score(points, segments)),
        "davies_bouldin": float(davies_bouldin_score(points, segments)),
        "calinski_harabasz": float(calinski_harabasz_score(points, segments)),
    }


def adjusted_rand(left: Any, right: Any) -> float:
    """Adjusted Rand index with noise as singletons; NaN where it is 0 / 0."""
    left, right = noise_alone(left), noise_alone(right)
    sizes = {len(np.unique(left)), len(np.unique(right))}
    if sizes in ({1}, {len(left)}):
        return float("nan")
    return float(adjusted_rand_score(left, right))


def noise_alone(labels: Any) -> Any:
    """Give every noise customer a label of its own."""
    noise = labels == NOISE
    alone = labels.max() + 1 + np.arange(noise.sum())
    separate = labels.copy()
    separate[noise] = alone
    return separate
