"""How far a number may be from what it was, by what it is.

Everything is seeded, so that on one machine with the same versions nothing differs at
all. What may differ elsewhere is rounding: other processors and other builds of the
libraries add numbers in another order.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from segbench.report.columns import REAL, TEXT, WHOLE

COUNTED = frozenset(
    [
        *("coverage", "smallest_share", "share", "p_value", "null_p_value"),
        *("stability", "stability_low", "stability_high"),
        *("stability_p05", "stability_p95", "seed_stability", "without_outliers"),
        *("min_jaccard", "mean_jaccard", "noise_jaccard", "jaccard"),
        *("null_stability", "p_first_resampled", "rank_low", "rank_high"),
        *("ari", "ami", "v_measure", "homogeneity", "completeness", "fowlkes_mallows"),
    ]
)
"""Shares and agreements of labels: counts, in the end, also those over resamples."""


@dataclass(frozen=True)
class Tolerance:
    """How far apart two values may be: ``atol + rtol * |stored|``."""

    rtol: float
    atol: float

    @property
    def text(self) -> str:
        """As it is printed."""
        return f"{self.rtol:g} relative" if self.rtol else "exact"

    def holds(self, stored: str, now: str) -> bool:
        """Compare two cells of a table; empty equals empty alone."""
        if stored == now:
            return True
        gap = distance(stored, now)
        if not self.rtol or math.isnan(gap):
            return False
        return gap <= self.atol + self.rtol * abs(float(stored))


EXACT = Tolerance(0.0, 0.0)
"""Labels, sizes, ranks, numbers of segments, statuses, every text."""

ROUNDED = Tolerance(1e-9, 1e-10)
"""Counts that were divided: the last of the ten digits that are written."""

SCORE = Tolerance(1e-6, 1e-9)
"""Scores, and what is calibrated with them: sums over distances."""


def tolerance_of(column: str, values: list[str]) -> Tolerance:
    """Say how a column is compared.

    Parameters
    ----------
    column : str
        Its name.
    values : list of str
        Its cells, as they were stored: a column that no table has by its name, such as
        the mean of a variable, is compared exactly where all of them are whole or text.
    """
    if column in COUNTED:
        return ROUNDED
    if column in TEXT or column in WHOLE:
        return EXACT
    if column in REAL or any(_is_fraction(one) for one in values):
        return SCORE
    return EXACT


def distance(stored: str, now: str) -> float:
    """How far two cells are apart; NaN where one is no number."""
    try:
        return abs(float(stored) - float(now))
    except ValueError:
        return math.nan


def _is_fraction(text: str) -> bool:
    try:
        return not float(text).is_integer()
    except ValueError:
        return False
