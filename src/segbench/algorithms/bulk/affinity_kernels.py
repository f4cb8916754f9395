"""Compiled rounds of affinity propagation: one pass over the messages a round.

References
----------
Frey and Dueck (2007). Clustering by passing messages between data points. Science
315, 972-976. doi:10.1126/science.1136800
"""

from __future__ import annotations

from typing import Any

import numpy as np

from segbench.kernels.jit import jit

ZERO = np.float32(0)
LARGEST = np.finfo(np.float32).max


@jit()
def _hear(i: int, damping: Any, support: Any, responsible: Any, available: Any) -> None:
    """Update how available everybody is to customer i."""
    fresh = np.float32(1) - damping
    own = damping * available[i] + fresh * (support[i] - responsible[i])
    for j in range(len(support)):
        message = min(support[j] - max(responsible[j], ZERO), ZERO)
        available[j] = damping * available[j] + fresh * message
    available[i] = own


@jit()
def _best_two(available: Any, similar: Any) -> Any:
    """Return the best exemplar for a customer, its value and that of the next one."""
    best, second, at = -LARGEST, -LARGEST, 0
    for j in range(len(similar)):
        value = available[j] + similar[j]
        if value > second:
            if value > best:
                best, second, at = value, best, j
            else:
                second = value
    return at, best, second


@jit()
def _answer(
    i: int, damping: Any, similar: Any, available: Any, responsible: Any, gathered: Any
) -> None:
    """Update whom customer i holds responsible, and add up the support of each."""
    fresh = np.float32(1) - damping
    at, best, second = _best_two(available, similar)
    to_best = damping * responsible[at] + fresh * (similar[at] - second)
    for j in range(len(similar)):
        responsible[j] = damping * responsible[j] + fresh * (similar[j] - best)
    responsible[at] = to_best
    for j in range(len(similar)):
        gathered[j] += max(responsible[j], ZERO)
    gathered[i] += min(responsible[i], ZERO)


@jit()
def _vote(
    damping: Any, support: Any, responsible: Any, available: Any, exemplar: Any
) -> bool:
    """Mark the exemplars of a round; tell whether others were marked before."""
    fresh = np.float32(1) - damping
    changed = False
    for j in range(len(support)):
        own = responsible[j, j]
        coming = damping * available[j, j] + fresh * (support[j] - own)
        elected = coming + own > 0
        changed |= elected != exemplar[j]
        exemplar[j] = elected
    return changed


@jit("int64(f4[:, ::1], f4, int64, int64, b1[::1])")
def elect(
    similarities: Any, damping: Any, max_iter: int, patience: int, exemplar: Any
) -> int:
    """Pass messages until the exemplars stay; mark them, return the rounds.

    Parameters
    ----------
    similarities : ndarray of shape (n, n)
        On its diagonal what speaks for a customer as an exemplar.
    damping : float
        How much of a message stays from round to round.
    max_iter : int
        Most rounds; as many are returned where the exemplars never stayed.
    patience : int
        Rounds that the exemplars have to stay.
    exemplar : ndarray of shape (n,)
        Written: who is an exemplar.
    """
    n = len(similarities)
    responsible = np.zeros((n, n), dtype=np.float32)
    available = np.zeros((n, n), dtype=np.float32)
    support = np.zeros(n, dtype=np.float32)
    stayed = 0
    for turn in range(max_iter):
        gathered = np.zeros(n, dtype=np.float32)
        for i in range(n):
            if turn > 0:  # before, nobody has said anything
                _hear(i, damping, support, responsible[i], available[i])
            _answer(i, damping, similarities[i], available[i], responsible[i], gathered)
        support = gathered
        changed = _vote(damping, support, responsible, available, exemplar)
        stayed = 0 if changed else stayed + 1
        if stayed >= patience and 0 < exemplar.sum() < n:
            return turn + 1
    return max_iter
