"""How many decimals the values of one variable are written with."""

from __future__ import annotations

import math
from collections.abc import Sequence

from segbench.report.paper.tabular import fixed

SIGNIFICANT = 3
"""Digits of the largest value that are written."""

MOST_DECIMALS = 6
LARGEST = 1e9
"""Sizes from which, and decimals beyond which, powers of ten are written."""


def one_scale(values: Sequence[float]) -> list[str]:
    """Write the values of one variable with the same number of decimals.

    Three digits of the largest, and two of the differences between them: years that
    differ by months are not all written the same.
    """
    known = [float(value) for value in values if math.isfinite(value)]
    largest = max((abs(value) for value in known), default=0.0)
    if largest == 0:
        return [fixed(float(value), 0) for value in values]
    decimals = SIGNIFICANT - 1 - _exponent(largest)
    spread = max(known) - min(known)
    if spread > 1e-9 * largest:  # below it, the last bits of equal values
        decimals = max(decimals, 1 - _exponent(spread))
    if largest >= LARGEST or decimals > MOST_DECIMALS:
        return [_power_of_ten(float(value)) for value in values]
    return [fixed(float(value), max(decimals, 0)) for value in values]


def _exponent(value: float) -> int:
    return math.floor(math.log10(value))


def _power_of_ten(value: float) -> str:
    if not math.isfinite(value) or value == 0:
        return fixed(value, 0)
    digits, _, exponent = f"{value:.2e}".partition("e")
    return f"${digits}\\times 10^{{{int(exponent)}}}$"
