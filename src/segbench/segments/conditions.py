"""What a simple rule asks of a customer: conditions, merged and written out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import Matrix
from segbench.segments.variables import Kind, Variable

FEWEST_DIGITS = 3
"""Thresholds are written with at least so many digits that count."""


@dataclass(frozen=True, eq=False)
class Condition:
    """Values of one variable, above one bound and up to another."""

    variable: Variable
    above: float = -np.inf
    up_to: float = np.inf

    def holds(self) -> NDArray[np.bool_]:
        """Tell which customers meet it, shape (n_customers,)."""
        values = self.variable.filled
        return (values > self.above) & (values <= self.up_to)

    @property
    def text(self) -> str:
        """The condition in words: ``Annual Income (k$) > 69.5``."""
        column = self.variable.column
        if self.variable.kind is Kind.BINARY:
            return f"{column} is {0 if np.isinf(self.above) else 1}"
        if self.variable.kind is Kind.LEVEL:
            word = "is not" if np.isinf(self.above) else "is"
            return f"{column} {word} {self.variable.level}"
        low, high = number(self.above), number(self.up_to)
        if np.isinf(self.above):
            return f"{column} <= {high}"
        if np.isinf(self.up_to):
            return f"{column} > {low}"
        return f"{low} < {column} <= {high}"


def merged(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Make one condition a variable, and drop what another one implies.

    A customer of one level of a category is of no other: "is not" goes where there
    is an "is" of the same column.
    """
    by_variable: dict[tuple[str, str], Condition] = {}
    for one in conditions:
        key = (one.variable.column, one.variable.level)
        old = by_variable.get(key, Condition(one.variable))
        by_variable[key] = Condition(
            one.variable, max(old.above, one.above), min(old.up_to, one.up_to)
        )
    kept = list(by_variable.values())
    named = {c.variable.column for c in kept if _names_level(c)}
    return tuple(
        c
        for c in kept
        if c.variable.kind is not Kind.LEVEL
        or _names_level(c)
        or c.variable.column not in named
    )


def rule_text(conditions: Sequence[Condition]) -> str:
    """Write a rule: its conditions joined by "and"."""
    return " and ".join(one.text for one in conditions) or "every customer"


def simple_threshold(threshold: float, values: Matrix) -> float:
    """Round a threshold as far as no customer changes sides, to three digits or more.

    Parameters
    ----------
    threshold : float
    values : ndarray of shape (n_customers,)
        All known.
    """
    below, above = values[values <= threshold], values[values > threshold]
    if len(below) == 0 or len(above) == 0:
        return threshold
    low, high = below.max(), above.min()
    for digits in range(FEWEST_DIGITS, 17):
        rounded = float(f"{threshold:.{digits}g}")
        if low <= rounded < high:
            return rounded
    return threshold


def number(value: float) -> str:
    """Write a number in full, without the zeros that say nothing."""
    return np.format_float_positional(value, trim="-")


def _names_level(condition: Condition) -> bool:
    return condition.variable.kind is Kind.LEVEL and not np.isinf(condition.above)
