"""Rows that are no customers of their own: empty ones, and copies."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segbench.core import CleaningStep
from segbench.data.values import as_text

EQUAL = (
    "customers equal to an earlier one in every column used, who without an id may be "
    "different people"
)
"""How the log begins to speak of them."""

Kept = tuple[pd.DataFrame, list[CleaningStep]]
"""A table whose rows keep their numbers, and what was done to it."""


def without_blank(table: pd.DataFrame) -> Kept:
    """Leave out rows without anything in them, as below a table in a spreadsheet."""
    blank = np.ones(len(table), dtype=bool)
    for name in table.columns:
        if not blank.any():  # settles it after a column or two
            return table, []
        blank[blank] = as_text(table[name][blank]).eq("").to_numpy()
    if not blank.any() or not len(table.columns):
        return table, []
    said = "rows that are empty in every column left out"
    return table[~blank], [CleaningStep("", said, int(blank.sum()))]


def without_copies(table: pd.DataFrame, named: str | None) -> Kept:
    """Drop copies of a customer; without an id, equal rows are different people."""
    if named is None:
        return table, []
    suspects = as_text(table[named]).duplicated(keep=False).to_numpy()
    if not suspects.any():  # only rows of one id can be copies
        return table, []
    copies = np.zeros(len(table), dtype=bool)
    copies[suspects] = table[suspects].apply(as_text).duplicated()
    if not copies.any():
        return table, []
    step = CleaningStep("", "dropped exact copies of a row", int(copies.sum()))
    return table[~copies], [step]


def remark_on_equal(frame: pd.DataFrame) -> list[CleaningStep]:
    """Count customers who are equal and have no id that tells them apart."""
    equal = int(frame.duplicated().sum())
    said = f"{EQUAL}; dataset.duplicates=drop leaves them out"
    return [CleaningStep("", said, equal)] if equal else []
