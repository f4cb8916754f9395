"""What a table of new customers has to look like, and what is done about the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from segbench.core import Matrix, Role
from segbench.data import MISSING_LEVEL, ValueRules
from segbench.data.values import as_text, interpret
from segbench.errors import DataError, unknown_name
from segbench.models.decimals import Ranges, marks_of, with_mark


@dataclass(frozen=True)
class Schema:
    """The columns that a model needs, and how cells are read."""

    id: str | None  # column that names customers; None = their row numbers do
    columns: Mapping[str, Role]  # that the segments were made from
    rename: tuple[tuple[str, str], ...] = ()  # (from, to), where a header has from
    rules: ValueRules = field(default_factory=ValueRules)
    fill_levels: Mapping[str, str] = field(default_factory=dict)  # of missing ones
    decimals: Mapping[str, str] = field(default_factory=dict)  # by column, once known
    said: tuple[str, ...] = ()  # what was concluded for them

    def renamed(self, table: pd.DataFrame) -> pd.DataFrame:
        """Call columns as the first customers' were called.

        Raises
        ------
        DataError
            When a column that the segments were made from is missing or there twice.
        """
        names = [str(name).strip() for name in table.columns]
        there = dict(self.rename)
        names = [there.get(name, name) for name in names]
        for column in self.columns:
            if column not in names:
                raise DataError(_missing(column, names))
        twice = [n for n in self.columns if names.count(n) > 1]
        if twice:
            message = f"there is more than one column {twice[0]!r}"
            raise DataError(f"{message}; rename those that the model is not about")
        return table.set_axis(names, axis=1).reset_index(drop=True)

    def not_needed(self, names: Sequence[str]) -> tuple[str, ...]:
        """Name the columns that are not looked at."""
        return tuple(n for n in names if n not in self.columns and n != self.id)

    def settled(self, table: pd.DataFrame, known: Ranges) -> Schema:
        """Decide by the first rows which decimal mark columns of text have.

        Parameters
        ----------
        table : DataFrame
            As `renamed` gives it.
        known : mapping
            The range of the first customers' numbers, by column.

        Raises
        ------
        DataError
            When the cells leave it open; the sentence says what to set.
        """
        numeric = [name for name, role in self.columns.items() if role is Role.NUMERIC]
        found = marks_of({name: table[name] for name in numeric}, self.rules, known)
        return replace(self, decimals=found.marks, said=found.said)

    def typed(self, table: pd.DataFrame) -> pd.DataFrame:
        """Read the needed columns as `Dataset.frame` has them.

        Raises
        ------
        DataError
            When something that has to be a number is none, with its row.
        """
        columns = {
            name: self._numbers(name, table[name])
            if role is Role.NUMERIC
            else self._levels(name, table[name])
            for name, role in self.columns.items()
        }
        return pd.DataFrame(columns)

    def ids(self, table: pd.DataFrame, start: int) -> pd.Series:
        """Name the customers, by their row number where no column does."""
        if self.id is None or self.id not in table:
            numbers = np.arange(start + 1, start + len(table) + 1)
            return pd.Series(numbers.astype(str).astype(object))
        return as_text(table[self.id])

    def _numbers(self, name: str, column: pd.Series) -> Matrix:
        mark = self.decimals.get(name)
        numbers = _plainly(column) if mark == "." else None
        if numbers is None:
            return _read(name, column, with_mark(self.rules, mark))
        if self.rules.numbers:
            numbers[np.isin(numbers, self.rules.numbers)] = np.nan
        odd = ~np.isfinite(numbers)
        if odd.any():
            rules = with_mark(self.rules, mark)
            numbers[odd] = _read(name, column[odd], rules)
        return numbers

    def _levels(self, name: str, column: pd.Series) -> pd.Series:
        read = interpret(name, column, self.rules)
        empty = self.fill_levels.get(name, MISSING_LEVEL)
        return read.text().mask(read.missing, empty)


def _plainly(column: pd.Series) -> Matrix | None:
    """Numbers of a column of text where they are written plainly; None for others."""
    if column.dtype.kind != "O" and not isinstance(column.dtype, pd.StringDtype):
        return None
    numbers = pd.to_numeric(column, errors="coerce")
    return numbers.to_numpy(dtype=np.float64, na_value=np.nan).copy()


def _read(name: str, column: pd.Series, rules: ValueRules) -> Matrix:
    """Read cells as those of the first customers were read."""
    read = interpret(name, column, rules)
    numbers = read.numbers
    wrong = (np.isnan(numbers) & ~read.missing) | np.isinf(numbers)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        message = f"column {name!r} holds {read.shown(row)!r}, which is no number"
        raise DataError(f"{message}, in row {column.index[row] + 1}; mend or empty it")
    return numbers.copy()


def _missing(column: str, names: Sequence[str]) -> str:
    said = unknown_name("column", column, names)
    close = said[said.find("Did you mean") :] if "Did you mean" in said else ""
    hint = f". {close.split('?')[0]}?" if close else "."
    return (
        f"the new customers have no column {column!r}, which the segments were made "
        f"from{hint} Found: {', '.join(names) or 'none'}."
    )
