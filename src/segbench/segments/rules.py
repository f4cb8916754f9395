"""Simple rules that tell the segments apart, and how far they really do."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from segbench.core import Labels, Matrix
from segbench.segments.conditions import Condition, merged, rule_text
from segbench.segments.tree_paths import paths_of
from segbench.segments.variables import Variable

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier

DEEPEST = 3
SMALLEST_LEAF = 0.02
"""A rule has at most three conditions and holds for 2 % of the customers or more."""

FOLDS = 5
EXPLAINED_FROM = 0.8
"""Fidelity from which on rules may stand for the segments."""

MOST_CUSTOMERS = 50_000
"""Of more customers than this, the tree learns from so many, drawn at random."""


@dataclass(frozen=True)
class Rule:
    """Conditions that lead to a segment."""

    segment: int
    conditions: tuple[Condition, ...]
    customers: int  # who meet it, noise too
    coverage: float  # share of the segment's customers that meet it, [0, 1]
    precision: float  # share of those who meet it that are of the segment, [0, 1]

    @property
    def text(self) -> str:
        """The rule in words, in the customers' units."""
        return rule_text(self.conditions)


@dataclass(frozen=True)
class Explanation:
    """What simple rules make of a segmentation."""

    rules: tuple[Rule, ...]  # by segment, those with the largest coverage first
    fidelity: float  # cross-validated balanced accuracy, [0, 1]; NaN = undefined
    recall: tuple[float, ...]  # by segment: share found by rules from other customers
    reason: str  # why there is no fidelity; "" when there is one

    @property
    def explains(self) -> bool:
        """Whether the rules may stand for the segments."""
        return bool(self.fidelity >= EXPLAINED_FROM)

    @property
    def verdict(self) -> str:
        """One sentence on what the rules are worth."""
        if np.isnan(self.fidelity):
            return f"No simple rules: {self.reason}."
        found = f"fidelity {self.fidelity:.2f}"
        if self.explains:
            return f"Simple rules explain the segments ({found})."
        return f"The segments are not explainable by simple rules ({found})."


def explain(
    variables: Sequence[Variable], labels: Labels, random_state: int
) -> Explanation:
    """Fit a small decision tree to the segments and read rules off it.

    Parameters
    ----------
    variables : sequence of Variable
        What rules may speak of. Missing numbers count as the column's median.
    labels : ndarray of int, shape (n_customers,)
        Fixed; the tree, not the segmentation, is refitted inside the folds.
    random_state : int

    Returns
    -------
    Explanation
        Fidelity is the mean over segments of the share of their customers that rules
        learned from four fifths of the others find. A segment of one customer is
        never found.
    """
    k = int(labels.max(initial=-1)) + 1
    telling = [one for one in variables if np.ptp(one.filled) > 0]
    reason = _why_not(telling, labels, k)
    if reason:
        return Explanation((), float("nan"), (float("nan"),) * k, reason)
    X = np.column_stack([one.filled for one in telling])
    drawn = _drawn(labels, random_state)
    tree = _tree(len(drawn), random_state)
    fidelity, recall = _cross_validated(tree, X[drawn], labels[drawn], k)
    tree.fit(X[drawn], labels[drawn])
    rules = [
        _rule(segment, conditions, labels)
        for segment, conditions in paths_of(tree, telling)
    ]
    rules.sort(key=lambda rule: (rule.segment, -rule.coverage))
    return Explanation(tuple(rules), fidelity, recall, "")


def _why_not(telling: Sequence[Variable], labels: Labels, k: int) -> str:
    if k < 2:
        return "fewer than two segments"
    if not telling:
        return "no column that was used differs between customers"
    if np.bincount(labels[labels >= 0]).max() < FOLDS:
        return f"no segment has {FOLDS} customers, as the check needs"
    return ""


def _tree(n_customers: int, random_state: int) -> DecisionTreeClassifier:
    from sklearn.tree import DecisionTreeClassifier

    leaf = max(1, int(np.ceil(SMALLEST_LEAF * n_customers)))
    return DecisionTreeClassifier(
        max_depth=DEEPEST, min_samples_leaf=leaf, random_state=random_state
    )


def _drawn(labels: Labels, random_state: int) -> NDArray[np.int64]:
    assigned = np.flatnonzero(labels >= 0)
    if len(assigned) <= MOST_CUSTOMERS:
        return assigned
    rng = np.random.default_rng(random_state)
    return np.sort(rng.choice(assigned, MOST_CUSTOMERS, replace=False))


def _cross_validated(
    tree: DecisionTreeClassifier, X: Matrix, labels: Labels, k: int
) -> tuple[float, tuple[float, ...]]:
    from sklearn.metrics import balanced_accuracy_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=tree.random_state)
    with warnings.catch_warnings():
        # Segments smaller than the folds are few; they count as they come out.
        warnings.filterwarnings("ignore", message="The least populated class")
        predicted = cross_val_predict(tree, X, labels, cv=folds)
    recall = tuple(
        float((predicted[labels == segment] == segment).mean())
        if (labels == segment).any()
        else float("nan")
        for segment in range(k)
    )
    with warnings.catch_warnings():
        # A segment that was not drawn is predicted by nobody and scored by nobody.
        warnings.filterwarnings("ignore", message="y_pred contains classes")
        fidelity = float(balanced_accuracy_score(labels, predicted))
    return fidelity, recall


def _rule(segment: int, conditions: Sequence[Condition], labels: Labels) -> Rule:
    kept = merged(conditions)
    meets = np.ones(len(labels), dtype=bool)
    for one in kept:
        meets &= one.holds()
    inside = labels == segment
    both = int((meets & inside).sum())
    return Rule(
        segment=segment,
        conditions=kept,
        customers=int(meets.sum()),
        coverage=both / int(inside.sum()),
        precision=both / int(meets.sum()) if meets.any() else float("nan"),
    )
