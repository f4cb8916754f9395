"""Write what a re-evaluation found: a page, its figure and its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from segbench.reevaluation import (
    Finding,
    Kind,
    Question,
    Reevaluation,
    findings_frame,
)
from segbench.report.figures.files import DrawnFigure, write_figures
from segbench.report.figures.flow import FlowSide, flow_figure
from segbench.report.files import write_csv
from segbench.report.html.page import Page, render
from segbench.report.html.parts import Chapter, Grid, grid
from segbench.report.html.pictures import pictures_of
from segbench.report.illustrate import Illustration, Place
from segbench.store.atomic import write_text
from segbench.version import __version__

HOLDS = "The segmentation holds."
NO_STRUCTURE = (
    "No structure was found in the old customers: their segments are a cut through "
    "what hangs together, and borders that come to lie elsewhere are no alarm."
)
SHOWN = ("kind", "subject", "statistic", "value", "low", "high", "p", "p_holm", "alarm")
_TITLES = {
    Question.DESCRIBE: "Do the old segments describe the new customers?",
    Question.CHOICE: "Would the comparison choose the same today?",
    Question.MAP: "How do old and new segments map?",
}


@dataclass(frozen=True)
class Choices:
    """What the comparison chose then and would choose today."""

    findings: tuple[Finding, ...] = ()  # none when it was not run again
    ranking: pd.DataFrame | None = None  # best of every algorithm, then and today


def first_line(found: Reevaluation) -> str:
    """Say that the segmentation holds, or what does not."""
    alarms = found.alarms
    if not alarms:
        return HOLDS
    worst = sorted(alarms, key=lambda one: _WEIGHT.index(one.kind))
    told = list(dict.fromkeys(_short(one) for one in worst))
    return f"The segmentation does not hold: {', '.join(told)}."


_WEIGHT = (
    *(Kind.VANISHED, Kind.SPLIT, Kind.MERGED, Kind.LOST, Kind.BORN, Kind.FAR),
    *(Kind.SHARE, Kind.SHARES, Kind.COVERAGE, Kind.SILHOUETTE, Kind.DRIFT, Kind.GAPS),
)
"""Kinds of alarms, those first that say most."""


def _short(one: Finding) -> str:
    says = {
        Kind.VANISHED: f"{one.subject} has vanished",
        Kind.SPLIT: f"{one.subject} has split",
        Kind.MERGED: f"{one.subject} have merged",
        Kind.LOST: f"{one.subject} is not found again",
        Kind.BORN: f"{one.subject} was not there before",
        Kind.FAR: "many customers are far from every segment",
        Kind.SHARE: f"{one.subject} has another share",
        Kind.SHARES: "the shares have shifted",
        Kind.COVERAGE: "another part is in a segment at all",
        Kind.SILHOUETTE: "the segments are less clear",
        Kind.GAPS: f"{one.subject} has other gaps",
    }
    return says.get(one.kind, f"{one.subject} has shifted")


def remarks(found: Reevaluation) -> list[str]:
    """Say what has to be known to read the findings."""
    return [] if found.structured else [NO_STRUCTURE]


def verdict(found: Sequence[Finding], question: Question) -> str:
    """Answer one of the three questions in a sentence."""
    own = [one for one in found if one.question is question]
    alarms = [one for one in own if one.alarm]
    if question is Question.CHOICE:
        return own[0].words if own else "The comparison was not run again."
    if not alarms:
        return "Yes." if question is Question.DESCRIBE else "As before, within chance."
    start = "No" if question is Question.DESCRIBE else "Otherwise than before"
    told = list(dict.fromkeys(_short(one) for one in alarms))
    return f"{start}: {', '.join(told)}."


def write_reevaluation(
    found: Reevaluation, choices: Choices, title: str, folder: Path, *, figures: bool
) -> list[Path]:
    """Write ``reevaluation.html``, its figure, and ``reevaluation.csv``.

    Parameters
    ----------
    found : Reevaluation
    choices : Choices
    title : str
        Of the page.
    folder : Path
        Exists.
    figures : bool
        Whether the flow is drawn.

    Returns
    -------
    list of Path
        The files, the page first.
    """
    drawn = write_figures(_figures(found) if figures else (), folder / "figures")
    everything = [*found.findings, *choices.findings]
    page = Page(
        title=title,
        verdict=first_line(found),
        openings=(),
        chapters=list(_chapters(found, everything, choices, drawn)),
        settings=_settings(found),
        version=__version__,
    )
    path = folder / "reevaluation.html"
    write_text(path, render(page))
    written = [
        path,
        write_csv(folder / "reevaluation.csv", findings_frame(everything)),
    ]
    if choices.ranking is not None:
        written.append(write_csv(folder / "rankings.csv", choices.ranking))
    return [*written, *(file for one in drawn for file in one.files)]


def _chapters(
    of: Reevaluation,
    found: Sequence[Finding],
    choices: Choices,
    drawn: Sequence[DrawnFigure],
) -> Iterator[Chapter]:
    for question in Question:
        own = [one for one in found if one.question is question]
        lines = [verdict(found, question)]
        if question is Question.MAP:
            lines += remarks(of)
        if question is not Question.CHOICE:
            lines += [one.words for one in own if one.alarm or question is Question.MAP]
        if question is Question.DESCRIBE:
            lines += [f"Segment {name}." for name in of.names]
        grids: list[Grid] = []
        if own:
            frame = findings_frame(own)[list(SHOWN)].dropna(axis="columns", how="all")
            grids.append(grid(question.name.lower(), "Every finding", frame))
        if question is Question.CHOICE and choices.ranking is not None:
            caption = "The best of every algorithm, then and today"
            grids.append(grid("rankings", caption, choices.ranking))
        pictures = pictures_of(drawn, Place.SEGMENTS)
        yield Chapter(
            f"question-{question.name.lower()}",
            _TITLES[question],
            tuple(dict.fromkeys(lines)),
            tuple(grids),
            pictures if question is Question.MAP else (),
        )


def _figures(found: Reevaluation) -> Iterator[Illustration]:
    k = max(int(found.again.max(initial=-1)) + 1, 0)
    numbers = range(len(found.names))
    yield Illustration(
        "flow",
        Place.SEGMENTS,
        "Where the new customers are: by the old segments, and clustered anew. A new "
        "segment has the number and colour of the old one it matches.",
        "Two columns of segments with bands between them, as wide as the customers "
        "that two of them share.",
        partial(
            flow_figure,
            FlowSide(found.assigned, found.names, numbers, "assigned"),
            FlowSide(found.again, [*map(str, range(k))], range(k), "anew"),
        ),
    )


def _settings(found: Reevaluation) -> str:
    old, new = found.sizes
    chance = found.reference
    kept = "the setting it had" if found.kept_setting else "which is better than before"
    return (
        f"{old:,} old and {new:,} new customers; clustered anew: "
        f"{len(found.clustered):,} with {found.setting}, {kept}. Chance: "
        f"{chance.resamples} resamples of {chance.size:,} old customers. Tests: 1 % "
        "level over all together, by Holm's correction."
    )
