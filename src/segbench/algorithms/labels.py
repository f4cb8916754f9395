"""What labels have to be: checked, numbered by size, told from degenerate ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from segbench.core import NOISE, Labels, Status

SMALL_UP_TO = 50_000
"""Customers above which labels are kept in four bytes: dozens of settings add up."""


def are_plain_labels(stack: Sequence[Any], n_customers: int) -> bool:
    """Tell at once whether many labels keep the contract and have no noise.

    Most do, and looking at each by itself would cost more than a small fit.
    """
    shape, whole = (n_customers,), np.dtype(np.int64)
    for one in stack:
        if type(one) is not np.ndarray or one.shape != shape or one.dtype != whole:
            return False
    if not stack or not n_customers:
        return False
    together = np.concatenate(stack)
    return bool(together.min() >= 0 and together.max() <= n_customers)


def checked_labels(labels: Any, n_customers: int, *, assigns_noise: bool) -> Labels:
    """Hold what an algorithm gave against the contract.

    Returns
    -------
    ndarray of shape (n_customers,)
        The labels; large numbers are replaced by small ones, so that tables can be
        counted by label.

    Raises
    ------
    ValueError
        With what was expected and what came.
    """
    array = np.asarray(labels)
    if array.shape != (n_customers,):
        expected = f"expected labels of shape ({n_customers},)"
        raise ValueError(f"{expected}, got {array.shape}")
    if not np.issubdtype(array.dtype, np.integer):
        raise ValueError(f"expected whole-number labels, got {array.dtype}")
    if array.min(initial=0) < NOISE:
        raise ValueError(f"expected labels of at least -1, got {array.min()}")
    if not assigns_noise and (array == NOISE).any():
        raise ValueError("got the noise label -1, but assigns_noise is not declared")
    found = array.astype(np.int64)
    return _without_gaps(found) if found.max(initial=0) > n_customers else found


def canonical(labels: Labels) -> Labels:
    """Number segments 0..k-1 by size, ties by their first customer; -1 stays.

    Equal partitions thereby get equal labels, whatever numbers came out.
    """
    if labels.max(initial=0) > len(labels):
        labels = _without_gaps(labels)
    assigned = np.flatnonzero(labels != NOISE)
    found = labels[assigned]
    counts = np.bincount(found)
    first = np.zeros(len(counts), dtype=np.int64)
    first[found[::-1]] = assigned[::-1]  # the last one written is the first customer
    order = np.lexsort((first, -counts))
    rank = np.empty(len(counts), dtype=np.int64)
    rank[order] = np.arange(len(counts))
    kind = np.int32 if len(labels) > SMALL_UP_TO else np.int64
    result = np.full(labels.shape, NOISE, dtype=kind)
    result[assigned] = rank[found]
    return result


def _without_gaps(labels: Labels) -> Labels:
    """Replace large numbers by their order; counting by number needs small ones."""
    values, codes = np.unique(labels, return_inverse=True)
    shift = int(values[0] == NOISE)
    return codes.astype(np.int64) - shift


def status_of(labels: Labels) -> tuple[Status, str]:
    """Tell a labeling that can be scored from a degenerate one, and why."""
    k = int(labels.max(initial=NOISE)) + 1
    assigned = int(np.count_nonzero(labels != NOISE))
    if k == 0:
        return Status.ALL_NOISE, "every customer is noise"
    if k == 1 and assigned == len(labels):
        return Status.ONE_CLUSTER, "every customer is in one segment"
    if k == 1:
        return Status.TOO_FEW, "one segment, the other customers are noise"
    if k == assigned:
        return Status.ALL_SINGLETONS, "every segment holds a single customer"
    return Status.OK, ""
