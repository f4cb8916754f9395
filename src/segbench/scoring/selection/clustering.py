"""What the statistics ask of a clustering: all samples and all k in one call."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segbench.core import Labels, Matrix
from segbench.seeds import seed_for

ClusterMany = Callable[
    [Sequence[Matrix], Sequence[int], Sequence[int]], Sequence[NDArray[np.int64]]
]
"""From samples (m_b, d), numbers of segments and a seed per sample to labels.

One stack of shape (len(ks), m_b) per sample: any whole numbers from 0 on, everybody in
a segment. A bulk implementation sees all the work at once. It is never asked for k = 1.
"""


def cluster_samples(
    cluster: ClusterMany, samples: Sequence[Matrix], ks: Sequence[int], seed: int
) -> list[Labels]:
    """Cluster every sample for every k, and number the segments 0, 1, ...

    Parameters
    ----------
    cluster : ClusterMany
    samples : sequence of ndarray of shape (m_b, d)
    ks : sequence of int
        Each in 1..m_b; one segment needs no clustering.
    seed : int
        Each sample's seed derives from it and from the sample's position.

    Returns
    -------
    list of ndarray of shape (len(ks), m_b)
        Without gaps in the numbers; fewer than k segments where no more were found.
    """
    fewest = min(len(sample) for sample in samples)
    if not ks or min(ks) < 1 or max(ks) > fewest:
        raise ValueError(
            f"expected numbers of segments in 1..{fewest}, the smallest sample's "
            f"customers, got {list(ks)}"
        )
    asked = [k for k in ks if k > 1]
    seeds = [seed_for(seed, "selection", i) for i in range(len(samples))]
    shapes = [(len(asked), len(sample)) for sample in samples]
    nothing = [np.empty(shape, dtype=np.int64) for shape in shapes]
    stacks = cluster(samples, asked, seeds) if asked else nothing
    return [
        _number_segments(_check(stack, shape), ks)
        for stack, shape in zip(stacks, shapes, strict=True)
    ]


def _check(stack: ArrayLike, shape: tuple[int, int]) -> Labels:
    labels = np.asarray(stack, dtype=np.int64)
    if labels.shape != shape or labels.min(initial=0) < 0:
        raise ValueError(
            f"expected labels of shape {shape} without noise, got shape "
            f"{labels.shape} and lowest label {labels.min(initial=0)}"
        )
    return labels


def _number_segments(stack: Labels, ks: Sequence[int]) -> Labels:
    """Number the segments of one sample's labels, adding those of k = 1."""
    rows = iter(stack)
    together = np.zeros(stack.shape[1], dtype=np.int64)
    return np.array(
        [
            together if k == 1 else np.unique(next(rows), return_inverse=True)[1]
            for k in ks
        ]
    )
