"""The own rule of DBSCAN: the segment of the nearest core customer within eps."""

from __future__ import annotations

import numpy as np
from scipy.spatial import KDTree

from segbench.core import NOISE, Labels, Matrix, Metric
from segbench.models.rules.blocks import blocks_of
from segbench.models.rules.rule import Given, Rule, kind_of_rule

LEAF = 32
"""Customers in a leaf; measured faster than the library's 10 in eight dimensions."""


@kind_of_rule(
    "nearest core customer",
    "the segment of the nearest customer with enough neighbours if within eps, else -1",
)
def CORE(rule: Rule, X: Matrix) -> Given:  # noqa: N802 it becomes a constant
    """Confidence is 1 - d / eps within eps and 1 - eps / d beyond."""
    eps = float(rule.arrays["eps"])
    blocks = blocks_of(rule.arrays["points"])
    nearest, numbers = blocks.nearest(X, 1, rule.power)
    distances, found = nearest[:, 0], numbers[:, 0]
    inside = distances <= eps
    labels = np.where(inside, rule.arrays["labels"][found], NOISE)
    with np.errstate(divide="ignore"):
        confidence = np.where(inside, 1 - distances / eps, 1 - eps / distances)
    return Given(labels.astype(np.int64), distances, np.clip(confidence, 0, 1))


def learn_core_points(
    X: Matrix, labels: Labels, metric: Metric, eps: float, min_samples: int
) -> Rule | None:
    """Keep the core customers: those with enough others, and themselves, within eps.

    Returns
    -------
    Rule or None
        None where no customer of a segment is a core.
    """
    power = 1 if metric is Metric.MANHATTAN else 2
    tree = KDTree(X, leafsize=LEAF)
    counts = tree.query_ball_point(X, eps, p=power, return_length=True, workers=-1)
    kept = (counts >= min_samples) & (labels != NOISE)
    if not kept.any():
        return None
    arrays = {"points": X[kept], "labels": labels[kept], "eps": np.array(eps)}
    return Rule(CORE, metric, arrays)
