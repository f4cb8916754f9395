"""What the refits of an algorithm on resamples are made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from segbench.cache import content_key
from segbench.core import Labeling, Labels
from segbench.runner.work import Work
from segbench.scoring import compare_labels
from segbench.scoring.agreement import Agreements


@dataclass(frozen=True)
class Candidates:
    """An algorithm's labelings of a space that can be compared with refits."""

    work: Work
    labelings: tuple[Labeling, ...]  # those that refits can be compared with

    @cached_property
    def cache_key(self) -> str:
        """Name the content, once for all pieces that share it."""
        return content_key(self.work, self.labelings)

    @property
    def references(self) -> Labels:
        """Their labels, shape (n_labelings, n_customers)."""
        return np.array([x.labels for x in self.labelings if x.labels is not None])

    @property
    def most_segments(self) -> int:
        """Number of segments of the labeling that has most."""
        return max(labeling.k_found for labeling in self.labelings)


@dataclass(frozen=True)
class Piece:
    """Some resamples of an algorithm's candidates."""

    candidates: Candidates
    start: int  # number of the first resample
    rows: tuple[NDArray[np.int64], ...]  # customers kept, by resample

    @property
    def numbers(self) -> range:
        """Numbers of the resamples."""
        return range(self.start, self.start + len(self.rows))

    def resample_by_resample(self) -> list[Piece]:
        """Split it into its resamples."""
        pairs = zip(self.numbers, self.rows, strict=True)
        return [Piece(self.candidates, number, (rows,)) for number, rows in pairs]

    def no_agreement(self) -> Agreements:
        """Stand for the first resample where there is no refit of it."""
        references = self.candidates.references[:, self.rows[0]]
        nothing = [None] * len(references)
        return compare_labels(references, nothing, self.candidates.most_segments)
