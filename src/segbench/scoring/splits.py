"""The best split of data into segments, by one deterministic search.

Ward's tree is cut at every number of segments, and customers then move to the nearest
segment mean until nobody moves: k-means started from the tree. The silhouettes of what
is found are those of `segbench.scoring.silhouette`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from segbench.core import Labels, Matrix
from segbench.kernels import load_kernels
from segbench.scoring.silhouette.exact import silhouette_score

KERNELS = "segbench.scoring.splits_kernels"

_MOST_ROUNDS = 50  # of moving customers; nearly always enough


@dataclass(frozen=True)
class Split:
    """The split of largest mean silhouette among those that are admitted."""

    value: float  # the silhouette; minus infinity when no split is admitted
    k: int | None  # its number of segments; None when no split is admitted


def best_splits(
    X: Matrix, ks: Sequence[int], shares: Sequence[float]
) -> tuple[Split, ...]:
    """Find the best split under each demand on the size of its segments.

    Parameters
    ----------
    X : ndarray of shape (n, d)
    ks : sequence of int
        Numbers of segments, each in 2..n-1.
    shares : sequence of float
        Share of the customers that every segment must have, one demand each.

    Returns
    -------
    tuple of Split
        In the order of `shares`.
    """
    stack = segment(X, ks)
    return best_of_stack(stack, np.asarray(silhouette_score(X, stack)), ks, shares)


def best_of_stack(
    stack: Labels, silhouettes: Matrix, ks: Sequence[int], shares: Sequence[float]
) -> tuple[Split, ...]:
    """Take the labeling of largest silhouette under each demand on its segments.

    Parameters
    ----------
    stack : ndarray of shape (len(ks), n)
        A labeling for every number of segments.
    silhouettes : ndarray of shape (len(ks),)
        NaN where it is undefined.
    ks, shares
        As for `best_splits`.
    """
    smallest = np.array([_smallest(labels) for labels in stack])
    splits = []
    for share in shares:
        is_admitted = (smallest >= share * stack.shape[1] - 1e-9) & ~np.isnan(
            silhouettes
        )
        values = np.where(is_admitted, silhouettes, -np.inf)
        best = int(values.argmax())
        splits.append(
            Split(float(values[best]), ks[best] if is_admitted[best] else None)
        )
    return tuple(splits)


def segment(X: Matrix, ks: Sequence[int]) -> Labels:
    """Segment the customers for every number of segments.

    Returns
    -------
    ndarray of shape (len(ks), n)
        Fewer than k segments where some lost everybody to their neighbours.
    """
    kernels = load_kernels(KERNELS)
    points = np.ascontiguousarray(X)
    pairs, heights = kernels.ward_merges(np.ascontiguousarray(X.T))
    pairs = pairs[heights.argsort(kind="stable")]
    return np.array(
        [
            kernels.settle(
                points, kernels.join(pairs[: len(X) - k], len(X)), k, _MOST_ROUNDS
            )
            for k in ks
        ]
    )


def _smallest(labels: Labels) -> int:
    sizes = np.bincount(labels)
    return int(sizes[sizes > 0].min())
