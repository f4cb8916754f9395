"""Currencies are not added up: one is kept, told by a column or by marks of money."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from segbench.data.orders import sql
from segbench.data.orders.source import OrderSource
from segbench.errors import DataError

_SIGNS: Mapping[str, str] = {
    "CAD": r"CA\$|C\$|CAD",
    "AUD": r"AU\$|A\$|AUD",
    "NZD": r"NZ\$|NZD",
    "HKD": r"HK\$|HKD",
    "MXN": r"MX\$|MXN",
    "BRL": r"R\$|BRL",
    "USD": r"US\$|\$|USD",  # after the dollars of others
    "EUR": r"€|EUROS?|EUR",
    "GBP": r"£|GBP",
    "JPY": r"¥|JPY",
    "CHF": r"CHF|SFR\.?|FR\.",
    "INR": r"₹|INR|RS\.?",
    "PLN": r"ZŁ|PLN",
    "CZK": r"KČ|CZK",
    "SEK": r"SEK",
    "NOK": r"NOK",
    "DKK": r"DKK",
    "kr": r"KR\.?",
    "TRY": r"₺|TRY",
    "HUF": r"HUF|FT",
}
"""How money is marked, in capitals; the first that fits is meant."""

MARKS = "(?i)" + "|".join(_SIGNS.values())
"""Any of them."""

_MOST_SHOWN = 5
_NUMERALS = set("0123456789.,+- eE")


def mark(column: str) -> str:
    """Write the SQL that gives the currency that an amount is marked with, or NULL."""
    text = f"upper(CAST({sql.name(column)} AS VARCHAR))"
    cases = " ".join(
        f"WHEN regexp_matches({text}, {sql.text(sign)}) THEN {sql.text(code)}"
        for code, sign in _SIGNS.items()
    )
    return f"CASE {cases} END"


def is_marked(cells: Sequence[str]) -> bool:
    """Tell whether any cell has a mark of money."""
    if not set("".join(cells)) - _NUMERALS:  # the usual log, at once
        return False
    return any(re.search(MARKS, cell) for cell in cells)


def currency_of(
    source: OrderSource, roles: Mapping[str, str]
) -> tuple[str, str] | None:
    """Give the SQL for the currency of a line and the one that is kept, if one is."""
    if source.currency is None:
        return None
    if "currency" in roles:
        return f"trim({sql.name(roles['currency'])})", source.currency
    return mark(_money(roles)), _code(source.currency)


def check_currency(
    db: Any,
    source: OrderSource,
    table: str,
    roles: Mapping[str, str],
    sample: Mapping[str, Sequence[str]],
) -> None:
    """Make sure that a log is in one currency, or that one is to be kept.

    Raises
    ------
    DataError
        When there are several, or none that is to be kept.
    """
    column, money = roles.get("currency"), _money(roles)
    if column is not None:
        cell = f"trim(CAST({sql.name(column)} AS VARCHAR))"
        _check(source.currency, column, _distinct(db, cell, table))
        if source.currency is not None:
            return  # marks say nothing that the column does not
    if money and is_marked(sample[money]):
        kept = None if source.currency is None else _code(source.currency)
        _check(kept, money, _distinct(db, mark(money), table))
    elif column is None and source.currency is not None:
        raise DataError(
            "dataset.currency keeps one currency, but no column holds currencies; "
            "name it: dataset.columns.currency=COLUMN"
        )


def _money(roles: Mapping[str, str]) -> str:
    return roles.get("amount") or roles.get("price") or ""


def _code(currency: str) -> str:
    """Take a sign for what it stands for: € is EUR."""
    named = currency.strip().upper()
    fits = (code for code, sign in _SIGNS.items() if re.fullmatch(sign, named))
    return next(fits, currency)


def _distinct(db: Any, expression: str, table: str) -> list[str]:
    query = sql.select({"c": expression}, table, "ORDER BY 1", distinct=True)
    return [row[0] for row in db.execute(query).fetchall() if row[0]]


def _check(kept: str | None, column: str, found: Sequence[str]) -> None:
    listing = ", ".join(found[:_MOST_SHOWN])
    if kept is None and len(found) > 1:
        message = f"{column!r} holds {len(found)} currencies ({listing})"
        raise DataError(
            f"{message}, which cannot be added up; keep one: "
            f"dataset.currency={found[0]}"
        )
    if kept is not None and kept not in found:
        raise DataError(f"no line is in {kept}; {column!r} holds {listing}")
