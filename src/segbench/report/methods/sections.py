"""All paragraphs of a methods text, in the order of the work."""

from __future__ import annotations

from segbench.report.methods.candidates import algorithms_paragraph, measures_paragraph
from segbench.report.methods.content import Paragraph, Sentence, numbers, paragraph
from segbench.report.methods.data import data_paragraph, spaces_paragraph
from segbench.report.methods.decision import (
    certainty_paragraph,
    ranking_paragraph,
    selection_paragraph,
)
from segbench.report.methods.resampling import (
    calibration_paragraph,
    stability_paragraph,
)
from segbench.report.methods.verdicts import k_paragraph, structure_paragraph
from segbench.report.results import Results
from segbench.store.manifest import versions

MISSING = "not installed"
"""The version that the manifest gives a library that is not there."""

STEPS = (
    data_paragraph,
    spaces_paragraph,
    structure_paragraph,
    algorithms_paragraph,
    measures_paragraph,
    stability_paragraph,
    calibration_paragraph,
    ranking_paragraph,
    certainty_paragraph,
    k_paragraph,
    selection_paragraph,
)
"""What may be said; a step that did not run says nothing."""


def paragraphs(results: Results) -> list[Paragraph]:
    """Say what was done, from what the records hold."""
    found = [step(results) for step in STEPS]
    return [one for one in (*found, _software(results)) if one is not None]


def cited(parts: list[Paragraph]) -> set[str]:
    """Keys of all references that paragraphs cite."""
    return {
        key
        for one in parts
        for part in one.parts
        if isinstance(part, Sentence)
        for key in part.cites
    }


def _software(results: Results) -> Paragraph | None:
    seeds = {ranking.space.seed for ranking in results.rankings}
    # Those that made the records, whoever writes the report.
    found = results.jobs[0].versions if results.jobs else versions()
    used = [f"{n} {v}" for n, v in sorted(found.items()) if v != MISSING]
    return paragraph(
        "Software",
        Sentence(f"All random numbers derive from the seed {numbers(seeds)}")
        if seeds
        else None,
        Sentence(f"Versions: {', '.join(used)}"),
    )
