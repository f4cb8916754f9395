"""How faithfully a rule gives customers it has not seen the segment they had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from segbench.core import Labels, Matrix
from segbench.models.rules import Learning, Rule, learn_rule, rules_for
from segbench.models.rules.candidates import Learn

FOLDS = 10
MOST_TRIED = 2_000
"""Customers that rules are tried on; of more, a sample with every segment in it."""

MOST_POOLED = 20_000
"""Customers that rules which keep everybody learn from when they are tried: where
neighbours are counted, fewer would be another density."""

MOST_KEPT = 2_000
"""Customers that a rule of neighbours keeps: one million have to be assigned soon."""

KEEPS_ALL = ("mixture", "nearest centroid", "nearest core customer")
"""Rules that learn from everybody: what they keep is little, or quickly searched."""

COUNTS_NEIGHBOURS = ("nearest core customer",)
MOST_COUNTED = 50_000
"""Customers whose neighbours are counted; of more, a sample with counts to its size, as
the algorithm itself takes one."""

OWN_WITHIN = 0.01
"""The algorithm's own rule is taken where no other is better by more than this."""


@dataclass(frozen=True)
class Fidelity:
    """A rule held against the segments of customers it was not learnt from."""

    rule: str
    accuracy: float  # share with their own segment, noise counted as one, [0, 1]
    ari: float  # adjusted Rand index, noise as a segment, [-0.5, 1]
    own: bool  # the algorithm's own rule for new customers
    taken: bool = False

    @property
    def text(self) -> str:
        """In a person's words."""
        return (
            f"{self.rule}: {self.accuracy:.1%} keep their segment, ARI {self.ari:.3f}"
        )


def choose_rule(
    X: Matrix, labels: Labels, learning: Learning, seed: int = 0
) -> tuple[Rule, tuple[Fidelity, ...]]:
    """Try every rule that comes into question, and learn the best from everybody.

    Parameters
    ----------
    X : ndarray of shape (n_customers, n_features)
        The customers in their space.
    labels : ndarray of shape (n_customers,)
        Their segments, -1 = noise.
    learning : Learning
        How the labels were made.
    seed : int
        Of the folds and of samples.

    Returns
    -------
    rule : Rule
        The most accurate; the algorithm's own where no other is clearly better; of
        equal ones the first of `rules_for`, which is the simpler.
    tried : tuple of Fidelity
        By ten-fold cross-validation.
    """
    rules, own = rules_for(learning, labels)
    rng = np.random.default_rng(seed)
    pool = representatives(labels, MOST_POOLED, rng)
    sample = representatives(labels[pool], MOST_TRIED, rng)
    folds = [sample[fold] for fold in _folds(labels[pool][sample], rng)]
    everybody = np.arange(len(pool))
    tried = []
    for name in rules:
        teachers = everybody if name in KEEPS_ALL else sample
        trial = _Trial(X[pool], labels[pool], teachers, folds)
        tried.append(trial.of(name, rules, own=name == own))
    best = max(tried, key=lambda one: one.accuracy)
    mine = next((one for one in tried if one.own), best)
    taken = mine if mine.accuracy >= best.accuracy - OWN_WITHIN else best
    kept = representatives(labels, _most_kept(taken.rule, len(labels)), rng)
    rule = learn_rule(rules, taken.rule, X[kept], labels[kept])
    marked = [
        Fidelity(one.rule, one.accuracy, one.ari, one.own, taken=one is taken)
        for one in tried
    ]
    return rule, tuple(marked)


def _most_kept(rule: str, n_customers: int) -> int:
    """Count the customers that a rule learns from in the end."""
    if rule in COUNTS_NEIGHBOURS:
        return MOST_COUNTED
    return n_customers if rule in KEEPS_ALL else MOST_KEPT


def representatives(
    labels: Labels, most: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Draw customers so that no segment is lost, in their order.

    Returns
    -------
    ndarray of int
        Everybody where there are no more than that; else about as many, of every
        segment its share but at least ten customers.
    """
    if len(labels) <= most:
        return np.arange(len(labels))
    drawn = []
    for segment in np.unique(labels):
        rows = np.flatnonzero(labels == segment)
        wanted = max(10, round(most * len(rows) / len(labels)))
        drawn.append(rng.choice(rows, min(wanted, len(rows)), replace=False))
    return np.sort(np.concatenate(drawn)).astype(np.int64)


def _folds(labels: Labels, rng: np.random.Generator) -> list[NDArray[np.int64]]:
    """Part the customers so that every fold has its share of every segment."""
    order = np.lexsort((rng.random(len(labels)), labels))
    folds = [np.sort(order[i::FOLDS]) for i in range(min(FOLDS, len(labels)))]
    return [fold for fold in folds if len(fold) < len(labels)]


@dataclass(frozen=True, eq=False)
class _Trial:
    """Folds of customers, each to be found again by what the others teach."""

    X: Matrix
    labels: Labels
    teachers: NDArray[np.int64]  # those that a rule may learn from
    folds: Sequence[NDArray[np.int64]]

    def of(self, name: str, rules: Mapping[str, Learn], *, own: bool) -> Fidelity:
        """Try a rule."""
        found = [self._assigned(name, rules, fold) for fold in self.folds]
        given, true = np.concatenate(found), self.labels[np.concatenate(self.folds)]
        accuracy = float(np.mean(given == true))
        return Fidelity(name, accuracy, float(adjusted_rand_score(true, given)), own)

    def _assigned(
        self, name: str, rules: Mapping[str, Learn], fold: NDArray[np.int64]
    ) -> Labels:
        rest = np.setdiff1d(self.teachers, fold)
        labels = self.labels[rest]
        if not (labels >= 0).any():  # the only segment is a single customer
            return np.full(len(fold), labels[0])
        return learn_rule(rules, name, self.X[rest], labels).assign(self.X[fold]).labels
