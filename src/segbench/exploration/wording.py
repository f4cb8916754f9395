"""How findings write names, counts and shares."""

from __future__ import annotations

from collections.abc import Sequence

MOST_NAMED = 4
"""Names that a sentence lists before it counts the rest."""

LONGEST_NAME = 40


def counted(number: int, noun: str) -> str:
    """Give a number with its noun: "1 customer", "2,000 customers"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def percent(share: float) -> str:
    """Write a share in [0, 1]: "41 %", "2.4 %"; only 0 is "0 %" and 1 "100 %"."""
    if 0 < share < 0.001:
        return "under 0.1 %"
    if 0.995 <= share < 1:
        return "over 99 %"
    value = 100 * share
    return f"{value:.0f} %" if value >= 9.95 or value == 0 else f"{value:.1f} %"


def shown(value: float) -> str:
    """Write a quantity: whole numbers in full up to a billion, else four digits."""
    if value == round(value, 0) and abs(value) < 1e9:
        return f"{value:,.0f}"
    if 1000 <= abs(value) < 1e9:
        return f"{value:,.0f}"
    return f"{value:.4g}"


def quoted(name: str) -> str:
    """Quote a name; of a long one the middle is left out, ends tell names apart."""
    if len(name) > LONGEST_NAME:
        name = f"{name[: LONGEST_NAME // 2]}…{name[-LONGEST_NAME // 2 + 1 :]}"
    return repr(name)


def listed(names: Sequence[str], most: int = MOST_NAMED) -> str:
    """Join names in their order: "'a', 'b' and 3 more"."""
    texts = [quoted(name) for name in names[:most]]
    if len(names) > most:
        texts.append(f"{len(names) - most} more")
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} and {texts[-1]}"
