"""Categories in draws of null models: everybody gets one level of each.

A model of numbers draws the columns of levels as if they were quantities. Each customer
then gets the level that stands out most among them, with an offset a level so that the
levels have the shares that they have in the data: a probit model with several levels,
whose associations between variables are those of the drawn columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from segbench.core import Block, Matrix
from segbench.scoring.null_model import NullModel

_PILOT = 1_000  # customers that offsets are found on
_SWEEPS = 8  # over the levels; two levels need one


@dataclass(frozen=True)
class Levels:
    """The levels of one categorical variable."""

    columns: tuple[int, ...]  # of the matrix
    values: Matrix  # of the column of one's own level, shape (levels,)
    size: Matrix  # what draws are divided by, shape (levels,)
    offsets: Matrix  # what is added, shape (levels,); -inf for a level nobody has

    def choose(self, drawn: Matrix) -> Matrix:
        """Give every row of the variable's columns one level."""
        columns = drawn[:, list(self.columns)]
        chosen = (columns / self.size + self.offsets).argmax(axis=1)
        found = np.zeros_like(columns)
        found[np.arange(len(found)), chosen] = self.values[chosen]
        return found


@dataclass(frozen=True)
class WithCategories:
    """A model whose draws have one level of each categorical variable."""

    model: NullModel
    variables: tuple[Levels, ...]

    @property
    def name(self) -> str:
        """Name of the model."""
        return self.model.name

    def draw(self, rng: np.random.Generator, n: int | None = None) -> Matrix:
        """Draw n customers and give them their levels."""
        return self.give_levels(self.model.draw(rng, n))

    def give_levels(self, drawn: Matrix) -> Matrix:
        """Replace what was drawn for levels by one level of each variable."""
        given = drawn.copy()
        for one in self.variables:
            given[:, list(one.columns)] = one.choose(drawn)
        return given

    @classmethod
    def fit(
        cls,
        X: Matrix,
        model: NullModel,
        categories: Sequence[Block],
        pilot: Matrix | None = None,
    ) -> WithCategories:
        """Find the offsets that give the levels their shares in the data.

        Parameters
        ----------
        X : ndarray of shape (n, d)
            The data; a column of a level is above 0 for those who have it.
        model : NullModel
            Fitted to the data, columns of levels taken as quantities.
        categories : sequence of Block
            The categorical variables.
        pilot : ndarray of shape (m, d), optional
            Draws of the model; a thousand are drawn where there are none.
        """
        if pilot is None:
            pilot = model.draw(np.random.default_rng(0), _PILOT)
        return cls(model, tuple(_levels(X, pilot, one) for one in categories))


def _levels(X: Matrix, pilot: Matrix, block: Block) -> Levels:
    columns = list(block.columns)
    values = X[:, columns].max(axis=0)
    shares = (X[:, columns] > 0).mean(axis=0)
    size = pilot[:, columns].std(axis=0)
    size[size == 0] = 1.0
    drawn = pilot[:, columns] / size
    return Levels(block.columns, values, size, _offsets(drawn, shares))


def _offsets(drawn: Matrix, shares: Matrix) -> Matrix:
    """Set the offset of a level so that it has its share among the others, in turn."""
    offsets = np.where(shares > 0, 0.0, -np.inf)
    present = np.flatnonzero(shares > 0)
    if len(present) < 2:
        return offsets
    for _ in range(1 if len(present) == 2 else _SWEEPS):
        for level in present[1:]:  # the first stays where it is
            others = [i for i in present if i != level]
            lead = (drawn[:, others] + offsets[others]).max(axis=1) - drawn[:, level]
            offsets[level] = np.quantile(lead, shares[level])
    return offsets
