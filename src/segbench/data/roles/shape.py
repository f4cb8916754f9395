"""What a person should know about a feature's values before distances are taken."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from segbench.core import CleaningStep, Matrix, Role
from segbench.data.roles.infer import MOST_CODES
from segbench.data.values import Column
from segbench.data.values.rules import UNKNOWN_WORDS

NEAR_CONSTANT = 0.995
"""A larger share of one value hardly tells customers apart."""

MANY_ZEROS = 0.3
FAR = 0.05
"""Zeros stand apart when nine tenths of the others lie further off than this share of
their median."""


def remarks_on_shape(column: Column, role: Role) -> Iterator[CleaningStep]:
    """Say what stands out in the values of a column that may become a feature."""
    if role is Role.NUMERIC:
        yield from _on_numbers(column)
    elif role is Role.CATEGORICAL:
        yield from _on_levels(column)


def _on_numbers(column: Column) -> Iterator[CleaningStep]:
    numbers = column.numbers[~column.missing]
    if not len(numbers):
        return
    usual = np.partition(numbers, len(numbers) // 2)[len(numbers) // 2]
    alike = int((numbers == usual).sum())
    if NEAR_CONSTANT * len(numbers) < alike < len(numbers):
        said = f"hardly tells customers apart: nearly always {usual:g}"
        yield CleaningStep(column.name, said, alike)
    zeros = int((numbers == 0).sum())
    if zeros > MANY_ZEROS * len(numbers) and _apart(numbers):
        said = (
            f"{zeros / len(numbers):.0%} zeros, a group of its own; a yes or no column "
            "beside the amount says who has any"
        ).replace("%", " %", 1)
        yield CleaningStep(column.name, said, zeros)


def _apart(numbers: Matrix) -> bool:
    others = np.abs(numbers[numbers != 0])
    if len(np.unique(others)) <= MOST_CODES:
        return False
    tenth, median = np.quantile(others, [0.1, 0.5])
    return bool(tenth > FAR * median)


def _on_levels(column: Column) -> Iterator[CleaningStep]:
    counts: pd.Series = column.text()[~column.missing].value_counts()
    if not len(counts):
        return
    total, largest = int(counts.sum()), int(counts.iloc[0])
    if NEAR_CONSTANT * total < largest < total:
        said = f"hardly tells customers apart: nearly always {counts.index[0]!r}"
        yield CleaningStep(column.name, said, largest)
    yield from _on_case(column.name, counts)
    for level, count in counts.items():
        if str(level).lower() in UNKNOWN_WORDS:
            said = (
                f"{level!r} kept as an answer; if it stands for a missing value, "
                f"name it in dataset.missing_marks"
            )
            yield CleaningStep(column.name, said, int(count))


def _on_case(name: str, counts: pd.Series) -> Iterator[CleaningStep]:
    """Say that levels differ in nothing but capital letters."""
    levels = counts.groupby(counts.index.str.casefold(), sort=False)
    for _, alike in levels:
        if len(alike) > 1:
            shown = " and ".join(repr(str(level)) for level in alike.index)
            said = f"{shown} are levels of their own; if they mean the same, write them"
            yield CleaningStep(name, f"{said} alike", int(alike.sum()))
