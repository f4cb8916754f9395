"""Whether a point or a comma stands before the fraction, in each column of a log."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from segbench.data.orders.source import Decimal
from segbench.data.values.numbers import Evidence, either_way, undress
from segbench.errors import DataError

_UNMARKED = re.compile(r"\D*\d{4,}\D*")


@dataclass(frozen=True)
class Decimals:
    """The decimal mark of each column, and what was concluded to get it."""

    marks: Mapping[str, Decimal]
    said: str = ""


@dataclass(frozen=True)
class _Column:
    """What the cells of a column say of its marks."""

    evidence: Evidence
    example: str  # that can be read in two ways; "" = none
    has_unmarked: bool  # whether 1,000 and more is written without a mark

    @property
    def own(self) -> Decimal | None:
        """The mark that the cells need, where they need one only."""
        point, comma = self.evidence.point > 0, self.evidence.comma > 0
        if point == comma:
            return None
        return Decimal.COMMA if comma else Decimal.POINT

    @property
    def is_torn(self) -> bool:
        """Whether some cells need a point and others a comma."""
        return self.evidence.point > 0 and self.evidence.comma > 0


def decide(
    cells: Mapping[str, Sequence[str]],
    given: Decimal | None,
    marked: Callable[[str], Sequence[str]],
) -> Decimals:
    """Decide for each column of numbers that is text.

    Parameters
    ----------
    cells : mapping
        Column to some of its cells.
    given : Decimal or None
        Where it is known.
    marked : callable
        Gives cells of a whole column that hold a point or a comma, at some cost. It is
        asked where no cell of the log says anything: the amounts of a shop may stay
        below 1,000 for long.

    Raises
    ------
    DataError
        When a mark may mean thousands or a fraction.
    """
    if given is not None:
        return Decimals(dict.fromkeys(cells, given))
    columns = {name: _look(some) for name, some in cells.items()}
    if not any(one.own or one.example or one.is_torn for one in columns.values()):
        silent = [name for name, one in columns.items() if not one.has_unmarked]
        columns |= {name: _look([*cells[name], *marked(name)]) for name in silent}
    told = {one.own: name for name, one in columns.items() if one.own}
    agreed = next(iter(told), None) if len(told) == 1 else None
    marks, said = {}, []
    for name, one in columns.items():
        marks[name] = one.own or _concluded(name, one, agreed)
        if one.example and not one.own:
            why = f"as in {told[agreed]!r}" if agreed else "thousands have no mark"
            mark = marks[name]
            said.append(f"{one.example!r} of {name!r} has a decimal {mark}: {why}")
    return Decimals(marks, "; ".join(said))


def _look(cells: Sequence[str]) -> _Column:
    texts = undress(list(dict.fromkeys(cells)))
    unmarked = any(map(_UNMARKED.fullmatch, cells))
    return _Column(texts.evidence, either_way(texts), unmarked)


def _concluded(name: str, column: _Column, agreed: Decimal | None) -> Decimal:
    """Take the mark of the log's other columns, or see how thousands are written."""
    if not column.is_torn:
        if agreed is not None:
            return agreed
        if not column.example or ("." in column.example and column.has_unmarked):
            return Decimal.POINT
    mark = "comma" if "," in column.example or column.is_torn else "point"
    shown = f" of {column.example!r}" if column.example else ""
    raise DataError(
        f"the {mark}{shown} in column {name!r} may mean thousands or a fraction; say "
        "dataset.decimal=point or dataset.decimal=comma"
    )
