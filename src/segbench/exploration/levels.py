"""A categorical column in numbers: its levels, most frequent first."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from segbench.data.build import MISSING_LEVEL

MOST_LISTED = 12
"""Levels that are listed; the rest are summed."""


@dataclass(frozen=True)
class Levels:
    """Customers by level; missing cells are no level."""

    names: tuple[str, ...]  # at most 12, most frequent first, ties by the alphabet
    counts: tuple[int, ...]  # customers, by name
    other_levels: int  # how many levels are not listed
    other_customers: int  # customers in them

    @property
    def remark(self) -> str:
        """Say how many levels are not listed, "" for none."""
        if not self.other_levels:
            return ""
        return f"{self.other_levels} more levels, {self.other_customers:,} customers"


def count_levels(column: pd.Series) -> Levels:
    """Count the customers of every level of a text column."""
    counts = column[column != MISSING_LEVEL].value_counts()
    ranked = sorted(counts.items(), key=lambda one: (-one[1], str(one[0])))
    shown, rest = ranked[:MOST_LISTED], ranked[MOST_LISTED:]
    return Levels(
        names=tuple(str(name) for name, _ in shown),
        counts=tuple(int(count) for _, count in shown),
        other_levels=len(rest),
        other_customers=int(sum(count for _, count in rest)),
    )
