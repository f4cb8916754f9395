"""With which decimal mark the numbers of new customers are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from segbench.core import Matrix
from segbench.data import ValueRules
from segbench.data.values.cells import cells_of
from segbench.data.values.column import NEARLY_ALL
from segbench.data.values.contradictions import WORDS, contradiction
from segbench.data.values.numbers import (
    Evidence,
    Texts,
    decimal_of_column,
    decimal_of_table,
    either_way,
    undress,
)
from segbench.errors import DataError

LOOKED_AT = 20_000
"""First rows that decide which decimal mark a column of text is written with."""

Ranges = Mapping[str, tuple[float, float]]
"""Smallest and largest number that first customers had, by column."""


@dataclass(frozen=True)
class Marks:
    """The decimal mark of every column, and what had to be concluded for it."""

    marks: Mapping[str, str] = field(default_factory=dict)  # "." or ","
    said: tuple[str, ...] = ()  # a sentence for each column that its cells left open


def marks_of(
    columns: Mapping[str, pd.Series], rules: ValueRules, known: Ranges
) -> Marks:
    """Decide by the first rows of columns of numbers.

    As in the first customers' file a mark that is needed decides, in the column or in
    the others. Cells such as ``1,234`` are a number either way: the reading that puts
    their median among the first customers' numbers is taken, if the other does not.

    Parameters
    ----------
    columns : mapping of str to Series
        Columns of numbers, by name.
    rules : ValueRules
        How the first customers' cells were read; a decimal mark there is kept to.
    known : mapping
        The range of the first customers' numbers.

    Raises
    ------
    DataError
        When cells contradict each other or the rules, or both readings are possible.
    """
    texts = {name: _texts(one.iloc[:LOOKED_AT], rules) for name, one in columns.items()}
    evidence = {
        name: Evidence() if one is None else _evidence(one)
        for name, one in texts.items()
    }
    hint = decimal_of_table(evidence.values())
    marks, said = {}, []
    for name, one in texts.items():
        found = evidence[name]
        if one is not None and found.texts:
            _refuse(name, contradiction(one, found, rules, hint))
        marks[name] = rules.decimal or decimal_of_column(found, hint)
        if one is None or rules.decimal or hint or found.mark or not found.either:
            continue
        marks[name] = _by_range(name, one, known.get(name))
        said.append(_words(name, one, marks[name]))
    return Marks(marks, tuple(said))


def _texts(column: pd.Series, rules: ValueRules) -> Texts | None:
    cells = cells_of(column)
    if cells.codes is None:
        return None
    return undress([text for text in cells.texts if text.lower() not in rules.marks])


def _evidence(texts: Texts) -> Evidence:
    found = texts.evidence
    known = len(texts.shapes.texts)
    return found if found.texts >= NEARLY_ALL * known else Evidence()


def _refuse(name: str, problem: str) -> None:
    if problem:
        told = problem.replace("dataset.decimal", "decimal")
        raise DataError(f"the column {name!r} of the new customers {told}")


def _by_range(name: str, texts: Texts, known: tuple[float, float] | None) -> str:
    low, high = known or (-np.inf, np.inf)
    fits = [mark for mark in WORDS if low <= _median(texts, mark) <= high]
    if len(fits) == 1:
        return fits[0]
    one, other = (_first(texts, mark) for mark in WORDS)
    raise DataError(
        f"the column {name!r} of the new customers holds {either_way(texts)!r}, which "
        f"may be {one:,g} or {other:,g}; say decimal=point or decimal=comma"
    )


def _median(texts: Texts, mark: str) -> float:
    return float(np.nanmedian(texts.values(mark)))


def _first(texts: Texts, mark: str) -> float:
    place = texts.shapes.texts.index(either_way(texts))
    values: Matrix = texts.values(mark)
    return float(values[place])


def _words(name: str, texts: Texts, mark: str) -> str:
    return (
        f"{either_way(texts)!r} of {name!r} is read as {_first(texts, mark):,g}: only "
        "so are the numbers like those of the first customers"
    )


def with_mark(rules: ValueRules, mark: str | None) -> ValueRules:
    """Read with a decimal mark, where it is known."""
    return replace(rules, decimal=mark) if mark else rules
