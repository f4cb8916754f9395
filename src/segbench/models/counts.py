"""What came of assigning customers, added up over the parts of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from segbench.core import NOISE, Labels


@dataclass(frozen=True)
class Counts:
    """How many customers got what."""

    sizes: tuple[int, ...]  # by segment
    noise: int
    refused: int  # for a gap that is not to be filled
    unknown: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # new levels

    @staticmethod
    def of(labels: Labels, k: int, refused: int) -> Counts:
        """Count labels, shape (n,)."""
        sizes = np.bincount(labels[labels != NOISE], minlength=k)
        return Counts(tuple(sizes.tolist()), int((labels == NOISE).sum()), refused)

    @property
    def customers(self) -> int:
        """All of them."""
        return sum(self.sizes) + self.noise + self.refused

    def __add__(self, other: Counts) -> Counts:
        """Add up two parts."""
        unknown = {column: dict(levels) for column, levels in self.unknown.items()}
        for column, levels in other.unknown.items():
            sums = unknown.setdefault(column, {})
            for level, count in levels.items():
                sums[level] = sums.get(level, 0) + count
        return Counts(
            tuple(a + b for a, b in zip(self.sizes, other.sizes, strict=True)),
            self.noise + other.noise,
            self.refused + other.refused,
            unknown,
        )
