"""The first screen: is there a segmentation, how many, how sure, who they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from segbench.core import Scheme
from segbench.ranking import RankedRow
from segbench.report.figures.files import DrawnFigure
from segbench.report.frames import best_by_algorithm
from segbench.report.html.cards import Card, card
from segbench.report.html.parts import Grid, Picture, grid, lines_of
from segbench.report.html.pictures import pictures_of
from segbench.report.illustrate import Place, mark_of
from segbench.report.results import Results
from segbench.report.story import Lead, Story, Tale, is_settled
from segbench.report.verdict import choice_line, disagreement, verdict_line
from segbench.report.words import baseline_line, doubt_lines, winner_line
from segbench.scoring.agreement import agreement_of
from segbench.scoring.stability import mean_over_resamples
from segbench.segments.headers import percent

SAME_FROM = 0.8
"""Agreement from which on two segmentations are nearly the same."""

MOST_SIZES = 12
"""Sizes that are listed."""


@dataclass(frozen=True)
class Opening:
    """The result of one data set in plain words."""

    title: str  # "" when there is only one data set
    lines: tuple[str, ...]
    cards: tuple[Card, ...]
    grids: tuple[Grid, ...]
    doubts: tuple[str, ...]
    pictures: tuple[Picture, ...] = ()


def openings_of(story: Story, drawn: Sequence[DrawnFigure]) -> list[Opening]:
    """Sum every data set up."""
    several = len(story.tales) > 1
    made = []
    for number, tale in enumerate(story.tales):
        title = tale.dataset.title if several else ""
        opening = _opening(story.results, tale, title, number)
        made.append(replace(opening, pictures=_pictures(drawn, story, number)))
    return made


def _pictures(
    drawn: Sequence[DrawnFigure], story: Story, number: int
) -> tuple[Picture, ...]:
    """Choose the figures of one data set by the end of their names."""
    mark = mark_of(story, number)
    own = [one for one in drawn if one.name.endswith(mark)]
    return pictures_of(own, Place.SHORT)


def _opening(results: Results, tale: Tale, title: str, number: int) -> Opening:
    lead = tale.lead
    if lead is None:
        said = [winner_line(one) for one in tale.rankings[:1]]
        return Opening(title, lines_of(said), (), (), ())
    doubtful = results.lacks_structure(lead.key)
    return Opening(
        title,
        lines_of(
            _result_lines(results, lead),
            _noise_lines(lead),
            _space_lines(results, tale),
        ),
        tuple(card(lead, one, doubtful=doubtful) for one in lead.profile.portraits),
        (_others(lead, number),),
        lines_of(_doubts(results, lead)),
    )


def _result_lines(results: Results, lead: Lead) -> list[str]:
    labeling = lead.row.scored.labeling
    setting = f"{labeling.setting.algo} ({labeling.setting.text})"
    return [
        _advice(results, lead),
        # With one space the page's first line has said it.
        verdict_line(results.structure(lead.key)) if len(results.rankings) > 1 else "",
        f"{labeling.k_found} segments of {lead.profile.customers:,} customers, by "
        f"{setting} on {lead.key.features} / {lead.key.scaler}. {_how_sure(lead)}",
        baseline_line(lead.ranking),
        choice_line(results.choice_of_k(lead.key)),
    ]


def _advice(results: Results, lead: Lead) -> str:
    """Say in plain words what to make of it."""
    test, k = results.structure(lead.key), lead.row.scored.labeling.k_found
    if results.lacks_structure(lead.key):
        return (
            f"No segments were discovered. The {k} groups below divide the customers "
            "for convenience: useful perhaps, but others would do as well."
        )
    beside = (
        " Others are about as good; some are named below." if _has_ties(lead) else ""
    )
    if test is None or test.structure is None:
        untested = "whether customers have structure was not tested"
        return f"The best segmentation has {k} segments; {untested}.{beside}"
    if is_settled(results, lead.ranking):
        return f"There are segments here: {k} of them.{beside}"
    return f"There are segments here. How many is not settled; {k} are shown.{beside}"


def _has_ties(lead: Lead) -> bool:
    return any(row.tied for row in lead.ranking.ranked[1:])


def _how_sure(lead: Lead) -> str:
    stability = lead.row.scored.stability
    if stability is None or np.isnan(stability.ari).all():
        return "How stable they are was not computed."
    mean = mean_over_resamples(stability.ari)
    times = {
        Scheme.BOOTSTRAP: "resamples of the customers",
        Scheme.SUBSAMPLE: "subsamples of the customers",
        Scheme.NOISE: "copies with a twentieth of the customers replaced by noise",
    }[stability.scheme]
    return (
        f"Found again on {stability.resamples} {times} with an agreement of "
        f"{mean:.2f} (adjusted Rand index: 1 = the same, 0 = by chance)."
    )


def _noise_lines(lead: Lead) -> list[str]:
    noise = lead.profile.noise
    if noise is None:
        return []
    return [f"{noise.size:,} customers ({percent(noise.share)}) are in no segment."]


def _space_lines(results: Results, tale: Tale) -> list[str]:
    """Say why this space is shown and not another."""
    n = len(tale.rankings)
    if n < 2:
        return []
    tests = [results.structure(one.space) for one in tale.rankings]
    found = sum(1 for one in tests if one is not None and one.structure)
    settled = [is_settled(results, one) for one in tale.rankings]
    rank = next(one.rank for one in results.across if one.ranking is tale.rankings[0])
    reasons = [
        "it has structure" if 0 < found < n else "",
        "the votes and the ranking agree on the number of segments"
        if settled[0] and not all(settled)
        else "",
        "it is the farthest above customers without structure" if rank == 1 else "",
    ]
    because = ", ".join(one for one in reasons if one) or "it is the first by name"
    lines = [f"Shown first of {n} combinations of variables and scaler: {because}."]
    if 0 < found <= n / 2:
        lines.append(
            f"Only {found} of {n} have structure, and each test at 5 % may be wrong "
            "once in twenty: among many one is found by chance."
        )
    return lines


def _others(lead: Lead, number: int) -> Grid:
    """How other algorithms split the same customers."""
    rows = []
    for row, _ in best_by_algorithm(lead.ranking):
        labeling = row.scored.labeling
        if labeling.labels is None:
            continue
        sizes = [f"{size:,}" for size in labeling.sizes[:MOST_SIZES]]
        more = "" if labeling.k_found <= MOST_SIZES else ", ..."
        rows.append(
            {
                "rank": row.rank,
                "algorithm": labeling.setting.algo,
                "setting": labeling.setting.text,
                "segments": labeling.k_found,
                "sizes": ", ".join(sizes) + more,
                "agreement": agreement_of(labeling.labels, lead.labels),
                "note": _note(row, lead),
            }
        )
    caption = (
        "The best of each algorithm in this space. Agreement: adjusted Rand index "
        "with the segmentation above."
    )
    return grid(f"others-{number}", caption, pd.DataFrame(rows))


def _note(row: RankedRow, lead: Lead) -> str:
    marks = ["chosen" if row is lead.row else "", "tied" if row.tied else ""]
    return ", ".join(one for one in marks if one) or row.reason


def _outlier_line(lead: Lead) -> str:
    """Say what leaving out the outliers does to the segments shown."""
    same = lead.row.scored.scores.get("without_outliers", np.nan)
    if np.isnan(same):
        return ""
    word = "little" if same >= SAME_FROM else "much"
    return (
        "Without the customers that are far from all others the segments change "
        f"{word} (adjusted Rand index {same:.2f} on the rest)."
    )


def _doubts(results: Results, lead: Lead) -> list[str]:
    explanation = lead.profile.explanation
    simulated = results.datasets[lead.key.fingerprint].simulated
    return [
        "These customers are simulated." if simulated else "",
        winner_line(lead.ranking) if _has_ties(lead) else "",
        *doubt_lines(lead.ranking),
        _outlier_line(lead),
        disagreement(results.choice_of_k(lead.key), lead.ranking),
        "" if explanation.explains else explanation.verdict,
    ]
