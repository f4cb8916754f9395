"""How columns become numbers, for the first customers and for new ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from segbench.core import Block, Matrix

if TYPE_CHECKING:
    import pandas as pd


class Encoded(NamedTuple):
    """Columns as numbers."""

    matrix: Matrix  # shape (n_customers, n_encoded), NaN = missing
    names: tuple[str, ...]  # a level is named ``column=level``
    blocks: tuple[Block, ...]  # which of the columns belong to one variable


_BITS = 30  # of a logarithm's digits that are kept: nine decimal ones


@dataclass(frozen=True)
class Encoder:
    """How columns become numbers, learnt once, for new customers as for the first.

    Nothing here learns from the customers but the list of levels, which is part of
    the table's schema, and which columns say anything: resamples take rows.
    """

    plain: tuple[str, ...]  # quantities as they are
    logged: tuple[str, ...]  # quantities as log(1 + x)
    levels: Mapping[str, tuple[str, ...]]  # by category; one that varies has several
    all_levels: bool  # False: a category of two levels has one column
    unknown_is_far: bool  # see `_unknown`

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the customer table that are read."""
        return (*self.plain, *self.logged, *self.levels)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the encoded columns; a level is named ``column=level``."""
        logged = (f"log1p({column})" for column in self.logged)
        return (*self.plain, *logged, *(f"{c}={one}" for c, one in self._shown()))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Which of the encoded columns belong to one variable."""
        shown = [column for column, _ in self._shown()]
        return _blocks([*self.plain, *self.logged, *shown], set(self.levels))

    def values(self, frame: pd.DataFrame) -> Matrix:
        """Give quantities as they came and levels by number, -1 = unknown.

        Returns
        -------
        ndarray of shape (n_customers, n_columns)
            In the order of `columns`; NaN = missing.
        """
        import pandas as pd

        found = np.empty((len(frame), len(self.columns)))
        for i, column in enumerate(self.columns):
            if column in self.levels:
                known = pd.Index(self.levels[column])
                found[:, i] = known.get_indexer(pd.Index(frame[column]))
            else:
                found[:, i] = frame[column].to_numpy(dtype=np.float64)
        return found

    def encode(self, values: Matrix) -> Matrix:
        """Turn what `values` gives into numbers that can be scaled.

        Returns
        -------
        ndarray of shape (n_customers, n_encoded)
            NaN = missing.
        """
        n_plain, n_quantities = len(self.plain), len(self.plain) + len(self.logged)
        logs: Matrix = np.log1p(values[:, n_plain:n_quantities])
        parts: list[Matrix] = [values[:, :n_plain], _without_last_digits(logs)]
        for i, levels in enumerate(self.levels.values(), start=n_quantities):
            codes = values[:, [i]]
            shown = np.arange(self._first(levels), len(levels))
            known = (codes == shown).astype(np.float64)
            parts.append(np.where(codes < 0, self._unknown(levels), known))
        return np.ascontiguousarray(np.hstack(parts))

    def _shown(self) -> Iterator[tuple[str, str]]:
        for column, levels in self.levels.items():
            yield from ((column, one) for one in levels[self._first(levels) :])

    def _first(self, levels: Sequence[str]) -> int:
        return 0 if self.all_levels or len(levels) > 2 else 1

    def _unknown(self, levels: Sequence[str]) -> float:
        """Give the number in every column of a level that nobody had.

        Zeros are as far from every level. Between the two levels of one column that
        is a half. For sums of absolute differences it is what differs from every level
        as much as two levels do: 1 + 1 / L and L - 1 times 1 / L make 2.
        """
        if self.unknown_is_far:
            return -1.0 / len(levels)
        return 0.5 if self._first(levels) else 0.0


def _blocks(variables: list[str], categorical: set[str]) -> tuple[Block, ...]:
    """Gather the columns of every variable."""
    columns: dict[str, list[int]] = {}
    for i, variable in enumerate(variables):
        columns.setdefault(variable, []).append(i)
    return tuple(
        Block(name, tuple(found), name in categorical)
        for name, found in columns.items()
    )


def _without_last_digits(logs: Matrix) -> Matrix:
    """Round logarithms: their ends differ from processor to processor, and decide ties.

    To so many digits each, because those of small rates are as small as the rates.
    """
    digits, exponents = np.frexp(logs)
    rounded: Matrix = np.ldexp(np.round(np.ldexp(digits, _BITS)), exponents - _BITS)
    return rounded
