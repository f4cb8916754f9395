"""Which column of a log holds what, told from names and, for dates, from content."""

from __future__ import annotations

import re
from collections.abc import Mapping

from segbench.data.orders.dates import looks_like_dates
from segbench.data.orders.names import NAMES, plain
from segbench.data.orders.source import OrderColumns
from segbench.errors import DataError, UnknownNameError

REQUIRED = ("customer", "date")


def assign(sample: Mapping[str, list[str]], declared: OrderColumns) -> dict[str, str]:
    """Find the column of each role.

    Parameters
    ----------
    sample : mapping
        The name of every column to the text of some of its cells.
    declared : OrderColumns
        Takes precedence over what would be inferred.

    Returns
    -------
    dict
        Role to column, without the roles that the log has no column for.

    Raises
    ------
    DataError
        When the customer or the date cannot be told, or a name fits two columns.
    """
    given = declared.given()
    for name in given.values():
        if name and name not in sample:
            raise UnknownNameError("column", name, sample)
    roles = dict(given)
    for role in NAMES:
        if role not in given:
            free = {n: sample[n] for n in sample if n not in roles.values()}
            roles[role] = _infer(role, free)
    return {role: name for role, name in roles.items() if name}


def _infer(role: str, free: Mapping[str, list[str]]) -> str:
    for pattern in NAMES[role]:
        fitting = [name for name in free if re.fullmatch(pattern, plain(name))]
        if fitting:
            return _only(role, fitting)
    if role == "date":
        dated = [name for name, cells in free.items() if looks_like_dates(cells)]
        if dated:
            return _only(role, dated)
    if role in REQUIRED:
        listing = ", ".join(free)
        message = f"no column looks like the {role} of an order among {listing}"
        raise DataError(f"{message}; name it: dataset.columns.{role}=COLUMN")
    return ""


def _only(role: str, fitting: list[str]) -> str:
    if len(fitting) == 1:
        return fitting[0]
    listing = " and ".join(repr(name) for name in fitting)
    word = {"date": "date of an order", "order": "number of an order"}.get(role, role)
    message = f"{listing} may each be the {word}"
    quoted = f"dataset.columns.{role}={fitting[0]}"
    raise DataError(f"{message}; choose one: {_in_quotes(quoted)}")


def _in_quotes(words: str) -> str:
    return f"'{words}'" if re.search(r"[^\w.=-]", words) else words
