"""Groups of algorithms that cannot be told apart: bars of the diagram."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segbench.ranking.across.rank_tests import RankTests
from segbench.ranking.across.table import ScoreTable

Clique = tuple[str, ...]
"""Names of neighbours in mean rank, best first, no two of which differ."""


def order_by_rank(table: ScoreTable) -> tuple[int, ...]:
    """Columns from the best mean rank to the worst; equal ones by name."""
    sums = table.ranks.sum(axis=0)  # of halves: equal ones are equal
    names = table.algorithms
    return tuple(sorted(range(len(names)), key=lambda i: (sums[i], names[i])))


def rank_cliques(table: ScoreTable, tests: RankTests) -> tuple[Clique, ...]:
    """Name the groups that the pairwise tests do not tell apart.

    Returns
    -------
    tuple of Clique
        All algorithms in one group if they do not differ at all; none without a test.
    """
    if tests.descriptive:
        return ()
    names = [table.algorithms[i] for i in order_by_rank(table)]
    place = {name: i for i, name in enumerate(names)}
    differ = np.zeros((len(names), len(names)), dtype=bool)
    for pair in tests.pairs:
        i, j = place[pair.first], place[pair.second]
        differ[i, j] = differ[j, i] = pair.differ
    return tuple(tuple(names[i:j]) for i, j in runs_alike(differ))


def runs_alike(differ: NDArray[np.bool_]) -> Sequence[tuple[int, int]]:
    """Find the longest runs of neighbours no two of which differ.

    A bar covers everything between its ends. Two that do not differ but have between
    them one that does are therefore in no common run.

    Parameters
    ----------
    differ : array of bool, shape (n, n)
        Symmetric, in the order of the mean ranks.

    Returns
    -------
    list of (start, stop)
        Of two or more members, none within another.
    """
    n = len(differ)
    runs: list[tuple[int, int]] = []
    for start in range(n):
        stop = start + 1
        while stop < n and not differ[start:stop, stop].any():
            stop += 1
        reaches_further = not runs or stop > runs[-1][1]
        if stop - start >= 2 and reaches_further:
            runs.append((start, stop))
    return runs
