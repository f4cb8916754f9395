"""Membership by mutual reachability: how HDBSCAN would let a customer join.

HDBSCAN's distance between two customers is the largest of the distance between them
and of both their core distances (Campello, Moulavi & Sander 2013,
doi:10.1007/978-3-642-37456-2_14). A segment reaches as far as its own customers had to
be reached. The membership of a new customer is that reach over the distance at which
they would join, at most 1; below 1 they are noise. Learnt from the labels, it holds for
segments chosen with ``cluster_selection_epsilon`` too.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from segbench.core import NOISE, Labels, Matrix, Metric
from segbench.models.rules.blocks import blocks_of
from segbench.models.rules.rule import Given, Rule, kind_of_rule

LOOKED_AT = 10
"""Neighbours among whom the one to join is looked for."""


@kind_of_rule(
    "membership by reach",
    "the segment with the largest membership, its reach over the distance at which "
    "they would join it; -1 where all are below 1",
)
def REACH(rule: Rule, X: Matrix) -> Given:  # noqa: N802 it becomes a constant
    """The measure is the distance of joining; the confidence how clear it is."""
    arrays = rule.arrays
    rank = int(arrays["min_samples"])
    k = min(max(LOOKED_AT, rank), len(arrays["labels"]))
    distances, found = blocks_of(arrays["points"]).nearest(X, k, rule.power)
    own = distances[:, [min(rank, k) - 1]]
    joining = np.maximum(np.maximum(distances, own), arrays["cores"][found])
    labels = arrays["labels"][found]
    limits = np.where(labels == NOISE, 0.0, arrays["reach"][labels])
    memberships = _ratio(limits, joining)
    rows, best = np.arange(len(X)), memberships.argmax(axis=1)
    strength = memberships[rows, best]
    inside = strength >= 1.0
    confidence = np.where(
        inside, 1 - _ratio(np.ones(len(X)), strength) / 2, 1 - strength
    )
    given = np.where(inside, labels[rows, best], NOISE)
    return Given(given, joining[rows, best], np.clip(confidence, 0, 1))


def _ratio(above: Any, below: Any) -> Any:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below, np.where(above > 0, np.inf, 0.0))


def learn_reach(
    X: Matrix, labels: Labels, metric: Metric, min_samples: int, share: float = 1.0
) -> Rule:
    """Learn how far segments reach.

    Parameters
    ----------
    X, labels, metric
        The customers, their segments, their distances.
    min_samples : int
        The rank of the neighbour whose distance is the core distance.
    share : float
        Share of its customers that a segment has to reach.
    """
    power = 1 if metric is Metric.MANHATTAN else 2
    rank = min(min_samples, len(X) - 1)
    cores = blocks_of(X).nearest(X, rank + 1, power)[0][:, -1]
    reach = np.zeros(int(labels.max(initial=NOISE)) + 1)
    for segment in range(len(reach)):
        mine = labels == segment
        reach[segment] = _reach(X[mine], cores[mine], power, share)
    arrays = {
        "points": X,
        "labels": labels,
        "cores": cores,
        "reach": reach,
        "min_samples": np.array(rank),
    }
    return Rule(REACH, metric, arrays)


def _reach(X: Matrix, cores: Matrix, power: int, share: float) -> float:
    if len(X) < 2:
        return 0.0
    k = min(LOOKED_AT, len(X) - 1) + 1
    distances, found = blocks_of(X).nearest(X, k, power)
    joining = np.maximum(np.maximum(distances, cores[:, None]), cores[found])
    joining[found == np.arange(len(X))[:, None]] = np.inf
    return float(np.quantile(joining.min(axis=1), share))
