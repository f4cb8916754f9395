"""A criterion for the number of segments, and how its work is divided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from segbench.core import Matrix, Metric, Space
from segbench.executors import Lost

Computation = Callable[[Space, tuple[int, ...]], tuple[Matrix, Matrix]]
"""Computes a criterion for some k and its error."""

Piece = tuple[Computation, Space, tuple[int, ...]]
"""Some of its work: arguments of `computed`."""


@dataclass(frozen=True)
class Criterion:
    """What speaks for a number of segments, and how its work is divided."""

    compute: Computation
    parts: int = 1  # pieces that the numbers of segments are shared out to

    def shared_out(self, space: Space, ks: tuple[int, ...]) -> list[Piece]:
        """Divide the work, but where distances or a tree serve every k at once."""
        parts = self.parts if space.metric is Metric.EUCLIDEAN else 1
        some = np.array_split(ks, min(parts, len(ks)))
        return [(self.compute, space, tuple(map(int, one))) for one in some]


def computed(
    compute: Computation, space: Space, ks: tuple[int, ...]
) -> tuple[Matrix, Matrix]:
    """Do a piece of the work: values and errors, by k."""
    return compute(space, ks)


def joined(parts: Sequence[Any]) -> tuple[Matrix, Matrix] | None:
    """Put values and errors of one criterion together; None when a part was lost."""
    if any(isinstance(one, Lost) for one in parts):
        return None
    values, errors = zip(*parts, strict=True)
    return np.concatenate(values), np.concatenate(errors)
