"""How much is computed to say what a score is worth."""

from __future__ import annotations

from dataclasses import dataclass

from segbench.checks import flag, whole

ALL_UP_TO = 1_000
"""Customers up to which a null data set has as many as the data."""

CUSTOMERS_ABOVE = 500
"""Customers of a null data set above that: refits of thousands cost minutes."""


@dataclass(frozen=True)
class Effort:
    """Numbers of draws; 0 leaves a step out."""

    structure: int = 99  # null data sets of each family, for the verdict
    partitions: int = 100  # random clusterings of each kind, by number of segments
    nulls: int = 50  # null data sets of each family, for the scores
    stability_nulls: int = 20  # null data sets for the stability
    stability_resamples: int = 25  # resamples of each of them
    seeds: int = 10  # fits of all customers that differ in their seed alone
    choose_k: bool = True  # whether the votes for k are taken

    def __post_init__(self) -> None:
        """Refuse what is no number of draws."""
        for name, value in vars(self).items():
            if name == "choose_k":
                flag(f"effort.{name}", value)
            else:
                whole(f"effort.{name}", value, low=0)


NOTHING = Effort(0, 0, 0, 0, 0, 0, choose_k=False)
"""Raw scores alone."""


def calibration_size(n_customers: int) -> int:
    """Customers of a null data set of a space with so many customers."""
    return n_customers if n_customers <= ALL_UP_TO else CUSTOMERS_ABOVE
