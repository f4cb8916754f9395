"""What labels have to be: checked, numbered by size, told from degenerate ones."""

from __future__ import annotations

from typing import Any

import numpy as np

from segbench.core import NOISE, Labels, Status


def checked_labels(labels: Any, n_customers: int, *, assigns_noise: bool) -> Labels:
    """Hold what an algorithm gave against the contract, then make it canonical.

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
    return canonical(array.astype(np.int64))


def canonical(labels: Labels) -> Labels:
    """Number segments 0..k-1 by size, ties by their first customer; -1 stays.

    Equal partitions thereby get equal labels, whatever numbers came out.
    """
    assigned = labels != NOISE
    names, first, inverse, counts = np.unique(
        labels[assigned], return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -counts))
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(len(names))
    result = np.full(labels.shape, NOISE, dtype=np.int64)
    result[assigned] = rank[inverse]
    return result


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
