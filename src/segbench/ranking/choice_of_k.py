"""The number of segments: four votes that see different things, and no tie broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from segbench.core import Matrix
from segbench.ranking.gates import Gates
from segbench.scoring.findings import Curves
from segbench.scoring.selection import (
    CUTOFF,
    global_se_max,
    knee,
    tibs2001_se_max,
)

ENOUGH = 3
"""Votes that have to agree before a number of segments is named."""


@dataclass(frozen=True)
class Vote:
    """What one criterion says."""

    criterion: str
    rule: str  # how the number is read off the criterion
    k: int | None  # None: the criterion names none
    counts: bool = True  # False: shown only


@dataclass(frozen=True)
class KChoice:
    """All votes of a space."""

    votes: tuple[Vote, ...]

    @property
    def counted(self) -> tuple[Vote, ...]:
        """Votes that count and name a number."""
        return tuple(one for one in self.votes if one.counts and one.k is not None)

    @property
    def agreed(self) -> int | None:
        """Number of segments that at least three votes name; None = not determined."""
        tally = Counter(one.k for one in self.counted).most_common(1)
        return tally[0][0] if tally and tally[0][1] >= ENOUGH else None

    @property
    def agreement(self) -> int:
        """Votes for the number named most often."""
        return max(Counter(one.k for one in self.counted).values(), default=0)


def choose_k(curves: Curves, gates: Gates, n_customers: int) -> KChoice:
    """Read the votes off the criteria.

    Parameters
    ----------
    curves : Curves
        Criteria by k.
    gates : Gates
        A k whose smallest segment is too small has no vote by its silhouette.
    n_customers : int
        Number of customers.
    """
    eligible = curves.smallest >= gates.smallest_allowed(n_customers)
    separated = np.where(eligible, curves.silhouette, np.nan)
    return KChoice(
        (
            Vote("separation", "largest silhouette", _best(curves.ks, separated)),
            Vote("reference", "gap, globalSEmax", _gap(curves, global_se_max)),
            Vote(
                "likelihood", "smallest BIC of mixtures", _smallest(curves, curves.bic)
            ),
            _reproducible(curves),
            _shown("elbow", "knee of the inertia", knee(curves.ks, curves.inertia)),
            _shown("gap", "Tibs2001SEmax", _gap(curves, tibs2001_se_max)),
            _shown("prediction strength", "largest k with 0.8", _strongest(curves)),
            _shown("ICL", "smallest ICL of mixtures", _smallest(curves, curves.icl)),
            _shown(
                "instability",
                "smallest disagreement of bootstraps",
                _best(curves.ks, -curves.instability),
            ),
        )
    )


def _shown(criterion: str, rule: str, k: int | None) -> Vote:
    return Vote(criterion, rule, k, counts=False)


def _best(ks: Sequence[int], values: Matrix) -> int | None:
    """Return the k of the largest value, of equals the smallest; None without any."""
    if np.isnan(values).all():
        return None
    return ks[int(np.nanargmax(values))]


def _smallest(curves: Curves, criterion: Mapping[str, Matrix]) -> int | None:
    """Return the k of the smallest value over all forms of covariance."""
    forms = list(criterion.values())
    return _best(curves.ks, -np.fmin.reduce(forms)) if forms else None


def _reproducible(curves: Curves) -> Vote:
    """Take the gain over null data; without null data the prediction strength.

    The gain and not its z: the spread of the stability on null data falls with k, and
    dividing by it finds too many segments (`experiments/benchmark`).
    """
    name = "reproducibility"
    if np.isnan(curves.stability_gain).any():
        return Vote(name, "largest k with prediction strength 0.8", _strongest(curves))
    rule = "smallest k within 1 s.e. of the largest gain in stability"
    return Vote(name, rule, _within_one_error(curves))


def _within_one_error(curves: Curves) -> int:
    """Return the smallest k that the largest gain cannot be told from."""
    gain = curves.stability_gain
    best = int(np.argmax(gain))
    is_near = gain >= gain[best] - curves.gain_error[best]
    return curves.ks[int(np.argmax(is_near))]


def _strongest(curves: Curves) -> int:
    """Return the largest k whose prediction strength reaches the cutoff, or 1."""
    reached = zip(curves.ks, curves.prediction_strength, strict=True)
    return max((k for k, strength in reached if strength >= CUTOFF), default=1)


def _gap(curves: Curves, rule: Callable[[Matrix, Matrix], int]) -> int | None:
    if np.isnan(curves.gap).any():
        return None
    return rule(curves.gap, curves.gap_error)
