"""The chapters after the first screen."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from segbench.core import Status
from segbench.report.agreement import scaler_line
from segbench.report.distances import distance_lines, distances_frame
from segbench.report.figures.files import DrawnFigure
from segbench.report.frames import ranking_frame
from segbench.report.html.customers import customers
from segbench.report.html.parts import Chapter, Grid, grid, lines_of
from segbench.report.html.pictures import pictures_of
from segbench.report.html.provenance import provenance
from segbench.report.html.segment_chapter import segments
from segbench.report.illustrate import MOST_SPACES, Place
from segbench.report.methods.content import Formula, Paragraph
from segbench.report.methods.sections import paragraphs
from segbench.report.results import Results
from segbench.report.spaces import spaces_frame
from segbench.report.story import Story
from segbench.report.verdict import choice_line, verdict_line
from segbench.report.words import (
    NOT_ACROSS_SPACES,
    failure_lines,
    winner_line,
)

RANKING_COLUMNS = (
    *("rank", "dataset", "features", "scaler", "algo", "params", "k", "coverage"),
    *("smallest_share", "silhouette", "davies_bouldin", "stability", "z_silhouette"),
    *("z_davies_bouldin", "z_stability", "score", "p_first", "tied", "reason"),
)
"""Columns of the ranking in the page; ranking.csv has all."""

MOST_ROWS = 1_500
"""Rows of a table in the page."""


def chapters_of(story: Story, drawn: Sequence[DrawnFigure]) -> list[Chapter]:
    """Write every chapter that has something to say."""
    made = [
        customers([tale.exploration for tale in story.tales], drawn),
        _ranking(story, drawn),
        _number_of_segments(story, drawn),
        segments(story, pictures_of(drawn, Place.SEGMENTS)),
        _stability(story.results, drawn),
        _sensitivity(story, drawn),
        _failures(story.results),
        _methods(story.results),
        provenance(story.results),
    ]
    return [one for one in made if one.lines or one.grids or one.pictures]


def _ranking(story: Story, drawn: Sequence[DrawnFigure]) -> Chapter:
    results = story.results
    frame = ranking_frame(results)
    shown = frame[[name for name in RANKING_COLUMNS if name in frame]]
    shown = shown.dropna(axis="columns", how="all")
    for name in ("dataset", "features", "scaler"):
        if len(set(shown[name])) == 1:
            shown = shown.drop(columns=name)
    cut = (
        f"The first {MOST_ROWS:,} of {len(shown):,} rows; ranking.csv has all."
        if len(shown) > MOST_ROWS
        else ""
    )
    several = NOT_ACROSS_SPACES if len(results.rankings) > 1 else ""
    table = grid("candidates", "Every candidate", shown.head(MOST_ROWS), filtered=True)
    grids = [table, *_across(results)]
    return Chapter(
        Place.RANKING,
        "The ranking",
        lines_of([several, cut], _legend(shown)),
        tuple(grids),
        pictures_of(drawn, Place.RANKING),
    )


MEANINGS = {
    "davies_bouldin": "Davies-Bouldin: small is good.",
    "stability": "Stability: mean adjusted Rand index of refits. Raw: do not read the "
    "number of segments off it.",
    "z_stability": "z: standard deviations above random partitions; of the stability, "
    "above the same setting on customers without structure.",
    "p_first": "p first: share of all weightings under which it is first.",
}
"""What the columns mean that need a word."""


def _legend(shown: pd.DataFrame) -> list[str]:
    return [text for name, text in MEANINGS.items() if name in shown]


def _across(results: Results) -> list[Grid]:
    """Order the spaces, where calibrated values do."""
    frame = spaces_frame(results)
    if len(frame) < 2 or frame["null_score"].isna().all():
        return []
    columns = ["null_rank", "dataset", "features", "scaler", "structure", "p_value"]
    columns += ["k_agreed", "algo", "params", "null_score"]
    caption = "Across spaces: standard deviations above data without structure"
    return [grid("spaces", caption, frame[columns])]


def _number_of_segments(story: Story, drawn: Sequence[DrawnFigure]) -> Chapter:
    results = story.results
    lines = []
    for ranking in results.rankings:
        name = results.space_name(ranking.space)
        said = [
            verdict_line(results.structure(ranking.space)),
            choice_line(results.choice_of_k(ranking.space)),
            winner_line(ranking),
        ]
        lines.append(f"{name}: {' '.join(one for one in said if one)}")
    if len(results.rankings) > MOST_SPACES:
        lines.append(f"Figures show {MOST_SPACES} spaces.")
    return Chapter(
        Place.K,
        "How many segments",
        tuple(lines),
        pictures=pictures_of(drawn, Place.K),
    )


def _stability(results: Results, drawn: Sequence[DrawnFigure]) -> Chapter:
    rows = [row for cell in results.cells for row in cell.rows]
    refitted = any(row.stability is not None for row in rows)
    said = (
        "Every setting was fitted again on resamples of the customers. The closer to "
        "1, the more surely a segment is found again."
    )
    pictures = pictures_of(drawn, Place.STABILITY)
    lines = lines_of([said if refitted else ""])
    return Chapter(Place.STABILITY, "Stability", lines, pictures=pictures)


def _sensitivity(story: Story, drawn: Sequence[DrawnFigure]) -> Chapter:
    return Chapter(
        Place.SENSITIVITY,
        "Sensitivity",
        lines_of([scaler_line(story.results)], distance_lines(story.results)),
        _distances(story.results),
        pictures=pictures_of(drawn, Place.SENSITIVITY),
    )


def _distances(results: Results) -> tuple[Grid, ...]:
    frame = distances_frame(results)
    if frame.empty:
        return ()
    caption = "Share of every variable in the distances between customers"
    columns = ["dataset", "features", "scaler", "variable", "share"]
    return (grid("distances", caption, frame[columns]),)


def _failures(results: Results) -> Chapter:
    unrun = (Status.FAILED, Status.IMPOSSIBLE, Status.UNSUITABLE)
    rows = [
        {
            "space": results.space_name(cell.space),
            "algorithm": cell.algo,
            "setting": row.labeling.setting.text,
            "status": str(row.labeling.status),
            "reason": row.labeling.reason,
        }
        for cell in results.cells
        for row in cell.rows
        if row.labeling.status in unrun
    ]
    grids = (
        (grid("failures", "Settings without a result", pd.DataFrame(rows)),)
        if rows
        else ()
    )
    said = failure_lines(results) or ([] if rows else ["Every setting ran."])
    return Chapter("failures", "What could not run", lines_of(said), grids)


def _methods(results: Results) -> Chapter:
    written = [_plain(one) for one in paragraphs(results)]
    more = "methods.md and methods.tex hold this text with formulas and references."
    return Chapter("methods", "Methods", (more, *written))


def _plain(paragraph: Paragraph) -> str:
    parts = [
        f"({one.tex})" if isinstance(one, Formula) else f"{one.text}."
        for one in paragraph.parts
    ]
    return f"{paragraph.heading}. {' '.join(parts)}"
