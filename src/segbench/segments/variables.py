"""The variables that segments are described by: quantities, flags, and levels."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np

from segbench.core import Dataset, Matrix, Role
from segbench.data.build import MISSING_LEVEL
from segbench.errors import DataError, UnknownNameError
from segbench.segments.headers import Header, headers_of


class Kind(StrEnum):
    """What the values of a variable are."""

    METRIC = "metric"  # a quantity
    BINARY = "binary"  # a numeric column of 0 and 1
    LEVEL = "level"  # one level of a category: 1 for the customers that have it


@dataclass(frozen=True, eq=False)
class Variable:
    """A numeric column, or one level of a categorical one."""

    column: str
    level: str  # "" unless a level
    kind: Kind
    used: bool  # whether the segments were made from the column
    header: Header
    values: Matrix = field(repr=False)  # shape (n_customers,); NaN = missing

    @property
    def title(self) -> str:
        """The header without its unit, and the level."""
        return f"{self.header.title} {self.level}".rstrip()

    @property
    def name(self) -> str:
        """The column as it stands in the table, and the level."""
        return f"{self.column} {self.level}".rstrip()

    @cached_property
    def is_complete(self) -> bool:
        """Whether no value is missing."""
        return not np.isnan(self.values).any()

    @cached_property
    def known(self) -> Matrix:
        """The values that are not missing."""
        return self.values[~np.isnan(self.values)]

    @cached_property
    def mean(self) -> float:
        """Of all customers with a value; NaN when there are none."""
        return mean_of(self.known)

    @cached_property
    def sd(self) -> float:
        """Of all customers with a value; NaN with fewer than two."""
        return sd_of(self.known)

    @cached_property
    def is_ratio(self) -> bool:
        """Whether a share of the mean says something: nothing negative, not all 0."""
        is_metric = self.kind is Kind.METRIC and len(self.known) > 0
        return is_metric and self.mean > 0 and bool(self.known.min() >= 0)

    @cached_property
    def filled(self) -> Matrix:
        """The values with the median where one is missing; NaN if all are."""
        missing = np.isnan(self.values)
        if not missing.any() or missing.all():
            return self.values
        return np.where(missing, np.nanmedian(self.values), self.values)


def mean_of(values: Matrix) -> float:
    """Mean of known values; NaN of none."""
    return float(values.mean()) if len(values) else float("nan")


def sd_of(values: Matrix) -> float:
    """Standard deviation with n - 1; NaN of fewer than two known values."""
    if len(values) < 2:
        return float("nan")
    # The mean of equal values may be off by rounding; their spread is none.
    return 0.0 if np.ptp(values) == 0 else float(values.std(ddof=1))


def variables_of(dataset: Dataset, used: Collection[str] | None) -> list[Variable]:
    """List what segments can be described by, in the order of the table.

    Parameters
    ----------
    dataset : Dataset
    used : collection of str or None
        Columns that the segments were made from; None: unknown, all count as used.
    """
    headers = headers_of(dataset.frame.columns)
    return [
        variable
        for column in dataset.frame.columns
        for variable in _of_column(
            dataset, column, headers[column], used=used is None or column in used
        )
    ]


def checked_columns(dataset: Dataset, used: Sequence[str] | None) -> list[str] | None:
    """Refuse columns that do not exist or hold no feature.

    Raises
    ------
    UnknownNameError
        When there is no such column.
    DataError
        When a column is an id, a known segmentation, or left out.
    """
    if used is None:
        return None
    if isinstance(used, str):
        raise DataError(f"used should be a list of columns, got the text {used!r}")
    features = [*dataset.columns(Role.NUMERIC), *dataset.columns(Role.CATEGORICAL)]
    for column in used:
        if column not in dataset.roles:
            raise UnknownNameError("column", column, features)
        if column not in features:
            raise DataError(
                f"column {column!r} is {dataset.roles[column]}; name columns that are "
                "numeric or categorical"
            )
    return list(dict.fromkeys(used))


def _of_column(
    dataset: Dataset, column: str, header: Header, *, used: bool
) -> Iterator[Variable]:
    values = dataset.frame[column]
    if dataset.roles[column] is Role.NUMERIC:
        numbers = values.to_numpy(dtype=np.float64)
        kind = Kind.BINARY if _is_binary(numbers) else Kind.METRIC
        yield Variable(column, "", kind, used, header, numbers)
        return
    texts = values.to_numpy(dtype=str)
    known = texts != MISSING_LEVEL
    for level in np.unique(texts[known]):
        has_it = np.where(known, texts == level, np.nan)
        yield Variable(column, str(level), Kind.LEVEL, used, header, has_it)


def _is_binary(numbers: Matrix) -> bool:
    found = set(np.unique(numbers[~np.isnan(numbers)]))
    return bool(found) and found <= {0.0, 1.0}
