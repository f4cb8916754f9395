"""The numeric columns as one matrix that neither overflows nor knows the row order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import Dataset, Matrix, Role

ROUNDING = 8 * np.finfo(np.float64).eps
"""A column whose range is a smaller part of its largest value is constant."""

MODERATE = 300
"""Powers of two whose cubes, as skewness takes them, neither overflow nor vanish."""


@dataclass(frozen=True)
class NumericTable:
    """Numeric columns, customers sorted by their values.

    Columns of huge or tiny values are in a unit of their own, a power of two: no digit
    is lost and no square or cube overflows. Sorted customers make sums and random
    draws independent of the order of the input.
    """

    names: tuple[str, ...]
    ids: tuple[str, ...]  # in the order of the rows here
    order: NDArray[np.int64]  # row of the input, by row here, shape (n_customers,)
    scaled: Matrix  # shape (n_customers, n_columns), NaN = missing
    exponents: NDArray[np.int64]  # by column: value = scaled * 2 ** exponent, mostly 0

    @property
    def n_customers(self) -> int:
        """Number of customers."""
        return len(self.ids)

    def values(self, column: int) -> Matrix:
        """Values of a column as they came, shape (n_customers,)."""
        return in_units(self.scaled[:, column], int(self.exponents[column]))

    def select(self, columns: NDArray[np.int64]) -> NumericTable:
        """The same customers with some of the columns."""
        return NumericTable(
            tuple(self.names[i] for i in columns),
            self.ids,
            self.order,
            self.scaled[:, columns],
            self.exponents[columns],
        )

    def filled(self) -> Matrix:
        """The scaled matrix, missing values replaced by the column's median."""
        if not np.isnan(self.scaled).any():
            return self.scaled
        medians = np.nanmedian(self.scaled, axis=0)
        return np.where(np.isnan(self.scaled), medians, self.scaled)

    def varying(self) -> NDArray[np.int64]:
        """Indices of the columns whose known values differ by more than rounding."""
        kept = [i for i in range(len(self.names)) if varies(self.scaled[:, i])]
        return np.array(kept, dtype=np.int64)


def numeric_table(dataset: Dataset) -> NumericTable:
    """Take the numeric columns of a data set, overflow-free, customers sorted."""
    names = tuple(dataset.columns(Role.NUMERIC))
    raw = dataset.frame[list(names)].to_numpy(dtype=np.float64)
    largest = np.fmax.reduce(np.abs(raw), axis=0, initial=0.0)
    sizes = np.frexp(largest)[1].astype(np.int64)
    # Most columns stay as they are: what is scaled down may lose its smallest values.
    exponents = sizes - np.clip(sizes, -MODERATE, MODERATE)
    scaled = np.ldexp(raw, -exponents)
    by_name = sorted(range(len(names)), key=names.__getitem__)
    keys = [scaled[:, i] for i in by_name]
    order = np.lexsort(keys) if keys else np.arange(len(raw))
    ids = tuple(dataset.ids[i] for i in order)
    return NumericTable(names, ids, order, scaled[order], exponents)


def in_units(scaled: Matrix, exponent: int) -> Matrix:
    """Turn scaled values back; beyond the largest float they become infinite."""
    with np.errstate(over="ignore"):
        return np.ldexp(scaled, exponent)


def varies(values: Matrix) -> bool:
    """Tell whether known values differ by more than rounding."""
    known = values[~np.isnan(values)]
    if len(known) == 0:
        return False
    low, high = float(known.min()), float(known.max())
    return bool(high - low > ROUNDING * max(abs(low), abs(high)))
