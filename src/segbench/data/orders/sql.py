"""A few lines to write SQL with names and values that may hold anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def name(identifier: str) -> str:
    """Quote the name of a column."""
    return '"' + identifier.replace('"', '""') + '"'


def text(value: str) -> str:
    """Quote a text."""
    return "'" + value.replace("'", "''") + "'"


def texts(values: Iterable[str]) -> str:
    """Write texts as a list such as ``('a', 'b')``."""
    return "(" + ", ".join(text(value) for value in values) + ")"


def select(
    columns: Mapping[str, str], source: str, *clauses: str, distinct: bool = False
) -> str:
    """Write a query.

    Parameters
    ----------
    columns : mapping
        The name of each column to the expression it comes from.
    source : str
        A table, or what reads a file.
    *clauses : str
        What follows, such as ``GROUP BY ALL``.
    distinct : bool
        Whether equal rows are given once.
    """
    listed = ", ".join(f"{what} AS {name(alias)}" for alias, what in columns.items())
    start = "SELECT DISTINCT" if distinct else "SELECT"
    return " ".join([start, listed, "FROM", source, *clauses])


def within(query: str) -> str:
    """Put a query where a table is expected."""
    return f"({query})"
