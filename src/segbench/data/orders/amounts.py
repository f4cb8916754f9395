"""The SQL that reads a column of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from segbench.data.orders import sql
from segbench.data.orders.currency import MARKS
from segbench.data.orders.source import Decimal

_DRESS = MARKS + "|['\u2019\u00a0\u202f\\s]"
_PLAIN = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")


def number(column: str, cells: Sequence[str], decimal: Decimal) -> str:
    """Write the SQL that gives the numbers of a text column, NULL where it cannot.

    Parameters
    ----------
    column : str
        Its name.
    cells : sequence of str
        Some of its cells.
    decimal : Decimal
        What stands before the fraction.
    """
    known = [cell for cell in cells if cell]
    text = sql.name(column)
    if decimal is Decimal.POINT and is_plain(known):
        return f"TRY_CAST(trim({text}) AS DOUBLE)"  # see dates.py for why it is trimmed
    if any(re.search(_DRESS, cell) for cell in known):
        text = f"regexp_replace({text}, {sql.text(_DRESS)}, '', 'g')"
    if decimal is Decimal.COMMA:
        return f"TRY_CAST(replace(replace({text}, '.', ''), ',', '.') AS DOUBLE)"
    return f"TRY_CAST(replace({text}, ',', '') AS DOUBLE)"


def is_plain(cells: Sequence[str]) -> bool:
    """Tell whether cells are numbers as computers write them."""
    return all(_PLAIN.fullmatch(cell) for cell in cells)
