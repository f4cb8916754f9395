"""The segments one by one."""

from __future__ import annotations

import pandas as pd

from segbench.report.html.parts import Chapter, Grid, Picture, grid
from segbench.report.story import Lead, Story


def segments(story: Story, pictures: tuple[Picture, ...]) -> Chapter:
    """Write who the segments are, how to tell them, and what to do about them."""
    lines: list[str] = []
    grids: list[Grid] = []
    for number, tale in enumerate(story.tales):
        if tale.lead is None:
            continue
        if len(story.tales) > 1:
            lines.append(f"{tale.dataset.title}:")
        lines += _lines(tale.lead)
        grids += _grids(tale.lead, number)
    return Chapter("segments", "The segments", tuple(lines), tuple(grids), pictures)


def _lines(lead: Lead) -> list[str]:
    profile = lead.profile
    lines = [profile.explanation.verdict]
    if profile.tests:
        lines.append(
            "Variables that took no part in the clustering are compared with tests "
            "(Holm's correction). Those that did are not: segments differ in them by "
            "construction, and p values would say nothing."
        )
    lines.append(
        "The checklist holds what the data say of each segment, and the questions that "
        "only you can answer."
    )
    return lines


def _grids(lead: Lead, number: int) -> list[Grid]:
    profile = lead.profile
    tables: dict[str, tuple[str, pd.DataFrame]] = {
        "segments": ("Segments", profile.segments),
        "variables": ("Segments by variable, in your units", profile.variables),
        "rules": ("Simple rules", profile.rules),
        "effects": ("How strongly variables and segments go together", profile.effects),
        "descriptors": (
            "Variables that took no part in the clustering",
            profile.descriptors,
        ),
        "checklist": ("Can you act on it?", profile.checklist),
    }
    return [
        grid(
            f"{name}-table-{number}",
            f"{title} ({lead.profile.dataset})",
            frame.dropna(axis="columns", how="all"),
            filtered=name in ("variables", "checklist"),
        )
        for name, (title, frame) in tables.items()
        if len(frame)
    ]
