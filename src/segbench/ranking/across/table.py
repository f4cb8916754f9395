"""Scores of algorithms on data sets: the unit that is compared is the data set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from segbench.core import Matrix
from segbench.errors import UserError

SIGNIFICANT_DIGITS = 12
"""Scores of one partition differ in their last bits with the order of its customers."""

MOST_DECIMALS = 300  # powers of ten beyond it overflow


@dataclass(frozen=True)
class ScoreTable:
    """Scores, larger is better, with the ranks of the algorithms on every data set."""

    scores: Matrix  # shape (n_datasets, n_algorithms); NaN = the algorithm failed
    ranks: Matrix  # same shape; 1 = best, equal scores share their average rank
    algorithms: tuple[str, ...]
    datasets: tuple[str, ...]
    decimals: NDArray[np.int64]  # shape (n_datasets,): digits that mean something

    @property
    def mean_ranks(self) -> Matrix:
        """Average rank per algorithm, shape (n_algorithms,), 1 = always best."""
        return np.asarray(self.ranks.mean(axis=0))

    @property
    def failures(self) -> NDArray[np.int64]:
        """Data sets on which each algorithm failed, shape (n_algorithms,)."""
        return np.asarray(np.isnan(self.scores).sum(axis=0))

    @property
    def pairs(self) -> Iterator[tuple[int, int]]:
        """Columns of every two algorithms."""
        return combinations(range(len(self.algorithms)), 2)

    def differences(self, first: int, second: int) -> Matrix:
        """Scores of one algorithm minus those of another, shape (n_datasets,).

        A failed algorithm is worse by more than any amount, so that the difference is
        infinite; it is 0 where both failed.
        """
        one, other = self.scores[:, first], self.scores[:, second]
        rounded = _round_rows((one - other)[:, None], self.decimals)[:, 0]
        rounded[np.isnan(one) & np.isnan(other)] = 0
        rounded[np.isnan(one) & ~np.isnan(other)] = -np.inf
        rounded[~np.isnan(one) & np.isnan(other)] = np.inf
        return rounded

    def rows_by_name(self) -> NDArray[np.intp]:
        """Row numbers in the order of the names: random weights then follow names."""
        return np.argsort(np.array(self.datasets))


def score_table(
    scores: Any, algorithms: Sequence[str], datasets: Sequence[str]
) -> ScoreTable:
    """Rank the algorithms on every data set.

    Parameters
    ----------
    scores : array-like, shape (n_datasets, n_algorithms)
        Larger is better. Repetitions of a data set are averaged before: they are not
        independent. NaN, an algorithm that failed, gets the last rank of the data
        set, shared by all that failed there, and is counted in `failures`.
    algorithms, datasets : sequence of str
        Names, each unique.

    Raises
    ------
    UserError
        Shapes do not fit, a name stands twice, a score is infinite, or there are
        fewer than two algorithms.
    """
    values = np.array(scores, dtype=float)
    columns = _unique("algorithms", algorithms)
    rows = _unique("datasets", datasets)
    if values.shape != (len(rows), len(columns)) or not rows or len(columns) < 2:
        raise UserError(
            "scores have one row per data set and one column per algorithm, of which "
            f"there are two or more; {len(rows)} data sets and {len(columns)} "
            f"algorithms are named and the shape is {values.shape}"
        )
    if np.isinf(values).any():
        raise UserError("a score is infinite; use NaN for an algorithm that failed")
    decimals = np.array([_decimals(row) for row in values])
    values = _round_rows(values, decimals)
    ranks = rankdata(np.where(np.isnan(values), np.inf, -values), axis=1)
    return ScoreTable(values, ranks, columns, rows, decimals)


def _unique(what: str, names: Sequence[str]) -> tuple[str, ...]:
    found = tuple(str(name) for name in names)
    twice = sorted({name for name in found if found.count(name) > 1})
    if twice:
        raise UserError(f"{what} have to be unique; {twice[0]!r} stands twice")
    return found


def _decimals(row: Matrix) -> int:
    """Decimals that keep the significant digits of the largest score of a data set."""
    largest = np.nanmax(np.abs(row), initial=0)
    if largest == 0:
        return SIGNIFICANT_DIGITS
    digits = SIGNIFICANT_DIGITS - 1 - int(np.floor(np.log10(largest)))
    return min(digits, MOST_DECIMALS)


def _round_rows(values: Matrix, decimals: NDArray[np.int64]) -> Matrix:
    rounded = [
        np.round(row, int(digits)) for row, digits in zip(values, decimals, strict=True)
    ]
    return np.array(rounded)
