"""How a column of numbers is written, and the SQL that reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from segbench.data.orders import sql
from segbench.data.orders.source import Decimal
from segbench.errors import DataError

_MARKS = r"[$€£¥\s]|\b(EUR|USD|GBP|CHF|JPY)\b"
_NUMBER = re.compile(r"[-+]?[\d.,]+([eE][-+]?\d+)?")
_PLAIN = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_COMMA_DECIMAL = re.compile(r".*,(\d{1,2}|\d{4,})|.*\..*,\d*|.*\.\d{3}\.\d{3}")
_POINT_DECIMAL = re.compile(r".*,.*\.\d*|.*,\d{3},\d{3}")
_EITHER = re.compile(r"[-+]?\d{1,3},\d{3}")


def number(column: str, cells: Sequence[str], given: Decimal | None) -> str:
    """Write the SQL that gives the numbers of a text column, NULL where it cannot.

    Parameters
    ----------
    column : str
        Its name.
    cells : sequence of str
        Some of its cells.
    given : Decimal or None
        What stands before the fraction, where that is known.

    Raises
    ------
    DataError
        When a comma may mean thousands or a fraction, or marks of money differ.
    """
    known = [cell for cell in cells if cell]
    text = sql.name(column)
    if given is not Decimal.COMMA and is_plain(known):
        return f"TRY_CAST(trim({text}) AS DOUBLE)"  # see dates.py for why it is trimmed
    _check_one_currency(column, known)
    bare = [re.sub(_MARKS, "", cell) for cell in known]
    if bare != known:
        text = f"regexp_replace({text}, {sql.text(_MARKS)}, '', 'g')"
    bare = [cell for cell in bare if _NUMBER.fullmatch(cell)]
    decimal = given or _decimal(column, bare)
    if decimal is Decimal.COMMA:
        return f"TRY_CAST(replace(replace({text}, '.', ''), ',', '.') AS DOUBLE)"
    return f"TRY_CAST(replace({text}, ',', '') AS DOUBLE)"


def is_plain(cells: Sequence[str]) -> bool:
    """Tell whether cells are numbers as computers write them."""
    return all(_PLAIN.fullmatch(cell) for cell in cells)


def _check_one_currency(column: str, cells: Sequence[str]) -> None:
    marks = sorted({mark for cell in cells for mark in re.findall(r"[$€£¥]", cell)})
    if len(marks) > 1:
        message = f"column {column!r} holds amounts in {' and '.join(marks)}"
        raise DataError(f"{message}, which cannot be added up; keep one currency")


def _decimal(column: str, cells: Sequence[str]) -> Decimal:
    comma = any(_COMMA_DECIMAL.fullmatch(cell) for cell in cells)
    point = any(_POINT_DECIMAL.fullmatch(cell) for cell in cells)
    unclear = next((cell for cell in cells if _EITHER.fullmatch(cell)), None)
    if comma != point:
        return Decimal.COMMA if comma else Decimal.POINT
    if comma or unclear:
        shown = unclear or next(cell for cell in cells if "," in cell)
        message = f"the comma of {shown!r} in column {column!r} may mean thousands or a"
        raise DataError(
            f"{message} fraction; say dataset.decimal=point or dataset.decimal=comma"
        )
    return Decimal.POINT
