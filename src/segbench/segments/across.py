"""What becomes of segments when there is one more: flows, and who stays together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segbench.core import Labels, Matrix
from segbench.errors import UserError


def flows(before: Labels, after: Labels) -> NDArray[np.int64]:
    """Count the customers of each segment by the segment they came from.

    Parameters
    ----------
    before, after : ndarray of shape (n_customers,)
        Segments 0..k-1 of the same customers, -1 = noise.

    Returns
    -------
    ndarray of shape (k_before, k_after)
        Customers that are noise in either of the two are not counted.

    Raises
    ------
    UserError
        If the two do not have one label for each customer.
    """
    if before.ndim != 1 or before.shape != after.shape:
        raise UserError(
            "two segmentations are compared customer by customer: expected two lists "
            f"of equal length, got the shapes {before.shape} and {after.shape}; "
            "give the labels of the same customers twice"
        )
    k_before, k_after = before.max(initial=-1) + 1, after.max(initial=-1) + 1
    both = (before >= 0) & (after >= 0)
    pairs = before[both] * k_after + after[both]
    counts = np.bincount(pairs, minlength=int(k_before * k_after))
    return counts.astype(np.int64).reshape(int(k_before), int(k_after))


def slsa(labels_before: Labels, labels_after: Labels) -> Matrix:
    """Segment level stability across solutions.

    ``1 - H_h / log(k_before)`` with ``H_h = -sum_j p_j log p_j``, where p_j is the
    share of segment h's members that came from segment j. 1: the segment came whole
    from one segment; 0: it was gathered from all of them in equal parts.

    Parameters
    ----------
    labels_before, labels_after : ndarray of shape (n_customers,)
        Segments 0..k-1 of the same customers, -1 = noise; customers that are noise
        in either are left out.

    Returns
    -------
    ndarray of shape (k_after,)
        In [0, 1]; 1 where there was one segment before; NaN for a segment none of
        whose members was in a segment before.

    Raises
    ------
    UserError
        If the two do not have one label for each customer.

    References
    ----------
    Dolnicar & Leisch 2017, doi:10.1007/s11002-016-9405-7
    Dolnicar, Gruen & Leisch 2018, Market Segmentation Analysis, section 7.5.4
    """
    from scipy.stats import entropy

    counts = flows(labels_before, labels_after)
    k_before, members = len(counts), counts.sum(axis=0)
    stable = np.full(counts.shape[1], np.nan)
    known = members > 0
    if k_before == 1:
        stable[known] = 1.0
    elif known.any():
        stable[known] = 1 - entropy(counts[:, known], axis=0) / np.log(k_before)
    # An entropy of equal parts may exceed log(k) by a rounding error.
    bounded: Matrix = np.clip(stable, 0.0, 1.0)
    return bounded
