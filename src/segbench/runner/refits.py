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

    def matrix(
        self, kept: Matrix, space: Space, name: str, n_customers: int | None = None
    ) -> Matrix:
        """Return what is clustered: the customers kept, with noise for the others."""
        if self.scheme is not Scheme.NOISE:
            return kept
        n = space.n_customers if n_customers is None else n_customers
        seed = seed_for(space.key.seed, space.key, name, "noise")
        return with_noise(kept, n - len(kept), seed)


def labels_on(outcomes: Sequence[Outcome], n_kept: int) -> list[Labels | None]:
    """Return the labels of the customers that were kept; noise comes after them."""
    return [None if one.labels is None else one.labels[:n_kept] for one in outcomes]
