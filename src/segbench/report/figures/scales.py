"""Axes of quantities with long tails, such as money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from segbench.core import Matrix

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SKEWED = 8.0
"""An axis is logarithmic when the 99th percentile is so many times the median."""

_LINEAR_PART = 0.6  # width below the first power of ten, in decades


@dataclass(frozen=True)
class Scale:
    """How a quantity is laid on an axis."""

    log: bool = False
    start: float = 0.0  # linear below, so that zeros have a place; 0 = nowhere

    @property
    def words(self) -> str:
        """What to write behind the quantity's name."""
        if not self.log:
            return ""
        return f"  (log above {self.start:,g})" if self.start else "  (log)"

    def put_on(self, axes: Axes, side: str) -> None:
        """Set the scale of the axis ``"x"`` or ``"y"``."""
        setter = axes.set_xscale if side == "x" else axes.set_yscale
        if self.log and self.start:
            setter("symlog", linthresh=self.start, linscale=_LINEAR_PART)
        elif self.log:
            setter("log")

    def bins(self, values: Matrix, n: int) -> list[float]:
        """Edges of n bins that look equally wide on this scale."""
        if not self.log:
            return [float(edge) for edge in np.histogram_bin_edges(values, n)]
        from matplotlib.scale import LogTransform, SymmetricalLogTransform

        forward = (
            SymmetricalLogTransform(10, self.start, _LINEAR_PART)
            if self.start
            else LogTransform(10)
        )
        ends = forward.transform(np.array([values.min(), values.max()]))
        edges = forward.inverted().transform(
            np.linspace(float(ends[0]), float(ends[1]), n + 1)
        )
        edges[[0, -1]] = values.min(), values.max()  # rounding leaves nobody out
        return [float(edge) for edge in edges]


def scale_of(values: Matrix, log: bool | None = None) -> Scale:
    """Choose the scale for a quantity.

    Parameters
    ----------
    values : ndarray of shape (n,)
        What is missing is not looked at.
    log : bool, optional
        What the reader wants; by default the scale is logarithmic where there are no
        negative values and a long tail. Negative values are never on such a scale.
    """
    known = values[np.isfinite(values)]
    positive = known[known > 0]
    if log is False or not len(positive) or known.min() < 0:
        return Scale()
    middle, high = np.quantile(known, [0.5, 0.99])
    if known.max() <= known.min() or (log is None and high < SKEWED * middle):
        return Scale()
    if len(positive) == len(known):
        return Scale(log=True)
    lowest = float(np.quantile(positive, 0.05))
    return Scale(log=True, start=float(10.0 ** np.floor(np.log10(lowest))))
