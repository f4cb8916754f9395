"""Findings that resamples of the old customers decide: silhouette and mapping."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from segbench.reevaluation.findings import LEVEL, Finding, Kind, Question
from segbench.reevaluation.recluster import WORTHLESS
from segbench.reevaluation.reference import Reference
from segbench.reevaluation.transitions import Transition

DOUBTFUL = 0.6
"""Mean Jaccard similarity below which a segment was never sure (Hennig 2007)."""

LOSS = 0.05
"""Silhouette that has to be lost; of many customers every loss is sure."""

QUIET = (Kind.KEPT, Kind.VANISHED)
"""Kinds that raise no alarm here; the test of the shares says who has vanished."""

_NAN = float("nan")


def silhouette_finding(before: float, after: float, chance: Reference) -> Finding:
    """Compare the mean silhouette of the assigned with that of resamples."""
    if WORTHLESS in (before, after):
        return Finding(
            *(Question.DESCRIBE, Kind.SILHOUETTE, "all segments", "mean silhouette"),
            *(_NAN, _NAN, _NAN, _NAN),
            "There is no silhouette: the customers are all in one segment, or in none.",
            tested=False,
        )
    known = chance.silhouettes
    p = (1 + int((known <= after).sum())) / (chance.resamples + 1)
    low, high = (float(q) for q in np.quantile(known, [0.025, 0.975]))
    return Finding(
        *(Question.DESCRIBE, Kind.SILHOUETTE, "all segments", "mean silhouette"),
        *(after, low, high, p),
        f"The silhouette was {before:.3f} and is {after:.3f}; without change it lies "
        f"between {low:.3f} and {high:.3f} in 95 of 100 cases.",
        tested=False,
        alarm=p <= LEVEL and before - after >= LOSS,
    )


def map_findings(
    became: Sequence[Transition], chance: Reference, *, structured: bool
) -> list[Finding]:
    """Say what became of every segment, and whether that happens by chance."""
    return [_finding(one, chance, structured) for one in became]


def _finding(one: Transition, chance: Reference, structured: bool) -> Finding:
    news = [chance.p_value(event, one.strength) for event in one.events]
    p = min(news) if one.kind not in QUIET else _NAN
    unsure = [i for i in one.old if chance.jaccard[i] < DOUBTFUL]
    # Of several that merged, some may have been unsure: news needs two that were not.
    sure = len(one.old) - len(unsure) >= (2 if one.kind is Kind.MERGED else 1)
    rare = chance.is_rare(one.kind.value, one.strength, structured=structured)
    alarm = p <= LEVEL and rare and (sure or one.kind is Kind.BORN)
    subject = "segment " + " and ".join(map(str, one.old))
    if one.kind is Kind.BORN:
        subject = f"new segment {one.new[0]}"
    often = ""
    if not np.isnan(p):
        times = round(p * (chance.resamples + 1)) - 1
        often = " In resamples of the old customers as much of it happened "
        often += f"{times} times of {chance.resamples}."
    if unsure:
        often += " It was found again only sometimes in the old customers already."
    return Finding(
        *(Question.MAP, one.kind, subject, "overlap", one.overlap, _NAN, _NAN, p),
        f"{subject.capitalize()} {_verb(one)}.{often}",
        tested=False,
        alarm=bool(alarm),
    )


def _verb(one: Transition) -> str:
    new = " and ".join(map(str, one.new))
    return {
        Kind.KEPT: f"is found again as new segment {new} (Jaccard {one.overlap:.2f})",
        Kind.SPLIT: f"has split into the new segments {new}",
        Kind.MERGED: f"have merged into new segment {new}",
        Kind.VANISHED: "has hardly a customer left",
        Kind.LOST: "is not found again: its customers are spread over others",
        Kind.BORN: f"is new: {one.overlap:.0%} of it are far from every old segment",
    }[one.kind]
