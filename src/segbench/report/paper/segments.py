"""Who is in the segments of the first-ranked candidate of every space."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from segbench.core import NOISE, Dataset, Labels, Scored
from segbench.ranking import Ranking
from segbench.report.paper.candidates import setting_text
from segbench.report.paper.decimals import one_scale
from segbench.report.paper.escape import latex_text
from segbench.report.paper.tabular import (
    EMPTY,
    Column,
    Grid,
    Table,
    fixed,
    in_blocks,
    in_turn,
    paragraph_cell,
    ragged,
    short_or_long,
)
from segbench.report.results import Results
from segbench.segments import segment_rows

HEAD = "% needs \\usepackage{booktabs,longtable}"

MOST_SEGMENTS = 6
"""Segments beside each other; more of them take a further table."""

LONGEST_LEVEL = 24
"""Characters of a level that a cell holds; `segments.csv` has it whole."""

MEAN, LEVEL = "mean ", "most frequent "
"""What `segments.segment_rows` puts before the name of a column."""


@dataclass(frozen=True)
class Profile:
    """What a table of segments is made from."""

    rows: Sequence[Mapping[str, Any]]  # of `segment_rows`
    everybody: Mapping[str, Any]  # the same of all customers
    caption: str
    notes: tuple[str, ...]


def segments_latex(results: Results) -> str:
    r"""Write one table per space; needs ``\usepackage{booktabs,longtable}``."""
    tables = [
        table
        for i, ranking in enumerate(results.rankings, start=1)
        for table in _tables(results, ranking, i)
    ]
    return "\n".join([HEAD, *(in_turn(tables) or ["% nothing was run\n"])])


def _tables(results: Results, ranking: Ranking, i: int) -> Iterator[str]:
    if ranking.chosen is None:
        name = latex_text(results.space_name(ranking.space))
        yield f"\\noindent {name}: nothing is ranked, there are no segments.\\par\n"
        return
    profile = _profile(results, ranking, ranking.chosen.scored)
    blocks = in_blocks(profile.rows, MOST_SEGMENTS)
    for j, block in enumerate(blocks, start=1):
        part = f" Part {j} of {len(blocks)}." if len(blocks) > 1 else ""
        label = f"tab:segments-{i}" + (f"-{j}" if j > 1 else "")
        grid = Grid(_columns(block), tuple(_lines(profile, block)))
        table = Table(grid, profile.caption + part, label, profile.notes)
        yield short_or_long(table)


def _profile(results: Results, ranking: Ranking, scored: Scored) -> Profile:
    dataset = results.datasets[ranking.space.fingerprint]
    setting = scored.labeling.setting
    params = setting_text(setting.params)
    named = f"{setting.algo} ({params})" if params else setting.algo
    what = (
        "sizes, mean Jaccard similarity with the segments of the refits, and means of "
        "the variables in their own units"
    )
    caption = f"{results.space_name(ranking.space)}. Segments by {named}: {what}."
    labels = scored.labeling.labels
    assert labels is not None  # ranked candidates have labels
    return Profile(
        segment_rows(dataset, scored),
        _everybody(dataset, scored, labels),
        latex_text(caption),
        tuple(latex_text(note) for note in _notes(dataset, scored, labels)),
    )


def _everybody(dataset: Dataset, scored: Scored, labels: Labels) -> Mapping[str, Any]:
    """Describe all customers, noise included, as if they were one segment."""
    together = replace(scored.labeling, labels=np.zeros_like(labels))
    (row,) = segment_rows(dataset, replace(scored, labeling=together, stability=None))
    return row


def _notes(dataset: Dataset, scored: Scored, labels: Labels) -> Iterator[str]:
    yield "Segments are numbered by size, as in segments.csv. All: all customers."
    if dataset.simulated:
        yield "Simulated data."
    outside = int(np.sum(labels == NOISE))
    if outside:
        yield f"{outside:,} of {len(labels):,} customers are in no segment (noise)."
    if scored.stability is None:
        yield "Not resampled: no Jaccard similarities."


def _columns(block: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    numbers = [str(row["segment"]) for row in block]
    headings = [Column(one) for one in ("All", *numbers)]
    return (Column("Segment", ragged(0.25)), *headings)


def _lines(
    profile: Profile, block: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, ...]]:
    rows = [profile.everybody, *block]
    yield ("Customers", *(f"{row['size']:,}" for row in rows))
    yield ("Share", *(f"{100 * row['share']:.1f}\\,\\%" for row in rows))
    yield ("Jaccard", *(fixed(row["jaccard"], 2) for row in rows))
    if any(row["trust"] for row in profile.rows):
        yield ("Stable?", *(_level(row["trust"]) for row in rows))
    for name in profile.everybody:
        if name.startswith(MEAN):
            yield _means(profile, block, name)
        elif name.startswith(LEVEL):
            label = latex_text(f"{name.removeprefix(LEVEL)} (most frequent)")
            yield (paragraph_cell(label), *(_level(str(row[name])) for row in rows))


def _means(
    profile: Profile, block: Sequence[Mapping[str, Any]], name: str
) -> tuple[str, ...]:
    """Means of one variable, with the decimals that all its segments need."""
    texts = one_scale([row[name] for row in (profile.everybody, *profile.rows)])
    start = 1 + int(block[0]["segment"])
    label = latex_text(name.removeprefix(MEAN))
    return (paragraph_cell(label), texts[0], *texts[start : start + len(block)])


def _level(text: str) -> str:
    if len(text) > LONGEST_LEVEL:
        text = f"{text[:LONGEST_LEVEL].rstrip()}..."
    return latex_text(text) or EMPTY
