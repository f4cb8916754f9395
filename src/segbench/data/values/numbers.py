"""Distinct texts as numbers, and which decimal mark their column was written with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from segbench.core import Matrix
from segbench.data.values.amounts import COMMA, POINT, Amount, Notation, amount_of
from segbench.data.values.shapes import Shapes, shapes_of
from segbench.data.values.thousands import NO_GROUPING, Grouping, grouping_of

FEW = 0.1
"""A smaller share of cells against the rest of the table is taken for a mistake."""


@dataclass(frozen=True)
class Evidence:
    """How many distinct texts of a column fit which decimal mark only."""

    point: int = 0
    comma: int = 0
    either: int = 0  # fit both and mean different numbers
    texts: int = 0  # all that are numbers at all
    grouping: Grouping = NO_GROUPING  # where all fit both

    @property
    def needed(self) -> str | None:
        """The mark that more texts need; None without evidence."""
        if self.point == self.comma:
            return None
        return "." if self.point > self.comma else ","

    @property
    def mark(self) -> str | None:
        """The mark that is needed, or that a pattern of thousands leaves."""
        return self.needed or {"": None, ".": ",", ",": "."}[self.grouping.mark]

    @property
    def strong(self) -> bool:
        """Whether more than a few texts need the mark: one may be a slip."""
        needing = self.point + self.comma == 0 and self.either
        return max(self.point, self.comma, needing) >= FEW * self.texts


@dataclass(frozen=True)
class Texts:
    """The known distinct texts of a column, undressed."""

    shapes: Shapes
    amounts: tuple[Amount | None, ...]  # one a shape; None = no number
    evidence: Evidence

    def values(self, decimal: str) -> Matrix:
        """Numbers under a decimal mark, shape (n_texts,); NaN = no number."""
        notation = POINT if decimal == "." else COMMA
        marks = _thousands(self.shapes, self.amounts, notation)
        recipes = [
            None if amount is None or mark is None else (amount, mark)
            for amount, mark in zip(self.amounts, marks, strict=True)
        ]
        pairs = zip(self.shapes.texts, self.shapes.codes.tolist(), strict=True)
        numbers = [_value(text, recipes[code], decimal) for text, code in pairs]
        return np.array(numbers, dtype=np.float64)


def _value(text: str, recipe: tuple[Amount, str] | None, decimal: str) -> float:
    if recipe is None:
        return np.nan
    amount, mark = recipe
    digits = text[amount.start : amount.end]
    if mark:
        digits = digits.replace(mark, "")
    if decimal == ",":
        digits = digits.replace(",", ".")
    return amount.sign * float(digits)


def undress(texts: Sequence[str]) -> Texts:
    """Take the texts of a column for amounts, shape by shape."""
    shapes = shapes_of(texts)
    amounts = tuple(amount_of(shape) for shape in shapes.shapes)
    return Texts(shapes, amounts, _evidence(shapes, amounts))


def _thousands(
    shapes: Shapes, amounts: Sequence[Amount | None], notation: Notation
) -> list[str | None]:
    return [
        None if amount is None else notation.thousands(shape[amount.start : amount.end])
        for shape, amount in zip(shapes.shapes, amounts, strict=True)
    ]


def _evidence(shapes: Shapes, amounts: Sequence[Amount | None]) -> Evidence:
    point = _thousands(shapes, amounts, POINT)
    comma = _thousands(shapes, amounts, COMMA)
    is_point = np.array([mark is not None for mark in point], dtype=bool)
    is_comma = np.array([mark is not None for mark in comma], dtype=bool)
    differ = np.array([a != b for a, b in zip(point, comma, strict=True)], dtype=bool)
    counts = shapes.counts
    found = Evidence(
        int(counts[is_point & ~is_comma].sum()),
        int(counts[is_comma & ~is_point].sum()),
        int(counts[is_point & is_comma & differ].sum()),
        int(counts[is_point | is_comma].sum()),
    )
    if found.point or found.comma or not found.either:
        return found
    return replace(found, grouping=_grouping(shapes, amounts, differ))


def _grouping(
    shapes: Shapes, amounts: Sequence[Amount | None], differ: NDArray[np.bool_]
) -> Grouping:
    """Look at the digits themselves; so few columns need it that all are looked at."""
    marked, plain = [], []
    for text, code in zip(shapes.texts, shapes.codes.tolist(), strict=True):
        amount = amounts[code]
        digits = "" if amount is None else text[amount.start : amount.end]
        if digits and differ[code]:
            marked.append(digits)
        elif digits.isdigit():
            plain.append(digits)
    return grouping_of(marked, plain)


def either_way(texts: Texts) -> str:
    """The first text that is another number under the other decimal mark."""
    point = _thousands(texts.shapes, texts.amounts, POINT)
    comma = _thousands(texts.shapes, texts.amounts, COMMA)
    for shape, marks in enumerate(zip(point, comma, strict=True)):
        if None not in marks and marks[0] != marks[1]:
            return texts.shapes.first(shape)
    return ""


def first_needing(texts: Texts, decimal: str) -> str:
    """The first text that is a number under this decimal mark only; "" for none."""
    one, other = (POINT, COMMA) if decimal == "." else (COMMA, POINT)
    fits = _thousands(texts.shapes, texts.amounts, one)
    fits_other = _thousands(texts.shapes, texts.amounts, other)
    for shape, marks in enumerate(zip(fits, fits_other, strict=True)):
        if marks[0] is not None and marks[1] is None:
            return texts.shapes.first(shape)
    return ""


def decimal_of_table(columns: Iterable[Evidence]) -> str | None:
    """The decimal mark that most columns need; None when nothing decides.

    Columns in which only a few texts need it are heard where no other is, and after
    them those with a pattern of thousands.
    """
    found = [evidence for evidence in columns if evidence.mark is not None]
    needed = [evidence for evidence in found if evidence.needed is not None]
    heard = [evidence for evidence in needed if evidence.strong] or needed or found
    marks = [evidence.mark for evidence in heard]
    points, commas = marks.count("."), marks.count(",")
    if points == commas:
        return None
    return "." if points > commas else ","


def decimal_of_column(evidence: Evidence, hint: str | None) -> str:
    """The decimal mark of a column; a few texts do not speak against the table."""
    own = evidence.mark
    if own is None or (hint is not None and not evidence.strong):
        return hint or "."
    return own
