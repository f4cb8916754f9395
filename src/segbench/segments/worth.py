"""Which column says what customers are worth, and how much of it a segment has."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import Dataset, Matrix, Role
from segbench.errors import DataError, UnknownNameError

MONEY = frozenset(
    ["revenue", "revenues", "sales", "spend", "spent", "monetary", "amount", "turnover"]
)
"""Words of a header that make a column what customers paid. Income is not: it is what
they have."""

NOT_MONEY = frozenset(
    [
        *("score", "index", "rate", "ratio", "share", "percent", "pct", "frequency"),
        *("count", "number", "num", "nr", "trx", "rank", "class", "level"),
        *("mean", "avg", "average"),
        *("time", "minutes", "hours", "days", "visits"),
    ]
)
"""Words that make it something else after all."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


@dataclass(frozen=True, eq=False)
class Worth:
    """What customers are worth, by one column."""

    column: str  # "" when there is none
    values: Matrix | None  # shape (n_customers,); NaN = missing, counts as nothing
    reason: str  # why there is none, or no shares

    def share(self, members: NDArray[np.bool_]) -> float:
        """Share of the whole that some customers have; NaN where there is none."""
        if self.values is None or self.reason:
            return float("nan")
        return float(np.nansum(self.values[members]) / np.nansum(self.values))


def worth_of(dataset: Dataset, column: str | None) -> Worth:
    """Take the named column, or the only one whose header speaks of money paid.

    Raises
    ------
    UnknownNameError
        When the named column does not exist.
    DataError
        When it holds no numbers.
    """
    if column is None:
        found = [name for name in dataset.columns(Role.NUMERIC) if _is_money(name)]
        if len(found) != 1:
            return Worth("", None, _why_not(found))
        column = found[0]
    if column not in dataset.roles:
        raise UnknownNameError("column", column, dataset.columns(Role.NUMERIC))
    if dataset.roles[column] is not Role.NUMERIC:
        raise DataError(
            f"value={column!r} is {dataset.roles[column]}; name a numeric column"
        )
    values = dataset.frame[column].to_numpy(dtype=np.float64)
    if np.nansum(values) > 0 and not (values < 0).any():
        return Worth(column, values, "")
    return Worth(column, values, f"{column} is negative or nothing: shares say nothing")


def _is_money(name: str) -> bool:
    words = {word.lower() for word in _WORD.findall(name)}
    return bool(words & MONEY) and not words & NOT_MONEY


def _why_not(found: list[str]) -> str:
    if not found:
        return "no column is money paid by its name; name one with value"
    named = ", ".join(repr(name) for name in found)
    return f"{named} are all money by their names; name one with value"
