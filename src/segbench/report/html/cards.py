"""The segments at a glance: a card each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from segbench.report.story import Lead
from segbench.scoring.stability import trust
from segbench.segments import Portrait
from segbench.segments.headers import amount, percent
from segbench.segments.markers import Deviation
from segbench.segments.table import held
from segbench.segments.variables import Kind

MOST_FACTS = 6
"""Variables on a card, those in which the segment differs most."""

TONES = {
    "highly stable": "good",
    "stable": "good",
    "a pattern": "fair",
    "do not trust": "bad",
}
"""Colours of Hennig's words for the stability of a segment."""


@dataclass(frozen=True)
class Fact:
    """What a segment is like in one variable."""

    name: str
    value: str


@dataclass(frozen=True)
class Card:
    """One segment at a glance."""

    number: int
    name: str
    size: str
    share: str
    worth: str  # "" when nothing says what customers are worth
    facts: tuple[Fact, ...]
    trust: str
    tone: str  # good, fair or bad
    warning: str


def card(lead: Lead, portrait: Portrait) -> Card:
    """Put a segment on its card."""
    words, tone = _trust(lead, portrait.segment)
    worth = (
        ""
        if np.isnan(portrait.worth_share)
        else f"{percent(portrait.worth_share)} of {lead.profile.worth}"
    )
    return Card(
        number=portrait.segment,
        name=portrait.name,
        size=f"{portrait.size:,}",
        share=percent(portrait.share),
        worth=worth,
        facts=tuple(_fact(one) for one in _telling(portrait.deviations)),
        trust=words,
        tone=tone,
        warning=portrait.warning,
    )


def _telling(deviations: Sequence[Deviation]) -> list[Deviation]:
    """Choose the used variables that differ most, in the order of the table."""
    used = [one for one in deviations if one.variable.used]
    ordered = sorted(used, key=lambda one: -np.nan_to_num(abs(one.difference)))
    chosen = ordered[:MOST_FACTS]
    return [one for one in used if any(one is other for other in chosen)]


def _fact(one: Deviation) -> Fact:
    """Write a mean with what it is for everybody."""
    variable = one.variable
    if variable.kind is Kind.METRIC:
        unit = variable.header.unit
        value = f"{amount(one.mean, unit)} (all: {amount(variable.mean, unit)})"
    else:
        value = f"{percent(one.mean)} (all: {percent(variable.mean)})"
    return Fact(variable.title, value)


def _trust(lead: Lead, segment: int) -> tuple[str, str]:
    stable = held(lead.row.scored.stability, segment, lead.profile.customers)
    jaccard = stable["jaccard"]
    if np.isnan(jaccard):
        return "Stability: not computed", "fair"
    words = f": {stable['trust']}" if stable["trust"] else ""
    return f"Stability {jaccard:.2f}{words}", _tone(jaccard)


def _tone(jaccard: float) -> str:
    """Colour by Hennig's bounds; his words belong to the bootstrap alone."""
    return TONES[trust(jaccard)]
