"""The Yeo-Johnson transformation of columns, and its way back.

References
----------
Yeo & Johnson 2000, A new family of power transformations to improve normality or
symmetry, doi:10.1093/biomet/87.4.954
"""

from __future__ import annotations

import numpy as np

from segbench.core import Matrix

Vector = Matrix

_POWERS = (-8.0, 8.0)  # beyond, the transformed values run out of digits

_DECIMALS = 3
"""Of a power: the search's other digits are those of the processor's rounding."""


def best_power(column: Vector) -> float:
    """Power of the most likely Yeo-Johnson transformation, to a thousandth.

    1 changes nothing.
    """
    from scipy.optimize import minimize_scalar

    log_jacobian = np.mean(np.sign(column) * np.log1p(np.abs(column)))

    def unlikeliness(power: float) -> float:
        spread = transform(column, power).std()
        return float(np.log(spread) - (power - 1) * log_jacobian)

    if not column.any():
        return 1.0
    found = minimize_scalar(unlikeliness, bounds=_POWERS, method="bounded")
    return round(float(found.x), _DECIMALS)


def transform(Z: Matrix, power: Vector | float) -> Matrix:
    """Transform values by powers, one per column."""
    from scipy.special import boxcox1p

    values: Matrix = np.sign(Z) * boxcox1p(np.abs(Z), np.where(Z < 0, 2 - power, power))
    return values


def undo(T: Matrix, power: Vector) -> Matrix:
    """Transform back."""
    from scipy.special import inv_boxcox1p

    values: Matrix = np.sign(T) * inv_boxcox1p(
        np.abs(T), np.where(T < 0, 2 - power, power)
    )
    return values
