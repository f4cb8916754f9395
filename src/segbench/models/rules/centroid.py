"""The segment whose mean customer is nearest; the own rule of k-means."""

from __future__ import annotations

import numpy as np
from scipy.spatial.distance import cdist

from segbench.core import NOISE, Labels, Matrix, Metric
from segbench.models.rules.rule import Given, Rule, kind_of_rule, one_minus_ratio

_ROWS = 65_536
"""Customers at a time: distances to all means have to fit into the memory."""


@kind_of_rule("nearest centroid", "the segment whose mean customer is nearest")
def CENTROID(rule: Rule, X: Matrix) -> Given:  # noqa: N802 it becomes a constant
    """Confidence is 1 - d1 / d2: 0 half way between two segments."""
    parts = [_assign(rule, X[i : i + _ROWS]) for i in range(0, len(X), _ROWS)]
    columns = zip(*parts, strict=True)
    return Given(*(np.concatenate(column) for column in columns))


def _assign(rule: Rule, X: Matrix) -> Given:
    centroids = rule.arrays["centroids"]
    if rule.metric is Metric.MANHATTAN:
        distances = cdist(X, centroids, "cityblock")
    else:
        distances = cdist(X, centroids, "euclidean")
    nearest = distances.argmin(axis=1)
    rows = np.arange(len(X))
    first = distances[rows, nearest]
    distances[rows, nearest] = np.inf
    return Given(
        rule.arrays["segments"][nearest],
        first,
        one_minus_ratio(first, distances.min(axis=1)),
    )


def learn_centroids(X: Matrix, labels: Labels, metric: Metric) -> Rule:
    """Take the means of the segments; noise has none."""
    segments = np.unique(labels[labels != NOISE])
    means = np.array([X[labels == one].mean(axis=0) for one in segments])
    return Rule(CENTROID, metric, {"centroids": means, "segments": segments})
