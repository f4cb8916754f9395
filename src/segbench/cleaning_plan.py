"""What is to be done with an awkward table: the plan, and who was left out by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from segbench.errors import UnknownNameError

if TYPE_CHECKING:
    import pandas as pd

REACH = 3.0
"""Interquartile ranges from the quartiles to the outer fences (Tukey 1977)."""

NEARLY_ALL = 0.995
"""From this share of equal values on, a column is nearly constant."""

NEIGHBOURS = 5
"""Similar customers whose mean stands in for a missing number."""

_FAR = f"a number more than {REACH:g} interquartile ranges outside the quartiles"

CHOICES: Mapping[str, Mapping[str, str]] = {
    "duplicates": {
        "keep": "customers who are equal in every column are kept",
        "drop": "of customers who are equal in every column only the first is kept",
    },
    "missing": {
        "median": "a missing number becomes the median of its column",
        "most_frequent": "a missing number becomes the most frequent of its column",
        "knn": (
            f"a missing number becomes the mean of the {NEIGHBOURS} most similar "
            "customers who have one, by the other standardised columns"
        ),
        "indicator": (
            "a missing number becomes the median of its column, and a column of 0 and "
            "1 says that it was missing"
        ),
        "drop": "customers with a missing number are left out",
    },
    "missing_levels": {
        "level": "a missing category is a category of its own",
        "most_frequent": "a missing category becomes the most frequent of its column",
        "drop": "customers with a missing category are left out",
    },
    "outliers": {
        "keep": "outliers are kept",
        "clip": f"{_FAR} is moved to that limit",
        "leave_out": f"customers with {_FAR} are left out",
    },
    "near_constant": {
        "keep": "nearly constant columns are kept",
        "drop": f"a column with one value for {NEARLY_ALL:.1%} or more is no feature",
    },
}
"""By setting: what may be chosen, and what that means. The first is the default."""


@dataclass(frozen=True)
class CleaningPlan:
    """What is to be done with the table; `CHOICES` says what may be chosen.

    Raises
    ------
    UnknownNameError
        When a value is not among the choices.
    """

    duplicates: str = "keep"  # equal in everything but the id
    missing: str = "median"  # of numbers; the filling is refitted on every resample
    missing_levels: str = "level"  # of categories
    outliers: str = "keep"  # far out in one column
    near_constant: str = "keep"

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if value not in list(CHOICES[name]):
                kind = f"choice for {name}"
                raise UnknownNameError(kind, str(value), CHOICES[name])

    @property
    def words(self) -> tuple[str, ...]:
        """The choices in a person's words."""
        return tuple(CHOICES[name][value] for name, value in vars(self).items())


@dataclass(frozen=True, eq=False)
class LeftOut:
    """Customers of the input that are not clustered, in its order.

    They are kept so that results list them, and so that they can be given to a segment
    afterwards.
    """

    ids: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()  # such as "missing income"
    positions: tuple[int, ...] = ()  # among all customers of the input, from 0
    frame: pd.DataFrame | None = None  # as `Dataset.frame`; None = nobody

    def __len__(self) -> int:
        return len(self.ids)
