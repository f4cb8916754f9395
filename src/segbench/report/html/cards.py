"""The segments at a glance: a card each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from segbench.report.story import Lead
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
    tone: str  # good, fair, bad or plain
    warning: str


def card(lead: Lead, portrait: Portrait, *, doubtful: bool) -> Card:
    """Put a segment on its card; doubtful where there is no structure."""
    words, tone = _trust(lead, portrait.segment, doubtful=doubtful)
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


def _trust(lead: Lead, segment: int, *, doubtful: bool) -> tuple[str, str]:
    """Say how stable a segment is, and how to colour that.

    The words and the colours are those of Hennig's bootstrap, and no praise where the
    customers have no structure: groups of noise can be as stable.
    """
    stable = held(lead.row.scored.stability, segment, lead.profile.customers)
    jaccard = stable["jaccard"]
    if np.isnan(jaccard):
        return "Stability: not computed", "plain"
    # Cut, not rounded: 0.599 is below the bound that 0.60 would reach.
    found = f"Stability {math.floor(100 * jaccard) / 100:.2f} (Jaccard)"
    if doubtful:
        return f"{found}; groups without structure can be as stable", "plain"
    if not stable["trust"]:
        return found, "plain"
    return f"{found}: {stable['trust']}", TONES[stable["trust"]]
