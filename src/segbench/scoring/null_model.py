"""What a model of customers without segments does, and how its draws are settled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from segbench.core import Matrix
from segbench.scoring.levels import find_levels, snap
from segbench.scoring.margins import Vector

_BITS = 24  # of the spread, kept of a draw: seven digits


class NullModel(Protocol):
    """A model of customers without segments, fitted to data."""

    @property
    def name(self) -> str:
        """One of `nulls.FAMILIES`, or `nulls.STABILITY_FAMILY`."""

    def draw(self, rng: np.random.Generator, n: int | None = None) -> Matrix:
        """Draw n customers, as many as there were in the data by default."""


@dataclass(frozen=True)
class Settled:
    """A model whose draws take no value that says more than it may.

    Coarse columns take only the values that they have in the data. Points of a rating
    from 1 to 5 lie in heaps; a smooth draw has none, and heaps would pass for segments.

    The others are rounded to about a ten-millionth of their spread. Libraries of linear
    algebra add in another order on other processors, and of many segments in customers
    without any, the last digits decide which ones an algorithm ends in.
    """

    model: NullModel
    levels: Mapping[int, Vector]  # values of a coarse column, by its number
    steps: Vector  # shape (d,), powers of 2; 0 = not rounded

    @property
    def name(self) -> str:
        """Name of the model."""
        return self.model.name

    def draw(self, rng: np.random.Generator, n: int | None = None) -> Matrix:
        """Draw n customers and move them to the nearest values there are."""
        drawn = self.model.draw(rng, n)
        steps = np.where(self.steps > 0, self.steps, 1.0)
        rounded = np.where(self.steps > 0, np.round(drawn / steps) * steps, drawn)
        return snap(rounded, self.levels)


def settled(
    models: Iterable[NullModel], X: Matrix, own: Collection[int] = ()
) -> tuple[Settled, ...]:
    """Settle models of the data X; the columns `own` have levels of their own."""
    levels = {i: found for i, found in find_levels(X).items() if i not in own}
    steps = steps_of(X)
    return tuple(Settled(model, levels, steps) for model in models)


def steps_of(X: Matrix) -> Vector:
    """Find the power of 2 that is about a ten-millionth of every column's spread.

    0 where there is none: the column is constant, or its squares leave the numbers.
    """
    # Scaled data have a spread of 1, where the power must not hang on the last digit.
    spread = 1.4 * X.std(axis=0)
    usable = (spread > 0) & np.isfinite(spread)
    exponents = np.frexp(np.where(usable, spread, 1.0))[1]
    return np.where(usable, np.ldexp(1.0, exponents - _BITS), 0.0)
