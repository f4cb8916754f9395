"""The segment that most of the most similar first customers have."""

from __future__ import annotations

import numpy as np

from segbench.core import Labels, Matrix, Metric
from segbench.models.rules.blocks import blocks_of
from segbench.models.rules.rule import Given, Kind, Rule, kind_of_rule

VOTERS = 5
"""Neighbours that vote; the confidence is their agreement in any case."""


def _assign(rule: Rule, X: Matrix, *, alone: bool) -> Given:
    labels = rule.arrays["labels"]
    k = min(VOTERS, len(labels))
    distances, found = blocks_of(rule.arrays["points"]).nearest(X, k, rule.power)
    theirs = labels[found]
    # A vote counts by its closeness, so that a customer's twin decides.
    scale = np.maximum(distances[:, [0]], np.finfo(np.float64).tiny ** 0.5)
    votes = scale / np.maximum(distances, scale)
    agreement = np.stack(
        [(votes * (theirs == theirs[:, [i]])).sum(axis=1) for i in range(k)], axis=1
    )
    place = np.zeros(len(X), dtype=np.int64) if alone else agreement.argmax(axis=1)
    rows = np.arange(len(X))
    share = agreement[rows, place] / votes.sum(axis=1)
    return Given(theirs[rows, place], distances[rows, place], np.clip(share, 0, 1))


@kind_of_rule("nearest customer", "the segment of the most similar first customer")
def ONE(rule: Rule, X: Matrix) -> Given:  # noqa: N802 it becomes a constant
    """Confidence is the weight of the neighbours that agree."""
    return _assign(rule, X, alone=True)


@kind_of_rule(
    "nearest customers",
    f"the segment that most of the {VOTERS} most similar first customers have",
)
def SEVERAL(rule: Rule, X: Matrix) -> Given:  # noqa: N802 it becomes a constant
    """Confidence is the weight of the neighbours that agree."""
    return _assign(rule, X, alone=False)


def learn_neighbours(X: Matrix, labels: Labels, metric: Metric, kind: Kind) -> Rule:
    """Keep the customers; noise is a segment that neighbours may vote for."""
    return Rule(kind, metric, {"points": X, "labels": labels})
