"""Marker variables: what is special about a segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segbench.core import Matrix
from segbench.errors import UserError

BINARY_MARKER, METRIC_MARKER = 0.25, 0.5
"""Difference of shares, and relative difference of means, that mark a segment."""


@dataclass(frozen=True)
class MeanProfiles:
    """Means of segments and of all customers, in the units of the variables."""

    means: ArrayLike  # shape (k, p)
    total: ArrayLike  # of all customers, shape (p,)
    binary: Sequence[bool]  # whether a variable is 0 or 1, p
    segments: Sequence[str]  # names, k
    variables: Sequence[str]  # names, p

    def __post_init__(self) -> None:
        """Refuse means that belong to no segment or variable."""
        expected = (len(self.segments), len(self.variables))
        lengths = {np.size(self.total), len(self.binary), expected[1]}
        if np.shape(self.means) != expected or len(lengths) > 1 or 0 in expected:
            raise UserError(
                "a profile plot takes one row of means per named segment, and one "
                "column, total and binary flag per named variable: expected the shape "
                f"{expected}, got {np.shape(self.means)}; name every segment and "
                "variable"
            )


def marker_variables(profiles: MeanProfiles) -> NDArray[np.bool_]:
    """Find the variables in which a segment is special.

    Returns
    -------
    ndarray of shape (k, p)
        True where a share differs by 0.25 or more from that of all customers, or a
        mean by half or more of that of all customers.

    References
    ----------
    Dolnicar, Gruen & Leisch 2018, Market Segmentation Analysis, section 8.3.1
    """
    bounds = np.where(profiles.binary, BINARY_MARKER, METRIC_MARKER)
    # 0.35 - 0.10 is a hair less than 0.25.
    found: NDArray[np.bool_] = np.abs(
        relative_means(profiles) - relative_total(profiles)
    ) >= (bounds - 1e-9)
    return found


def relative_means(profiles: MeanProfiles) -> Matrix:
    """Shares as they are, means over the total; (k, p), NaN where the total is 0."""
    means, total = np.asarray(profiles.means, float), np.asarray(profiles.total, float)
    size = np.where(total == 0, np.nan, np.abs(total))
    return np.where(profiles.binary, means, 1 + (means - total) / size)


def relative_total(profiles: MeanProfiles) -> Matrix:
    """Shares of all customers, and 1 for the mean of a metric variable; shape (p,)."""
    return np.where(profiles.binary, np.asarray(profiles.total, float), 1.0)
