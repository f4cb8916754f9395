"""The figures of a story, chosen and captioned."""

from collections.abc import Iterator
from itertools import chain

from segbench.report.illustrate.illustration import Illustration, Place
from segbench.report.illustrate.of_algorithm import of_algorithm
from segbench.report.illustrate.of_customers import of_customers
from segbench.report.illustrate.of_ranking import of_agreement, of_data_sets, of_space
from segbench.report.illustrate.of_segments import of_segments
from segbench.report.story import Story

__all__ = [
    "MOST_SPACES",
    "MOST_TALES",
    "Illustration",
    "Place",
    "illustrations",
    "mark_of",
]

MOST_SPACES = 12
"""Spaces that get figures of their own; of more, the ones shown first."""

MOST_TALES = 3
"""Data sets whose customers and segments are drawn; of more, the first by name."""


def mark_of(story: Story, number: int) -> str:
    """End of the names of a data set's figures, when there are several."""
    return f"_{number}" if len(story.tales) > 1 else ""


def illustrations(story: Story) -> Iterator[Illustration]:
    """Draw what the report shows, one figure at a time."""
    yield from of_data_sets(story.results)
    drawn = 0
    for number, tale in enumerate(story.tales):
        mark = mark_of(story, number)
        for place, ranking in enumerate(tale.rankings):
            if drawn == MOST_SPACES:
                break
            own = f"{mark}_{place}" if len(tale.rankings) > 1 else mark
            yield from of_space(story.results, ranking, own)
            drawn += 1
        if number < MOST_TALES:
            yield from chain(
                of_customers(tale.dataset, tale.exploration, mark),
                of_segments(tale, mark),
                of_algorithm(tale, mark),
                of_agreement(tale, mark),
            )
