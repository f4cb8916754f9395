"""What a methods text is made of: paragraphs of sentences, citations and formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from numbers import Real
from typing import Any

from segbench.core import Calibration, Scored, Stability
from segbench.report.results import Results

MOST_LISTED = 10
"""Values of a hyperparameter that a sentence lists before it gives their range."""


@dataclass(frozen=True)
class Sentence:
    """Plain text without markup and without its full stop, with what it cites."""

    text: str
    cites: tuple[str, ...] = ()  # keys in `references.bib`


@dataclass(frozen=True)
class Formula:
    """A displayed formula in TeX's notation; it never holds a name from the data."""

    tex: str


@dataclass(frozen=True)
class Paragraph:
    """One step of the method; a step that did not run has no paragraph."""

    heading: str
    parts: tuple[Sentence | Formula, ...]


def paragraph(heading: str, *parts: Sentence | Formula | None) -> Paragraph | None:
    """Make a paragraph of the parts there are; None without any."""
    kept = tuple(part for part in parts if part is not None)
    return Paragraph(heading, kept) if kept else None


def rows_of(results: Results) -> Iterator[Scored]:
    """All settings that were run in all spaces, failed ones included."""
    return (row for cell in results.cells for row in cell.rows)


def stabilities_of(results: Results) -> list[Stability]:
    """Stabilities of the settings that were refitted on resamples."""
    found = [row.stability for row in rows_of(results)]
    return [one for one in found if one is not None and one.resamples]


def calibrations_of(results: Results) -> list[Calibration]:
    """Calibrations of the settings that have one."""
    found = [row.calibration for row in rows_of(results)]
    return [one for one in found if one is not None]


def ranked_by(results: Results) -> dict[str, float]:
    """Weights, of sum 1, of the measures that any ranking was made of."""
    used = {name for ranking in results.rankings for name in ranking.measures}
    weights = {n: w for n, w in results.rule.weights.items() if n in used}
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def listed(values: Iterable[Any]) -> str:
    """Join different values in their order: "2, 3 and 5"."""
    texts = list(dict.fromkeys(map(shown, values)))
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} and {texts[-1]}"


def numbers(values: Iterable[float]) -> str:
    """Join different numbers, smallest first."""
    return listed(sorted(set(values)))


def up_to(values: Iterable[int]) -> str:
    """Give a number, or the largest of different ones as a bound."""
    found = set(values)
    return shown(max(found)) if len(found) == 1 else f"up to {max(found):,}"


def tried(values: Iterable[Any]) -> str:
    """List the values of a hyperparameter, or say how many lie in which range."""
    found = list(values)
    if not all(_is_number(value) for value in found):
        return listed(sorted(set(map(str, found))))  # lists have no hash
    distinct = set(found)
    low, high = min(distinct, default=0), max(distinct, default=0)
    if len(distinct) > 3 and distinct == set(range(int(low), int(high) + 1)):
        return f"{shown(low)} to {shown(high)}"
    if len(distinct) <= MOST_LISTED:
        return numbers(distinct)
    return f"{len(distinct)} values from {shown(low)} to {shown(high)}"


def shown(value: Any) -> str:
    """Write a value: whole numbers in full, others with four digits."""
    if not _is_number(value):
        return str(value)
    return f"{value:.4g}" if value != int(value) else f"{int(value):,}"


def counted(number: int, noun: str) -> str:
    """Give a number with its noun: "1 setting", "2,000 settings"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)
