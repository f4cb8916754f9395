"""A text as an amount: sign, currency and percent taken off its digits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

_CURRENCY = (
    r"(?:US|CA|AU|NZ|HK|SG|NT|MX|[ACRS])?\$|[£€¥₹₽₩₺₪₫₴₦₱฿]|"
    r"(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|ISK|JPY|CNY|INR|PLN|CZK|HUF|RON|BGN|TRY|RUB|UAH|"
    r"AUD|CAD|NZD|SGD|HKD|BRL|MXN|ARS|CLP|COP|ZAR|KRW|THB|IDR|MYR|PHP|VND|ILS|AED|"
    r"SAR|EGP|NGN|KES|Euro|kr\.?|zł|Kč|Ft|lei|Rs\.?|Fr\.|SFr\.)"
)
_ONE_CURRENCY = {
    "€": "EUR",
    "EURO": "EUR",
    "£": "GBP",
    "US$": "$",
    "USD": "$",
    "FR": "CHF",
    "SFR": "CHF",
    "RS": "INR",
    "₹": "INR",
    "ZŁ": "PLN",
    "KČ": "CZK",
    "FT": "HUF",
}
"""Signs and codes of the same money, in capitals."""
_DIGITS = r"[0-9.,](?:[0-9.,' ]*[0-9])?(?:e[+-]?[0-9]+)?"
_AMOUNT = re.compile(
    rf"(?P<open>\()?\s*(?P<before>[+-])?\s*(?P<prefix>{_CURRENCY})?\s*"
    rf"(?P<after>[+-])?\s*(?P<inner>\()?\s*(?P<digits>{_DIGITS})(?:[.,]-{{1,2}})?\s*"
    rf"(?P<shut>\))?\s*(?P<percent>%)?\s*(?P<suffix>{_CURRENCY})?\s*(?P<end>-)?\s*"
    r"(?P<close>\))?",
    re.IGNORECASE,
)
_ENDLESS = re.compile(r"[+-]?(?P<digits>inf(?:inity)?)", re.IGNORECASE)


class Amount(NamedTuple):
    """A text without its dress."""

    sign: int  # 1 or -1
    start: int  # where the digits with their marks and exponent begin
    end: int  # and end
    currency: str  # "" for none
    percent: bool


def amount_of(text: str) -> Amount | None:
    """Undress a text such as ``($1,200.00)``, ``12 %`` or ``1 200,50 kr``."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return _endless(text)
    part = found.groupdict()
    brackets = [part[key] is not None for key in ("open", "inner", "shut", "close")]
    signs = [part[key] for key in ("before", "after", "end") if part[key]]
    opened, closed = sum(brackets[:2]), sum(brackets[2:])
    if opened != closed or opened > 1 or len(signs) + opened > 1:
        return None
    if part["prefix"] and part["suffix"]:
        return None
    written = (part["prefix"] or part["suffix"] or "").upper().rstrip(".")
    currency = _ONE_CURRENCY.get(written, written)
    sign = -1 if opened or "-" in signs else 1
    return Amount(sign, *found.span("digits"), currency, part["percent"] is not None)


def _endless(text: str) -> Amount | None:
    found = _ENDLESS.fullmatch(text)
    if found is None:
        return None
    return Amount(-1 if text[0] == "-" else 1, *found.span("digits"), "", False)


@dataclass(frozen=True)
class Notation:
    """How digits are written where this is the decimal mark."""

    decimal: str  # "." or ","

    @property
    def pattern(self) -> re.Pattern[str]:
        """What a number looks like; a cell keeps to one mark for thousands."""
        return _PATTERNS[self.decimal]

    def thousands(self, digits: str) -> str | None:
        """The mark that groups thousands, "" for none; None where digits do not fit."""
        if digits[:3].lower() == "inf":
            return ""
        found = self.pattern.fullmatch(digits)
        return None if found is None else found["mark"] or found["lakh"] or ""


_INDIAN = "[1-9][0-9]?(?P<lakh>,)[0-9]{2}(?:,[0-9]{2})*,[0-9]{3}"
_NO_INDIAN = "(?!)(?P<lakh>,)"  # with decimal commas nobody groups like that


def _pattern(decimal: str, other: str, indian: str) -> re.Pattern[str]:
    group = f"[1-9][0-9]{{0,2}}(?P<mark>[{other}' ])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*"
    whole = f"(?:{group}|{indian}|[0-9]+)"
    part = re.escape(decimal)
    return re.compile(f"(?:{whole}(?:{part}[0-9]*)?|{part}[0-9]+)(?:[eE][+-]?[0-9]+)?")


_PATTERNS = {".": _pattern(".", ",", _INDIAN), ",": _pattern(",", ".", _NO_INDIAN)}
POINT, COMMA = Notation("."), Notation(",")
