"""How much is computed to say what a score is worth."""

from __future__ import annotations

from dataclasses import dataclass

from segbench.checks import flag, whole
from segbench.errors import ConfigError
from segbench.scoring.calibration import FEWEST_NULLS, FEWEST_STABILITY_NULLS

ALL_UP_TO = 1_000
"""Customers up to which a null data set has as many as the data."""

CUSTOMERS_ABOVE = 500
"""Customers of a null data set above that: refits of thousands cost minutes."""


LEAST = {
    "structure": 19,  # fewer cannot reach p = 0.05
    "partitions": 1,
    "nulls": FEWEST_NULLS,
    "stability_nulls": FEWEST_STABILITY_NULLS,
    "seeds": 1,
}
"""Fewest draws that say anything, of steps that are not left out."""


@dataclass(frozen=True)
class Effort:
    """Numbers of draws; 0 leaves a step out."""

    structure: int = 99  # null data sets of each family, for the verdict
    partitions: int = 100  # random clusterings of each kind, by number of segments
    nulls: int = 50  # null data sets of each family, for the scores
    stability_nulls: int = 20  # null data sets for the stability
    stability_resamples: int | None = None  # of each of them; None = by the data's size
    seeds: int = 10  # fits of all customers that differ in their seed alone
    rank_again: bool = True  # whether scores are taken on every resample, for the ranks
    outliers: bool = True  # whether all is fitted again without outliers
    choose_k: bool = True  # whether the votes for k are taken

    def __post_init__(self) -> None:
        """Refuse what is no number of draws."""
        flag("effort.rank_again", self.rank_again)
        flag("effort.outliers", self.outliers)
        flag("effort.choose_k", self.choose_k)
        for name, least in LEAST.items():
            value = whole(f"effort.{name}", getattr(self, name), low=0)
            if 0 < value < least:
                raise ConfigError(
                    f"effort.{name} is 0 or at least {least}, not {value}"
                )
        if self.stability_resamples is not None:
            whole("effort.stability_resamples", self.stability_resamples, low=1)

    def load_of_nulls(self, n_customers: int) -> int:
        """Customers squared x refits of the null data sets of one space."""
        refits = self.stability_nulls * null_resamples(self, n_customers)
        return calibration_size(n_customers) ** 2 * refits


NOTHING = Effort(0, 0, 0, 0, seeds=0, rank_again=False, outliers=False, choose_k=False)
"""Raw scores alone."""


NULL_RESAMPLES, NULL_RESAMPLES_ABOVE = 25, 5
"""Resamples of a null data set up to that and above it, when nothing is said."""


def null_resamples(effort: Effort, n_customers: int) -> int:
    """Resamples of each null data set of a space with so many customers."""
    if effort.stability_resamples is not None:
        return effort.stability_resamples
    return NULL_RESAMPLES if n_customers <= ALL_UP_TO else NULL_RESAMPLES_ABOVE


def calibration_size(n_customers: int) -> int:
    """Customers of a null data set of a space with so many customers."""
    return n_customers if n_customers <= ALL_UP_TO else CUSTOMERS_ABOVE


def draws_for(n_customers: int, count: int) -> int:
    """Draws of a criterion for k: their error hardly shrinks with more of them."""
    return count if n_customers <= ALL_UP_TO else count // 2
