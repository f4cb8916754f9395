"""Silhouettes of many labelings from one pass over the distances."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from segbench.core import NOISE, Labels, Matrix

BLOCK_BYTES = 64 * 2**20
"""Memory for one block of rows of the distance matrix."""


def silhouette_samples(X: Matrix, stack: Labels) -> Matrix:
    """Silhouette of every customer under every labeling.

    ``s = (b - a) / max(a, b)``: a is the mean distance to the other customers of the
    own segment, b the smallest mean distance to another segment. A customer alone in
    a segment has 0; so has one with ``a = b = 0``.

    Parameters
    ----------
    X : ndarray of shape (n_customers, n_features)
        The space.
    stack : ndarray of shape (n_labelings, n_customers)
        Canonical labelings with at least two segments each; -1 = noise.

    Returns
    -------
    ndarray of shape (n_labelings, n_customers)
        In [-1, 1], large is good; NaN for noise, which counts for nobody.

    References
    ----------
    Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7
    """
    sums = _sums_by_segment(X, stack)
    return np.array([_from_sums(*pair) for pair in zip(sums, stack, strict=True)])


def _sums_by_segment(X: Matrix, stack: Labels) -> list[Matrix]:
    """Distances from every customer summed by segment, per labeling (n, k)."""
    memberships = [_one_hot(labels) for labels in stack]
    columns = np.hstack(memberships)
    total = np.empty((len(X), columns.shape[1]))
    block = max(1, BLOCK_BYTES // (8 * len(X)))
    for start in range(0, len(X), block):
        total[start : start + block] = cdist(X[start : start + block], X) @ columns
    edges = np.cumsum([m.shape[1] for m in memberships])[:-1]
    return np.split(total, edges, axis=1)


def _one_hot(labels: Labels) -> Matrix:
    member: Matrix = (labels[:, None] == np.arange(labels.max() + 1)).astype(np.float64)
    return member


def _from_sums(sums: Matrix, labels: Labels) -> NDArray[np.float64]:
    """Silhouettes from the sums of distances to each segment, shape (n, k)."""
    n, k = sums.shape
    assigned = labels != NOISE
    counts = np.bincount(labels[assigned], minlength=k)
    own = np.where(assigned, labels, 0)
    rows = np.arange(n)
    others = np.maximum(counts[own] - 1, 1)
    a = sums[rows, own] / others
    means = sums / counts
    means[rows, own] = np.inf
    b = means.min(axis=1)
    widest = np.maximum(a, b)
    s: Matrix = np.divide(b - a, widest, out=np.zeros(n), where=widest > 0)
    s[counts[own] == 1] = 0.0
    s[~assigned] = np.nan
    return s
