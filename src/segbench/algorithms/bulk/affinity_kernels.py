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


@jit()
def _hear(i: int, damping: Any, support: Any, responsible: Any, available: Any) -> None:
    """Update how available everybody is to customer i."""
    fresh = np.float32(1) - damping
    for j in range(len(support)):
        if j == i:
            message = support[j] - responsible[j]
        else:
            message = min(support[j] - max(responsible[j], np.float32(0)), 0.0)
        available[j] = damping * available[j] + fresh * np.float32(message)


@jit()
def _best_two(available: Any, similar: Any) -> tuple[int, float, float]:
    """Return the best exemplar for a customer, its value and that of the next one."""
    best, second, at = -np.inf, -np.inf, 0
    for j in range(len(similar)):
        value = available[j] + similar[j]
        if value > best:
            best, second, at = value, best, j
        elif value > second:
            second = value
    return at, best, second


@jit()
def _answer(
    i: int, damping: Any, similar: Any, available: Any, responsible: Any, gathered: Any
) -> None:
    """Update whom customer i holds responsible, and add up the support of each."""
    fresh = np.float32(1) - damping
    at, best, second = _best_two(available, similar)
    for j in range(len(similar)):
        message = similar[j] - np.float32(second if j == at else best)
        found = damping * responsible[j] + fresh * message
        responsible[j] = found
        if j == i or found > 0:
            gathered[j] += found


@jit()
def _vote(
    damping: Any, support: Any, responsible: Any, available: Any, exemplar: Any
) -> bool:
    """Mark the exemplars of a round; tell whether others were marked before."""
    fresh = np.float32(1) - damping
    changed = False
    for j in range(len(support)):
        own = responsible[j, j]
        coming = damping * available[j, j] + fresh * np.float32(support[j] - own)
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
    support = np.zeros(n)
    stayed = 0
    for turn in range(max_iter):
        gathered = np.zeros(n)
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
