"""The first customers, found again by their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segbench.core import Labels, Matrix
from segbench.models.rules import Given


@dataclass(frozen=True, eq=False)
class Known:
    """Values that first customers had, as `Encoder.values` gives them, and segments.

    Customers with equal values and several segments are not known: by their values they
    cannot be told apart.
    """

    values: Matrix = field(repr=False)  # shape (n, n_columns), in the order of `hashes`
    labels: Labels  # shape (n,)

    @property
    def hashes(self) -> NDArray[np.uint64]:
        """Ascending, shape (n,)."""
        return _hashes(self.values)

    def ranges(self, columns: Sequence[str]) -> dict[str, tuple[float, float]]:
        """Smallest and largest value of each column; those of gaps alone left out."""
        return {
            name: (float(np.nanmin(column)), float(np.nanmax(column)))
            for name, column in zip(columns, self.values.T, strict=True)
            if not np.isnan(column).all()
        }

    def kept(self, values: Matrix, given: Given, measure: float | None) -> Given:
        """Let those who are known keep their segments.

        Parameters
        ----------
        values : ndarray of shape (n_customers, n_columns)
            As `Encoder.values` gives them.
        given : Given
            What a rule gives them.
        measure : float or None
            Of those who are known, with a confidence of 1; None leaves both as the
            rule has them.
        """
        hashes, mine = self.hashes, _hashes(values)
        places = np.searchsorted(hashes, mine)
        places[places == len(hashes)] = 0
        same = (hashes[places] == mine) & _equal(self.values[places], values)
        labels = np.where(same, self.labels[places], given.labels)
        if measure is None:
            return Given(labels, given.measure, given.confidence)
        return Given(
            labels,
            np.where(same, measure, given.measure),
            np.where(same, 1.0, given.confidence),
        )


def learn_known(values: Matrix, labels: Labels) -> Known:
    """Remember the first customers, each set of equal values once."""
    hashes = _hashes(values)
    order = np.argsort(hashes, kind="stable")
    values, labels, hashes = values[order], labels[order], hashes[order]
    first = np.r_[True, hashes[1:] != hashes[:-1]]
    group = np.cumsum(first) - 1
    low = np.minimum.reduceat(labels, np.flatnonzero(first))
    high = np.maximum.reduceat(labels, np.flatnonzero(first))
    kept = first & (low == high)[group]
    return Known(values[kept], labels[kept])


def _hashes(values: Matrix) -> NDArray[np.uint64]:
    frame = pd.DataFrame(values + 0.0)  # no minus zero
    hashes = pd.util.hash_pandas_object(frame, index=False)
    return np.asarray(hashes.to_numpy(), dtype=np.uint64)


def _equal(one: Matrix, other: Matrix) -> NDArray[np.bool_]:
    same = (one == other) | (np.isnan(one) & np.isnan(other))
    found: NDArray[np.bool_] = same.all(axis=1)
    return found
