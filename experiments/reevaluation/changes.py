"""Made-up customers, the same again, and the same with one thing changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from segbench.algorithms import AlgorithmSpec, expand_grid, fit_sweep, get
from segbench.core import Labels, Matrix, Role
from segbench.models.fidelity import choose_rule
from segbench.models.rules import Learning, Rule, learner_of
from segbench.reevaluation import Kind, Recluster, Reevaluation, Side, reevaluate
from segbench.reevaluation.distance import reach_of
from segbench.reevaluation.recluster import WORTHLESS, worth
from segbench.scoring.structure import structure_test
from segbench.spaces import Metric

CORNERS = np.array([[0, 0], [7, 0], [0, 7], [7, 7], [3.5, 13.0]])
SHARES = np.array([0.3, 0.25, 0.2, 0.15, 0.1])
SHAPES = ("five", "close", "one")
"""Five groups 7 sd apart, or 4.5 sd; a single Gaussian without groups."""

CHANGES = ("none", "split", "merge", "vanish", "born", "shift")
VICTIM, SECOND = 1, 3
SPACE_OF_SHIFT = "x3"  # a variable that no segment was made from
ROLES = dict.fromkeys(("x1", "x2", "x3"), Role.NUMERIC) | {"city": Role.CATEGORICAL}


def corners(shape: str) -> np.ndarray:
    """Where the groups stand, shape (5, 2)."""
    return CORNERS * {"five": 1.0, "close": 4.5 / 7, "one": 0.0}[shape]


def draw(
    shape: str, change: str, n: int, rng: np.random.Generator
) -> tuple[Matrix, pd.DataFrame]:
    """Customers as a matrix of the two variables that matter, and as a table."""
    shares = SHARES.copy()
    if change == "vanish":
        shares[VICTIM] = 0
    who = rng.choice(5, n, p=shares / shares.sum())
    centres = corners(shape)
    X = rng.normal(size=(n, 2)) + centres[who]
    if change == "split":  # to both sides of where it was
        side = np.where(rng.random(n) < 0.5, -1.0, 1.0) * 3.0
        X[who == VICTIM] += np.c_[side, -side][who == VICTIM] / np.sqrt(2)
    if change == "merge":  # both go to the middle between them
        middle = (centres[VICTIM] + centres[SECOND]) / 2
        for one in (VICTIM, SECOND):
            X[who == one] += 0.9 * (middle - centres[one])
    if change == "born":
        new = rng.random(n) < 0.12
        X[new] = rng.normal(size=(int(new.sum()), 2)) + np.array([-8.0, 3.0])
    other = rng.normal(size=n) + (0.7 if change == "shift" else 0.0)
    city = rng.choice(["Lima", "Oslo", "Turin"], n, p=[0.5, 0.3, 0.2])
    frame = pd.DataFrame({"x1": X[:, 0], "x2": X[:, 1], "x3": other, "city": city})
    return X, frame


@dataclass(frozen=True)
class Old:
    """Old customers with their segments, and the rule that new ones are assigned by."""

    side: Side
    recluster: Recluster
    rule: Rule
    middle: Matrix
    spread: Matrix
    hit: tuple[str, ...]  # the two segments that a change may befall
    structured: bool  # what a run would say of the customers


def segmented(shape: str, algo: str, n: int, seed: int) -> Old | None:
    """Segment customers as a run would; None where nothing makes two segments."""
    X, frame = draw(shape, "none", n, np.random.default_rng([seed, 0]))
    middle, spread = X.mean(axis=0), X.std(axis=0)
    X = (X - middle) / spread
    spec = _spec(algo)
    grid = expand_grid(spec, X, range(2, 9))
    found = [one.labels for one in fit_sweep(spec, grid, X, seed)]
    chosen = int(np.argmax([_value(X, labels) for labels in found]))
    labels, params = found[chosen], grid[chosen].params
    if labels is None or labels.max() < 1:
        return None
    told = Learning(spec.target, {**spec.params, **params}, Metric.EUCLIDEAN, n)
    places = (corners(shape)[[VICTIM, SECOND]] - middle) / spread
    hit = reach_of(X, labels, Metric.EUCLIDEAN).nearest(places)
    rule, tried = choose_rule(X, labels, told, seed)
    taken = next(one.rule for one in tried if one.taken)
    recluster = Recluster(
        *(spec, tuple(one.params for one in grid), chosen, n),
        seed=seed,
        assigner=learner_of(taken, told, labels),
    )
    names = tuple(map(str, hit))
    test = structure_test(X, random_state=seed, stop_early=True)
    return Old(
        *(Side(X, labels, frame), recluster, rule, middle, spread, names),
        structured=test.structure is not False,
    )


def _spec(algo: str) -> AlgorithmSpec:
    """Take an algorithm as it is shipped, or with another number of starts."""
    name, _, starts = algo.partition(" n_init=")
    spec = get(name)
    return (
        replace(spec, params={**spec.params, "n_init": int(starts)}) if starts else spec
    )


def _value(X: Matrix, labels: Labels | None) -> float:
    if labels is None:
        return WORTHLESS
    return float(worth(X, labels[None], Metric.EUCLIDEAN)[0])


def evaluated(
    shape: str, old: Old, changes: Sequence[str], m: int
) -> Iterator[tuple[str, Reevaluation]]:
    """Re-evaluate on m new customers, once for every change.

    What happens by chance is a matter of the old customers and of m: it is found out
    once for all changes.
    """
    chance = None
    for change in changes:
        number = CHANGES.index(change)
        rng = np.random.default_rng([old.recluster.seed, 1, number])
        X, frame = draw(shape, change, m, rng)
        X = (X - old.middle) / old.spread
        new = Side(X, old.rule.assign(X).labels.astype(np.int64), frame)
        found = reevaluate(
            *(old.side, new, old.recluster, ROLES),
            structured=old.structured,
            chance=chance,
        )
        chance = found.reference
        yield change, found


def is_named(found: Reevaluation, change: str, hit: tuple[str, ...]) -> bool:
    """Tell whether an alarm has the kind and the subject of what was done."""
    told = {(one.kind, one.subject) for one in found.alarms}
    pair = " and ".join(sorted(hit))
    wanted = {
        "split": (Kind.SPLIT, f"segment {hit[0]}"),
        "merge": (Kind.MERGED, f"segment {pair}"),
        "vanish": (Kind.VANISHED, f"segment {hit[0]}"),
        "shift": (Kind.DRIFT, SPACE_OF_SHIFT),
    }
    if change == "born":
        return any(kind is Kind.BORN for kind, _ in told)
    return wanted.get(change) in told
