"""What became of every segment: kept, split, merged, vanished, lost; and who is new.

The rules are those of MONIC: overlaps of the same customers above two thresholds.

References
----------
Spiliopoulou, Ntoutsi, Theodoridis & Schult 2006, doi:10.1145/1150402.1150491
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import Labels, Matrix
from segbench.reevaluation.findings import Kind
from segbench.reevaluation.matching import matched, overlaps
from segbench.reevaluation.shares import GONE

MOST = 0.5
"""Share above which a segment goes to another, or comes from it."""

PART = 0.2
"""Share of an old segment that a part of it holds at least."""

PIECE = 0.1
"""Share of a merged segment that each of its origins makes up at least."""

STAYED = 0.7
"""Part of its old share that is left of a segment beside which another was born.

What is left of a segment that has split is less.
"""

NOTICED = 0.02
"""Share of all customers who are far and in one new segment: 1 % are far anyway."""


@dataclass(frozen=True)
class Transition:
    """What became of old segments, or where a new one comes from.

    The strength is the second largest part of a segment that has split, the least share
    of a segment that went into a merged one, what is not found again of a lost one, and
    the far customers of a new one, as a share of all.
    """

    kind: Kind
    old: tuple[int, ...]
    new: tuple[int, ...]
    overlap: float  # Jaccard similarity with the matched one; share far when born
    strength: float = 1.0  # how much of it happened, to be held against chance

    @property
    def events(self) -> frozenset[tuple[str, ...]]:
        """What is counted in resamples: segments by themselves, pairs when merged."""
        if self.kind is Kind.BORN:
            return frozenset({(Kind.BORN.value,)})
        if self.kind is not Kind.MERGED:
            return frozenset({(self.kind.value, str(self.old[0]))})
        pairs = [(i, j) for i in self.old for j in self.old if i < j]
        return frozenset({(Kind.MERGED.value, str(i), str(j)) for i, j in pairs})


@dataclass(frozen=True)
class _Overlap:
    """Both labelings of the same customers, counted."""

    counts: NDArray[np.int64]  # shape (k_old, k_new)
    forward: Matrix  # share of the old segment
    backward: Matrix  # share of the new segment
    jaccard: Matrix
    far: Matrix  # share of the new segment that is far from all old ones
    crowd: Matrix  # those who are far in it, as a share of all customers
    shares: Matrix  # of the old segments in the old customers
    n_customers: int


def transitions(
    old: Labels, new: Labels, far: NDArray[np.bool_], shares: Sequence[float]
) -> list[Transition]:
    """Tell what became of every old segment.

    Parameters
    ----------
    old : ndarray of shape (m,)
        Old segments of the customers, as assigned; -1 = in none.
    new : ndarray of shape (m,)
        Segments of the same customers clustered anew.
    far : ndarray of bool, shape (m,)
        Who is beyond the reach of every old segment.
    shares : sequence of float
        Of the old segments in the old customers, k.

    Returns
    -------
    list of Transition
        At least one for every old segment, then the new ones that came from nowhere.
    """
    table = _overlap(old, new, far, np.asarray(shares))
    gone = [
        i for i, share in enumerate(shares) if np.mean(old == i) < GONE * share
    ]  # whose few stragglers say nothing about where it went
    split = {
        i: parts
        for i in range(len(shares))
        if i not in gone and len(parts := _parts(table, i)) > 1
    }
    scattered = {c for parts in split.values() for c in parts}
    merged = _merged(table, gone)
    # What two segments moved into between them is far from both, and not from nowhere.
    told = scattered | {c for one in merged for c in one.new}
    crowds = (table.far >= MOST) & (table.crowd >= NOTICED)
    born = [c for c in np.flatnonzero(crowds).tolist() if c not in told]
    return [
        *(Transition(Kind.VANISHED, (i,), (), 0.0) for i in gone),
        *(
            Transition(
                *(Kind.SPLIT, (i,), parts, float(table.jaccard[i].max())),
                strength=float(sorted(table.forward[i, list(parts)])[-2]),
            )
            for i, parts in split.items()
        ),
        *merged,
        *_others(table, {*gone, *split, *(i for one in merged for i in one.old)}),
        *(
            Transition(
                *(Kind.BORN, (), (c,), float(table.far[c])),
                strength=float(table.crowd[c]),
            )
            for c in born
        ),
    ]


def _overlap(
    old: Labels, new: Labels, far: NDArray[np.bool_], shares: Matrix
) -> _Overlap:
    counts, k = overlaps(old, new), len(shares)
    counts = np.vstack([counts, np.zeros((k - len(counts), counts.shape[1]), int)])
    of_old = np.bincount(old[old >= 0], minlength=k)[:, None]
    of_new = np.bincount(new[new >= 0], minlength=counts.shape[1])[None]
    heavy = np.bincount(new[(new >= 0) & far], minlength=counts.shape[1])
    with np.errstate(invalid="ignore", divide="ignore"):
        return _Overlap(
            counts,
            np.nan_to_num(counts / of_old),
            np.nan_to_num(counts / of_new),
            np.nan_to_num(counts / (of_old + of_new - counts)),
            np.nan_to_num(heavy / of_new[0]),
            heavy / len(old),
            shares,
            len(old),
        )


def _parts(table: _Overlap, i: int) -> tuple[int, ...]:
    """New segments that an old one fell into.

    Those that are far off are none of it where the segment itself is still there.
    """
    own = (table.backward[i] > MOST) & (table.forward[i] >= PART)
    near = own & (table.far < MOST)
    left = table.counts[i, near].sum() / table.n_customers
    stayed = left >= STAYED * table.shares[i]
    return tuple(np.flatnonzero(near if stayed else own).tolist())


def _merged(table: _Overlap, gone: Sequence[int]) -> list[Transition]:
    found = []
    for c in range(table.counts.shape[1]):
        inside = (table.forward[:, c] > MOST) & (table.backward[:, c] >= PIECE)
        rows = tuple(i for i in np.flatnonzero(inside).tolist() if i not in gone)
        if len(rows) > 1:
            overlap = float(table.jaccard[list(rows), c].max())
            least = float(table.forward[list(rows), c].min())
            found.append(Transition(Kind.MERGED, rows, (c,), overlap, least))
    return found


def _others(table: _Overlap, told: set[int]) -> list[Transition]:
    """Kept, where the matched segment is mostly the same; else lost."""
    partners = {old: new for new, old in matched(table.counts).items()}
    found = []
    for i in range(len(table.counts)):
        if i in told:
            continue
        c = partners.get(i)
        overlap = 0.0 if c is None else float(table.jaccard[i, c])
        kind = Kind.KEPT if overlap >= MOST else Kind.LOST
        new = () if c is None else (c,)
        found.append(Transition(kind, (i,), new, overlap, 1 - overlap))
    return found
