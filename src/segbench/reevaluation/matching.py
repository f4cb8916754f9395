"""Which segment of one segmentation is which of another: names that stay."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segbench.core import Labels
from segbench.errors import UserError
from segbench.scoring.agreement import contingency


def overlaps(old: Labels, new: Labels) -> NDArray[np.int64]:
    """Count the customers of every pair of segments, noise of either left out.

    Parameters
    ----------
    old, new : ndarray of shape (n_customers,)
        Segments 0..k-1 of the same customers, -1 = noise.

    Returns
    -------
    ndarray of shape (k_old, k_new)

    Raises
    ------
    UserError
        If the two do not have one label for each customer.
    """
    if np.ndim(old) != 1 or np.shape(old) != np.shape(new):
        raise UserError(
            "segments are matched customer by customer: expected two lists of equal "
            f"length, got the shapes {np.shape(old)} and {np.shape(new)}; give the "
            "labels of the same customers twice"
        )
    k = int(np.max(old, initial=-1)) + 1
    table: NDArray[np.int64] = contingency(old[None], new[None], k)[0, :-1, :-1]
    return table


def match_segments(old_labels: Labels, new_labels: Labels) -> dict[int, int]:
    """Give every new segment the number of the old one it shares most customers with.

    The pairs are chosen together, so that as many customers as possible keep their
    number (Kuhn 1955). A new segment that is left over, or shares nobody with its
    partner, gets a number that no old segment has.

    Parameters
    ----------
    old_labels, new_labels : ndarray of shape (n_customers,)
        Segments of the same customers, -1 = noise.

    Returns
    -------
    dict
        From the new number to the one to show; every number once.

    References
    ----------
    Kuhn 1955, doi:10.1002/nav.3800020109
    """
    table = overlaps(old_labels, new_labels)
    partners = matched(table)
    fresh = iter(range(table.shape[0], table.shape[0] + table.shape[1]))
    return {
        new: partners[new] if new in partners else next(fresh)
        for new in range(table.shape[1])
    }


def matched(table: NDArray[np.int64]) -> dict[int, int]:
    """Pair columns with rows so that most is on the diagonal; empty pairs left out."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(table, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {column: row for row, column in pairs if table[row, column] > 0}


def renamed(labels: Labels, names: dict[int, int]) -> Labels:
    """Number labels as a mapping says; noise stays -1."""
    lookup = np.array([*(names[i] for i in range(len(names))), -1], dtype=np.int64)
    found: Labels = lookup[labels]
    return found


def color_numbers(labelings: Sequence[Labels]) -> list[NDArray[np.int64]]:
    """Number the colours of a sequence of segmentations, so that like is drawn alike.

    Parameters
    ----------
    labelings : sequence of ndarray of shape (n_customers,)
        Segmentations of the same customers, such as k = 4, 5, 6; -1 = noise.

    Returns
    -------
    list of ndarray of shape (k,)
        For every segment its colour's number. The first segmentation has 0..k-1; the
        others take over the colour of the segment they share most customers with in
        the one before, and new segments the lowest number that is not in use.
    """
    found: list[NDArray[np.int64]] = []
    for i, labels in enumerate(labelings):
        k = int(np.max(labels, initial=-1)) + 1
        if i == 0:
            found.append(np.arange(k))
            continue
        partners = matched(overlaps(labelings[i - 1], labels))
        taken = {new: int(found[-1][old]) for new, old in partners.items()}
        free = (n for n in range(k + len(found[-1])) if n not in taken.values())
        found.append(
            np.array([taken[s] if s in taken else next(free) for s in range(k)])
        )
    return found
