"""Which columns go together, and which say the same twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from segbench.core import Dataset, Matrix, Role
from segbench.data.build import MISSING_LEVEL
from segbench.exploration.association import association, level_codes
from segbench.exploration.numbers import NumericTable
from segbench.exploration.ranks import pearson_matrix, spearman_matrix
from segbench.exploration.wording import quoted

REDUNDANT = 0.9
"""From this correlation on, two columns say much the same."""

FEWEST_FOR_REDUNDANT = 10
"""Among fewer customers a correlation of 0.9 may well be chance."""

PEARSON, SPEARMAN = "Pearson correlation", "Spearman correlation"
CRAMER = "Cramer's V"


@dataclass(frozen=True)
class RedundantPair:
    """Two columns of which one is enough."""

    first: str
    second: str
    measure: str  # the one with the larger absolute value
    value: float  # in [-1, 1]; negative = one falls where the other rises
    customers: int  # who have a value in both
    finer: str = ""  # the categorical column with more levels; "" = none has

    @property
    def text(self) -> str:
        """The pair in words."""
        same = "the opposite of" if self.value < 0 else "the same as"
        measured = f"({self.measure} {self.value:.2f})"
        first, second = quoted(self.first), quoted(self.second)
        if self.finer:
            coarser = second if self.finer == self.first else first
            return f"{quoted(self.finer)} nearly tells {coarser} {measured}"
        return f"{first} says nearly {same} {second} {measured}"

    @property
    def advice(self) -> str:
        """Which of the two to keep, in words."""
        return f"{quoted(self.finer)} is enough" if self.finer else "one is enough"


@dataclass(frozen=True)
class Correlations:
    """Correlations of numeric columns, associations of categorical ones."""

    names: tuple[str, ...]  # numeric columns, p of them
    pearson: Matrix  # shape (p, p), in [-1, 1]; NaN = constant or under 3 customers
    spearman: Matrix  # the same of ranks
    levels: tuple[str, ...]  # categorical columns, q of them
    cramers_v: Matrix  # bias-corrected, shape (q, q), in [0, 1]; NaN = undefined
    redundant: tuple[RedundantPair, ...]  # strongest first


def correlate(dataset: Dataset, table: NumericTable) -> Correlations:
    """Correlate numeric with numeric and categorical with categorical columns.

    Every pair of columns uses the customers who have both values. A pair is redundant
    from 0.9 in absolute value on, of ten customers or more.
    """
    levels = tuple(dataset.columns(Role.CATEGORICAL))
    codes = [level_codes(dataset.frame[name]) for name in levels]
    known = ~np.isnan(table.scaled)
    coded = np.array([one >= 0 for one in codes], dtype=bool).T
    pearson, spearman = pearson_matrix(table.scaled), spearman_matrix(table.scaled)
    associations = _associations(codes)
    same_levels = _redundant(levels, coded, {CRAMER: associations})
    found = [
        *_redundant(table.names, known, {PEARSON: pearson, SPEARMAN: spearman}),
        *(replace(pair, finer=_finer(dataset, pair)) for pair in same_levels),
    ]
    found.sort(key=lambda pair: -round(abs(pair.value), 12))  # ties as in the input
    return Correlations(
        table.names, pearson, spearman, levels, associations, tuple(found)
    )


def _finer(dataset: Dataset, pair: RedundantPair) -> str:
    columns = dataset.frame[[pair.first, pair.second]]
    both = columns[(columns != MISSING_LEVEL).all(axis=1)]
    first, second = both[pair.first].nunique(), both[pair.second].nunique()
    if first == second:
        return ""
    return pair.first if first > second else pair.second


def _associations(codes: list[NDArray[np.int64]]) -> Matrix:
    found = np.full((len(codes), len(codes)), np.nan)
    for i, first in enumerate(codes):
        for j in range(i, len(codes)):
            found[i, j] = found[j, i] = association(first, codes[j])
    return found


def _redundant(
    names: tuple[str, ...], known: NDArray[np.bool_], measures: dict[str, Matrix]
) -> list[RedundantPair]:
    pairs = []
    for i, j in combinations(range(len(names)), 2):
        values = {name: float(matrix[i, j]) for name, matrix in measures.items()}
        values = {name: v for name, v in values.items() if abs(v) >= REDUNDANT}
        if not values:
            continue
        customers = int((known[:, i] & known[:, j]).sum())
        if customers >= FEWEST_FOR_REDUNDANT:
            best = max(values, key=lambda name: round(abs(values[name]), 12))
            pairs.append(
                RedundantPair(names[i], names[j], best, values[best], customers)
            )
    return pairs
