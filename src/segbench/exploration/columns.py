"""One summary per column that may be a feature."""

from __future__ import annotations

from dataclasses import dataclass

from segbench.core import Dataset, Role
from segbench.data.build import MISSING_LEVEL
from segbench.exploration.levels import Levels, count_levels
from segbench.exploration.numbers import NumericTable
from segbench.exploration.quantities import Quantities, describe_quantities


@dataclass(frozen=True)
class ColumnSummary:
    """A numeric or categorical column in numbers."""

    name: str
    role: Role  # NUMERIC or CATEGORICAL
    missing: int  # customers without a value
    distinct: int  # different known values
    quantities: Quantities | None  # of a numeric column
    levels: Levels | None  # of a categorical one


def summarise_columns(
    dataset: Dataset, table: NumericTable
) -> tuple[ColumnSummary, ...]:
    """Describe every numeric and categorical column, in the order of the input."""
    places = {name: i for i, name in enumerate(table.names)}
    return tuple(
        _numeric(dataset, table, places[name])
        if name in places
        else _categorical(dataset, name)
        for name in dataset.frame.columns
    )


def _numeric(dataset: Dataset, table: NumericTable, place: int) -> ColumnSummary:
    name = table.names[place]
    column = dataset.frame[name]
    return ColumnSummary(
        name,
        Role.NUMERIC,
        missing=int(column.isna().sum()),
        distinct=int(column.nunique()),
        quantities=describe_quantities(
            table.scaled[:, place], int(table.exponents[place])
        ),
        levels=None,
    )


def _categorical(dataset: Dataset, name: str) -> ColumnSummary:
    column = dataset.frame[name]
    known = column[column != MISSING_LEVEL]
    return ColumnSummary(
        name,
        Role.CATEGORICAL,
        missing=len(column) - len(known),
        distinct=int(known.nunique()),
        quantities=None,
        levels=count_levels(column),
    )
