"""The role of a column that nobody has declared."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from segbench.core import Matrix, Role
from segbench.data.roles.declared import ColumnRole
from segbench.data.roles.numeric import check_numbers
from segbench.data.roles.segmentations import is_segmentation_name
from segbench.data.roles.typed import typed
from segbench.data.values import Column, Kind
from segbench.data.values.rules import EXCEL_ERRORS

MOST_LEVELS = 20
"""A text column with more levels than this is taken for free text."""

FEWEST_CODES = 3
MOST_CODES = 10
"""Whole numbers with no more distinct values than this may be codes of categories."""

_MODEL_OUTPUT = re.compile(r"naive_?bayes|classifier|predicted|prediction", re.I)
_ADDRESS = re.compile(r"\S+@\S+\.\S+|(https?://|www\.)\S+", re.IGNORECASE)
_FIRST_FEW = 1000


def infer_role(column: Column, words: Sequence[str] = ()) -> ColumnRole:
    """Say what a column is used for, and why.

    Parameters
    ----------
    column : Column
    words : sequence of str
        What stands among the numbers of the whole table, for the message.

    Raises
    ------
    DataError
        When an almost numeric column holds text, or numbers without a common unit.
    """
    left_out = _left_out(column)
    if left_out:
        return ColumnRole(Role.IGNORED, left_out)
    if is_segmentation_name(column.name) and n_levels(column) <= MOST_LEVELS:
        reason = "taken for a known segmentation: compared with, never a feature"
        return ColumnRole(Role.TRUTH, reason)
    if column.kind in {Kind.NUMBERS, Kind.ALMOST}:
        check_numbers(column, words)
        return ColumnRole(Role.NUMERIC, _on_codes(column.numbers[~column.missing]))
    return _of_text(column)


def _left_out(column: Column) -> str:
    """Why a column can be no feature and no segmentation; "" when it can."""
    if column.kind is Kind.EMPTY:
        return "empty, left out"
    only = _only_value(column)
    if only is not None:
        return f"always {only!r}, left out"
    if column.kind is Kind.DATES:
        how = "make it a number, such as days since, to use it"
        return f"{column.dates}, left out: {how}"
    if column.name.lower() in EXCEL_ERRORS:
        return "its name is a spreadsheet error, left out; rename it to use it"
    if _MODEL_OUTPUT.search(column.name):
        how = "declare it in dataset.numeric to use it"
        return f"by its name the output of a classifier, left out; {how}"
    return ""


def _only_value(column: Column) -> str | None:
    """The text of the one value that a column has; None when it has more."""
    if column.cells.codes is not None:
        codes = column.cells.codes[~column.missing]
        same = bool((codes == codes[0]).all())
    elif column.cells.dates is not None:
        same = column.cells.dates.nunique() == 1
    else:
        same = bool(np.nanmin(column.numbers) == np.nanmax(column.numbers))
    return column.shown(int(np.argmin(column.missing))) if same else None


def n_levels(column: Column) -> int:
    """Number of different known values."""
    if column.cells.codes is not None:
        return len(column.known)
    return int(column.cells.source[~column.missing].nunique())


def _on_codes(numbers: Matrix) -> str:
    """Say that few different whole numbers may be codes; "" when they are not few."""
    few = numbers[:_FIRST_FEW]
    if not np.isfinite(few).all() or (few % 1 != 0).any():
        return ""
    if len(np.unique(few)) > MOST_CODES or not np.isfinite(numbers).all():
        return ""
    distinct = len(np.unique(numbers))
    if (numbers % 1 == 0).all() and FEWEST_CODES <= distinct <= MOST_CODES:
        return (
            f"{distinct} distinct whole numbers taken as a quantity; "
            "if they are codes, declare dataset.categorical"
        )
    return ""


def _of_text(column: Column) -> ColumnRole:
    levels = n_levels(column)
    n_known = int((~column.missing).sum())
    addresses = sum(_ADDRESS.fullmatch(text) is not None for text in column.known)
    if addresses >= 0.9 * levels:
        return ColumnRole(Role.IGNORED, "e-mail or web addresses, left out")
    what = "codes with leading zeros" if column.kind is Kind.CODES else "text"
    if levels > min(MOST_LEVELS, max(2, n_known / 2)):
        reason = f"{what} with {levels} different values, left out"
        if levels <= n_known / 2:  # more are names or remarks, of no use as levels
            reason += f"; to use it, add {typed('dataset.categorical', column.name)}"
        return ColumnRole(Role.IGNORED, reason)
    said = f"{what}, taken as categories" if column.kind is Kind.CODES else ""
    return ColumnRole(Role.CATEGORICAL, said)
