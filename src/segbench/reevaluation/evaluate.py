"""Hold the old segments against new customers: findings, and what became of whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from segbench.core import Labels, Matrix, Role
from segbench.errors import DataError
from segbench.reevaluation.distance import (
    Reach,
    far_by_turns,
    far_finding,
    reach_of,
    with_neighbours,
)
from segbench.reevaluation.drift import drift_findings
from segbench.reevaluation.findings import Finding, judge
from segbench.reevaluation.map_findings import map_findings, silhouette_finding
from segbench.reevaluation.matching import match_segments, renamed
from segbench.reevaluation.recluster import Recluster, worth
from segbench.reevaluation.reference import Reference, make_reference
from segbench.reevaluation.shares import share_findings
from segbench.reevaluation.transitions import Transition, transitions
from segbench.seeds import seed_for

MOST_CLUSTERED = 5_000
"""New customers that are clustered anew; of more, so many drawn at random."""

FEWEST = 20
"""New customers that say anything about a segmentation."""


@dataclass(frozen=True)
class Side:
    """Customers in the old space, with their old segments."""

    matrix: Matrix  # shape (n, n_features)
    labels: Labels  # shape (n,), -1 = in no segment
    frame: pd.DataFrame  # their variables


@dataclass(frozen=True)
class Reevaluation:
    """Everything that is found about old segments and new customers."""

    findings: tuple[Finding, ...]
    transitions: tuple[Transition, ...]
    names: tuple[str, ...]  # of the old segments
    sizes: tuple[int, int]  # old and new customers
    clustered: Labels  # numbers of the new customers that were clustered anew
    assigned: Labels  # their old segments
    again: Labels  # their segments, clustered anew; matched ones have the old number
    setting: str  # that these were made with
    kept_setting: bool  # whether it is the old one
    reference: Reference
    structured: bool = True  # whether the old customers have structure

    @property
    def alarms(self) -> tuple[Finding, ...]:
        """The findings that do not happen by chance."""
        return tuple(one for one in self.findings if one.alarm)


def reevaluate(  # noqa: PLR0913 the last one saves work where it is known
    old: Side,
    new: Side,
    recluster: Recluster,
    roles: Mapping[str, Role],
    names: Sequence[str] | None = None,
    *,
    structured: bool = True,
    chance: Reference | None = None,
) -> Reevaluation:
    """Ask whether old segments describe new customers, and how new ones map to them.

    Parameters
    ----------
    old, new : Side
        In one space: that of the old customers.
    recluster : Recluster
        How the old segments were made.
    roles : mapping
        Of the variables; quantities and categories are compared.
    names : sequence of str, optional
        Of the old segments; their numbers when not given.
    structured : bool, default True
        False where the old customers were tested and have no structure: more is then
        asked for before what became of a segment is an alarm.
    chance : Reference, optional
        ``reference`` of an earlier re-evaluation of the same segments on as many new
        customers, where there was one; it takes nearly all of the time.

    Raises
    ------
    DataError
        With too few new customers.
    """
    _check_number(len(new.labels))
    k = int(old.labels.max(initial=-1)) + 1
    names = tuple(map(str, range(k))) if names is None else tuple(names)
    reach = reach_of(old.matrix, old.labels, recluster.metric)
    by_turns = far_by_turns(old.matrix, old.labels, recluster.metric)
    far = by_turns, reach.far(new.matrix)
    rows = _some(len(new.labels), recluster.seed)
    chance = chance or make_reference(
        old.matrix, old.labels, by_turns, recluster, len(rows)
    )
    again, chosen = _anew(new, rows, recluster, chance.margin)
    shares = [float(np.mean(old.labels == i)) for i in range(k)]
    traced = _traced(new, rows, again, reach)
    became = transitions(traced, again, far[1][rows], shares)
    before, after = (_silhouette(side, recluster) for side in (old, new))
    findings = [
        silhouette_finding(before, after, chance),
        *share_findings(old.labels, new.labels, k),
        far_finding(*far),
        *drift_findings(old.frame, new.frame, roles),
        *map_findings(became, chance, structured=structured),
    ]
    return Reevaluation(
        tuple(judge(findings)),
        tuple(became),
        names,
        (len(old.labels), len(new.labels)),
        rows,
        new.labels[rows],
        again,
        _words(recluster, chosen),
        chosen == recluster.chosen,
        chance,
        structured,
    )


def _check_number(n_new: int) -> None:
    if n_new < FEWEST:
        raise DataError(
            f"{n_new} new customers say nothing about a segmentation: "
            f"expected at least {FEWEST}; add customers"
        )


def _anew(
    new: Side, rows: Labels, recluster: Recluster, margin: float
) -> tuple[Labels, int]:
    """Cluster the new customers; matched segments keep their numbers."""
    (found,) = recluster.fit([new.matrix[rows]])
    chosen = recluster.choose(found, margin)
    labels = found.labels[chosen]
    again = np.full(len(rows), -1) if labels is None else labels
    return renamed(again, match_segments(new.labels[rows], again)), chosen


def _traced(new: Side, rows: Labels, again: Labels, reach: Reach) -> Labels:
    """Old segments of the clustered, those that they left for none included."""
    return with_neighbours(new.labels[rows], again, reach.nearest(new.matrix[rows]))


def _silhouette(side: Side, recluster: Recluster) -> float:
    """Mean silhouette of the assigned, times coverage."""
    rows = _some(len(side.labels), recluster.seed)
    labels = side.labels[rows][None]
    return float(worth(side.matrix[rows], labels, recluster.metric)[0])


def _some(n: int, seed: int) -> Labels:
    """Number the customers that are clustered, at most so many."""
    if n <= MOST_CLUSTERED:
        return np.arange(n)
    rng = np.random.default_rng(seed_for(seed, "clustered", n))
    return np.sort(rng.choice(n, MOST_CLUSTERED, replace=False))


def _words(recluster: Recluster, chosen: int) -> str:
    params = recluster.settings[chosen]
    varied = ", ".join(f"{name}={params[name]}" for name in sorted(params))
    return f"{recluster.spec.name} {varied}".rstrip()
