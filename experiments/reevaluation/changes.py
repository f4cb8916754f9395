"""Made-up customers, the same again, and the same with one thing changed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from segbench.algorithms import expand_grid, fit_sweep, get
from segbench.core import Role
from segbench.reevaluation import Kind, Recluster, Reevaluation, Side, reevaluate
from segbench.reevaluation.distance import reach_of
from segbench.reevaluation.recluster import worth
from segbench.spaces import Metric

CORNERS = np.array([[0, 0], [7, 0], [0, 7], [7, 7], [3.5, 13.0]])
SHARES = np.array([0.3, 0.25, 0.2, 0.15, 0.1])
SHAPES = ("five", "close", "one")
"""Five groups 7 sd apart, or 4.5 sd; a single Gaussian without groups."""

CHANGES = ("none", "split", "merge", "vanish", "born", "shift")
VICTIM, SECOND = 1, 3
SPACE_OF_SHIFT = "x3"  # a variable that no segment was made from

Named = Callable[[Reevaluation], bool]


def draw(
    shape: str, change: str, n: int, rng: np.random.Generator
) -> tuple[np.ndarray, pd.DataFrame]:
    """Customers as a matrix of the two variables that matter, and as a table."""
    shares = SHARES.copy()
    if change == "vanish":
        shares[VICTIM] = 0
    who = rng.choice(5, n, p=shares / shares.sum())
    centres = CORNERS * (4.5 / 7 if shape == "close" else 1.0)
    X = rng.normal(size=(n, 2)) + (0 if shape == "one" else centres[who])
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


def case(  # noqa: PLR0913, PLR0917 a cell of the table and a seed
    shape: str, change: str, algo: str, n: int, m: int, seed: int
) -> tuple[Reevaluation, Named]:
    """Segment n customers, re-evaluate on m changed ones; and name the change."""
    rng = np.random.default_rng(seed)
    old_X, old_frame = draw(shape, "none", n, rng)
    new_X, new_frame = draw(shape, change, m, rng)
    middle, spread = old_X.mean(axis=0), old_X.std(axis=0)
    old_X, new_X = (old_X - middle) / spread, (new_X - middle) / spread
    spec = get(algo)
    settings = expand_grid(spec, old_X, range(2, 9))
    labelings = fit_sweep(spec, settings, old_X, seed)
    values = [
        -1.0
        if one.labels is None or one.k_found < 2
        else worth(old_X, one.labels[None], Metric.EUCLIDEAN)[0]
        for one in labelings
    ]
    chosen = int(np.argmax(values))
    labels = labelings[chosen].labels
    assert labels is not None
    reach = reach_of(old_X, labels, Metric.EUCLIDEAN)
    recluster = Recluster(
        spec, tuple(one.params for one in settings), chosen, n, seed=seed
    )
    roles = dict.fromkeys(("x1", "x2", "x3"), Role.NUMERIC) | {"city": Role.CATEGORICAL}
    found = reevaluate(
        Side(old_X, labels, old_frame),
        Side(new_X, reach.nearest(new_X), new_frame),
        recluster,
        roles,
    )
    centres = (CORNERS * (4.5 / 7 if shape == "close" else 1.0) - middle) / spread
    hit = tuple(str(one) for one in reach.nearest(centres[[VICTIM, SECOND]]))
    return found, lambda one: is_named(one, change, hit)


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
