"""What a refit is made on, and which of its labels count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from segbench.algorithms import Sharing
from segbench.algorithms.outcome import Outcome
from segbench.core import Labels, Matrix, Scheme, Space
from segbench.scoring.stability import with_noise
from segbench.seeds import seed_for


@dataclass(frozen=True)
class Refits:
    """How resamples are refitted."""

    sharing: Sharing
    scheme: Scheme

    def matrix(self, kept: Matrix, space: Space, name: str) -> Matrix:
        """Return what is clustered: the customers kept, with noise for the others."""
        if self.scheme is not Scheme.NOISE:
            return kept
        return with_noise(kept, seed_for(space.key.seed, space.key, name, "noise"))


def labels_on(outcomes: Sequence[Outcome], n_kept: int) -> list[Labels | None]:
    """Return the labels of the customers that were kept; noise comes after them."""
    return [None if one.labels is None else one.labels[:n_kept] for one in outcomes]
