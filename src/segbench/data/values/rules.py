"""What the user has said about cells, and the marks everybody uses for nothing."""

from __future__ import annotations

from dataclasses import dataclass

from segbench.errors import ConfigError

EXCEL_ERRORS = frozenset(
    ["#n/a", "#value!", "#div/0!", "#ref!", "#name?", "#num!", "#null!"]
)
"""What a spreadsheet writes where a formula has failed, in lower case."""

_ABBREVIATED = frozenset(
    [
        *[
            "n.a.",
            "n.a",
            "n. a.",
            "n/k",
            "n/d",
            "n.d.",
            "n. d.",
            "n/v",
            "n.v.",
            "n. v.",
        ],
        *["k.a.", "k.a", "k. a.", "k/a", "o.a.", "s/o", "s.o.", "s/d", "s.d.", "b/d"],
        *["b.d.", "i.a.", "n.b.", "н/д", "..", "...", "…", "\u2013", "\u2014"],
    ]
)
"""Short for "not available" or "no answer" in several languages, in lower case."""

MISSING_MARKS = (
    EXCEL_ERRORS
    | _ABBREVIATED
    | frozenset(["", "?", "na", "n/a", "nan", "<na>", "nat", "null", "none", "-", "--"])
)
"""Texts that stand for a missing value, in lower case; never in an id column."""

UNKNOWN_WORDS = frozenset(
    [
        "unknown",
        "unk",
        "missing",
        "not available",
        "not known",
        "not specified",
        "unspecified",
        "undefined",
        "no answer",
        "no data",
    ]
)
"""Words that look like a missing value but may well be an answer, in lower case."""

DECIMALS = (".", ",")
DATE_ORDERS = ("day_first", "month_first")


@dataclass(frozen=True)
class ValueRules:
    """How cells of text are to be read; None is found out from the cells.

    Raises
    ------
    ConfigError
        When a rule is none of the values below.
    """

    decimal: str | None = None  # "." or ","
    missing: tuple[str, ...] = ()  # marks of a missing value beside the usual ones
    dates: str | None = None  # "day_first" or "month_first"

    def __post_init__(self) -> None:
        if self.decimal not in {None, *DECIMALS}:
            raise ConfigError(f"decimal is '.' or ',', not {self.decimal!r}")
        if self.dates not in {None, *DATE_ORDERS}:
            raise ConfigError(
                f"dates are 'day_first' or 'month_first', not {self.dates!r}"
            )

    @property
    def marks(self) -> frozenset[str]:
        """Every text that stands for a missing value, in lower case."""
        return MISSING_MARKS | {mark.strip().lower() for mark in self.missing}

    @property
    def numbers(self) -> list[float]:
        """The missing marks that are numbers, such as 999 for "never"."""
        return [float(m) for m in self.missing if m.strip().lstrip("+-").isdigit()]
