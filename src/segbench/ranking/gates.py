"""What a candidate has to fulfil before it is ranked.

Without gates degenerate labelings win: a single-linkage cut of the mall customers
into segments of 1, 1, 2, 3 and 193 has the best Davies-Bouldin of all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from segbench.checks import share, whole
from segbench.core import Labeling, Status

SMALL_TABLE_SHARE = 0.1
"""In a table too small for `min_size`, the smallest segment is this share of it."""


@dataclass(frozen=True)
class Gates:
    """Bounds on a labeling."""

    min_coverage: float = 0.7  # share of customers in a segment, [0, 1]
    min_share: float = 0.01  # of the smallest segment among all customers, [0, 1]
    min_size: int = 5  # customers in the smallest segment

    def __post_init__(self) -> None:
        """Refuse bounds that mean nothing."""
        share("gates.min_coverage", self.min_coverage)
        share("gates.min_share", self.min_share)
        whole("gates.min_size", self.min_size, low=1)

    def smallest_allowed(self, n_customers: int) -> int:
        """Size that the smallest of n customers' segments has to have."""
        share = _ceil(self.min_share * n_customers)
        size = min(self.min_size, _ceil(SMALL_TABLE_SHARE * n_customers))
        return max(share, size)


def _ceil(customers: float) -> int:
    """Round up, but for what binary fractions add: 7 % of 100 are 7."""
    return math.ceil(round(customers, 9))


def gate(labeling: Labeling, gates: Gates) -> str:
    """Say why a labeling is not ranked; "" when it is."""
    if labeling.status is not Status.OK:
        return labeling.reason
    if labeling.coverage < gates.min_coverage:
        found = f"only {labeling.coverage:.1%} of the customers are in a segment"
        return f"{found}, {gates.min_coverage:.1%} are needed"
    assert labeling.labels is not None  # OK implies labels
    needed = gates.smallest_allowed(len(labeling.labels))
    smallest = int(labeling.sizes.min())
    if smallest < needed:
        noun = "customer" if smallest == 1 else "customers"
        return f"the smallest segment has {smallest} {noun}, {needed} are needed"
    return ""
