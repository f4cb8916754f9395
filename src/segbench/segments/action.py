"""Can somebody act on a segment? What the data say, and what only a person can judge.

The list is that of Dolnicar, Gruen & Leisch (2018, Market Segmentation Analysis,
doi:10.1007/978-981-10-8818-6), after Kotler. Nothing is made up for the second half.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from segbench.segments.headers import percent
from segbench.segments.markers import Deviation
from segbench.segments.variables import Kind

SMALL_BELOW = 0.05
TOO_SMALL_BELOW = 0.01
FEWEST_CUSTOMERS = 5
"""A segment under 5 % is small; under 1 %, or under five customers, it is too small."""

CLEAR_FROM, BLURRED_BELOW = 0.5, 0.25
"""Kaufman & Rousseeuw's (1990) bounds on the silhouette, taken over for the
simplified one."""

RECALL_FROM = 0.8
"""Share of a segment's customers that simple rules have to find."""


class Answer(StrEnum):
    """What is known about a criterion."""

    YES = "yes"
    DOUBTFUL = "doubtful"
    NO = "no"
    UNKNOWN = "unknown"  # the data do not say
    YOURS = "yours to judge"  # no data can say


@dataclass(frozen=True)
class Criterion:
    """One question of the checklist."""

    name: str
    answer: Answer
    evidence: str  # the numbers, or the question to answer


@dataclass(frozen=True)
class Evidence:
    """What is known of a segment when the questions are asked."""

    size: int
    customers: int  # of the whole table
    worth_share: float  # NaN = unknown
    worth_column: str  # "" when there is none
    trust: str  # Hennig's word for its stability; "" when there is none
    jaccard: float  # mean Jaccard similarity with refits; NaN = unknown
    silhouette: float  # mean simplified silhouette; NaN = undefined
    recall: float  # share of its customers that simple rules find; NaN = undefined


FOR_THE_ANALYST = (
    ("matches our strengths", "Can we offer these customers what others cannot?"),
    ("identifiable", "Can we tell who belongs to it before they have bought?"),
    ("reachable", "Is there a channel that reaches them and few others?"),
    ("wants something of its own", "Would they respond to an offer of their own?"),
    ("worth the cost", "Does what they bring in pay for treating them apart?"),
)
"""Questions that no customer table answers."""


def size_warning(size: int, customers: int) -> str:
    """Say that a segment is small or too small; "" when it is neither."""
    share = f"{size} of {customers} customers"
    if _is_too_small(size, customers):
        return f"too small to act on: {share}"
    return f"small: {share}" if size < SMALL_BELOW * customers else ""


def checklist(
    evidence: Evidence, deviations: Sequence[Deviation]
) -> tuple[Criterion, ...]:
    """Answer what can be measured, and ask the rest.

    Parameters
    ----------
    evidence : Evidence
    deviations : sequence of Deviation
        Of the segment, by variable.
    """
    measured = (
        _large(evidence),
        _stable(evidence),
        _distinct(evidence, deviations),
        _homogeneous(deviations),
        _explained(evidence),
    )
    asked = tuple(
        Criterion(name, Answer.YOURS, question) for name, question in FOR_THE_ANALYST
    )
    return measured + asked


def _is_too_small(size: int, customers: int) -> bool:
    return size < max(FEWEST_CUSTOMERS, TOO_SMALL_BELOW * customers)


def _large(known: Evidence) -> Criterion:
    share = percent(known.size / known.customers)
    text = f"{known.size} of {known.customers} customers ({share})"
    if not np.isnan(known.worth_share):
        text += f", {percent(known.worth_share)} of {known.worth_column}"
    answer = Answer.YES
    if size_warning(known.size, known.customers):
        too_small = _is_too_small(known.size, known.customers)
        answer = Answer.NO if too_small else Answer.DOUBTFUL
    return Criterion("large enough", answer, text)


_TRUSTED = {
    "highly stable": Answer.YES,
    "stable": Answer.YES,
    "a pattern": Answer.DOUBTFUL,
    "do not trust": Answer.NO,
}


def _stable(known: Evidence) -> Criterion:
    if np.isnan(known.jaccard):
        return Criterion("stable", Answer.UNKNOWN, "no refits of resamples were made")
    text = f"mean Jaccard similarity with refits {known.jaccard:.2f}"
    if known.trust:
        text += f": {known.trust}"
    return Criterion("stable", _TRUSTED.get(known.trust, Answer.UNKNOWN), text)


def _distinct(known: Evidence, deviations: Sequence[Deviation]) -> Criterion:
    if np.isnan(known.silhouette):
        why = "there is no other segment, or no point, to compare with"
        return Criterion("distinct", Answer.UNKNOWN, why)
    text = f"mean simplified silhouette {known.silhouette:.2f}"
    used = [one for one in deviations if one.variable.used]
    apart = [one for one in used if not np.isnan(one.difference)]
    if apart:
        most = max(apart, key=lambda one: abs(one.difference))
        title, apart_by = most.variable.title, f"{most.difference:+.1f} sd"
        text += f"; most unlike all customers in {title} ({apart_by})"
    return Criterion(
        "distinct", _graded(known.silhouette, CLEAR_FROM, BLURRED_BELOW), text
    )


def _homogeneous(deviations: Sequence[Deviation]) -> Criterion:
    """Compare the spread in the quantities that were used with that of everybody."""
    spreads = [
        one.sd / one.variable.sd
        for one in deviations
        if one.variable.used
        and one.variable.kind is Kind.METRIC
        and one.variable.sd > 0
    ]
    known = [spread for spread in spreads if not np.isnan(spread)]
    if not known:
        why = "its spread in the variables that made it is not defined"
        return Criterion("homogeneous", Answer.UNKNOWN, why)
    mean = float(np.mean(known))
    text = f"mean spread {percent(mean)} of that of all customers"
    # Any division makes groups narrower than the whole: only wider ones tell.
    return Criterion("homogeneous", Answer.UNKNOWN if mean < 1 else Answer.NO, text)


def _explained(known: Evidence) -> Criterion:
    name = "described by simple rules"
    if np.isnan(known.recall):
        return Criterion(name, Answer.UNKNOWN, "no rules could be checked")
    text = f"rules find {percent(known.recall)} of its customers"
    return Criterion(name, _graded(known.recall, RECALL_FROM, 0.5), text)


def _graded(value: float, yes_from: float, no_below: float) -> Answer:
    if value >= yes_from:
        return Answer.YES
    return Answer.NO if value < no_below else Answer.DOUBTFUL
