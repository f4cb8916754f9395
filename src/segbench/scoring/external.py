"""Agreement of labelings with known segments; every noise customer stands alone.

scikit-learn's functions check their input anew for every pair, which costs ten times
what the few counts do; here one table of counts serves every index.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segbench.core import NOISE, Labels, Matrix
from segbench.scoring.agreement import adjusted_rand, contingency

_TINY = float(np.finfo(np.float64).eps)


def adjusted_rand_with(truth: Labels, stack: Labels) -> Matrix:
    """Adjusted Rand index of every labeling, shape (L,); NaN where it is 0 / 0.

    Parameters
    ----------
    truth : ndarray of shape (n,)
        Known segments, 0..; nobody unknown among them.
    stack : ndarray of shape (L, n)
        Labelings, -1 = noise.
    """
    repeated = np.broadcast_to(truth, stack.shape)
    return adjusted_rand(contingency(stack, repeated, _most_segments(stack)))


def adjusted_mutual_information_with(truth: Labels, stack: Labels) -> Matrix:
    """Adjusted mutual information, arithmetic mean, shape (L,)."""
    return np.array([_adjusted_mutual_information(t) for t in _tables(truth, stack)])


def v_measure_with(truth: Labels, stack: Labels) -> Matrix:
    """V-measure: harmonic mean of homogeneity and completeness, shape (L,)."""
    return np.array([_v_measure(table) for table in _tables(truth, stack)])


def homogeneity_with(truth: Labels, stack: Labels) -> Matrix:
    """Share of what the known segments tell that the found ones tell too, shape (L,).

    1 where every found segment holds customers of one known segment only; NaN where
    there is one known segment.
    """
    return np.array([_told(table, by=1) for table in _tables(truth, stack)])


def completeness_with(truth: Labels, stack: Labels) -> Matrix:
    """Share of what the found segments tell that the known ones tell too, shape (L,).

    1 where every known segment lies in one found segment; NaN where one was found.
    """
    return np.array([_told(table, by=0) for table in _tables(truth, stack)])


def fowlkes_mallows_with(truth: Labels, stack: Labels) -> Matrix:
    """Geometric mean of the shares of pairs kept together, shape (L,).

    Not corrected for chance; NaN where one side keeps no pair together.
    """
    return np.array([_fowlkes_mallows(table) for table in _tables(truth, stack)])


def _most_segments(stack: Labels) -> int:
    return int(stack.max(initial=NOISE)) + 1


def _tables(truth: Labels, stack: Labels) -> list[NDArray[np.int64]]:
    """Count customers by known and found segment, empty rows and columns left out."""
    repeated = np.broadcast_to(truth, stack.shape)
    counts = contingency(repeated, stack, int(truth.max()) + 1)
    return [_with_singletons(table[:-1]) for table in counts]


def _with_singletons(table: NDArray[np.int64]) -> NDArray[np.int64]:
    """Turn the last column, noise, into one column a customer."""
    noise = np.repeat(np.arange(len(table)), table[:, -1])
    alone = (np.arange(len(table))[:, None] == noise).astype(np.int64)
    whole = np.hstack([table[:, :-1], alone])
    return whole[whole.any(axis=1)][:, whole.any(axis=0)]


def _adjusted_mutual_information(table: NDArray[np.int64]) -> float:
    from sklearn.metrics.cluster import expected_mutual_information

    if _says_nothing(table):
        return float("nan")
    expected = float(expected_mutual_information(table, table.sum()))
    information, largest = _mutual_information(table), _mean_entropy(table)
    gap = largest - expected
    bounded = min(gap, -_TINY) if gap < 0 else max(gap, _TINY)
    return (information - expected) / bounded


def _v_measure(table: NDArray[np.int64]) -> float:
    if _says_nothing(table):
        return float("nan")
    return _mutual_information(table) / _mean_entropy(table)


def _told(table: NDArray[np.int64], by: int) -> float:
    """Mutual information as a share of the entropy of one side's segments."""
    if _says_nothing(table):
        return float("nan")
    entropy = _entropy(table.sum(axis=by))
    return min(1.0, _mutual_information(table) / entropy) if entropy else float("nan")


def _fowlkes_mallows(table: NDArray[np.int64]) -> float:
    if _says_nothing(table):
        return float("nan")
    both, rows, columns = (
        float((counts * (counts - 1.0)).sum())
        for counts in (table, table.sum(axis=1), table.sum(axis=0))
    )
    return both / np.sqrt(rows * columns) if rows and columns else float("nan")


def _says_nothing(table: NDArray[np.int64]) -> bool:
    """Both sides one segment, or both all singletons: agreement is 0 / 0, not 1."""
    return table.shape == (1, 1) or table.shape == (table.sum(),) * 2


def _mutual_information(table: NDArray[np.int64]) -> float:
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    joint = _entropy(table.ravel())
    return max(0.0, _entropy(rows) + _entropy(columns) - joint)


def _mean_entropy(table: NDArray[np.int64]) -> float:
    return (_entropy(table.sum(axis=1)) + _entropy(table.sum(axis=0))) / 2


def _entropy(counts: NDArray[np.int64]) -> float:
    """Entropy in nats of how customers are spread."""
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log(shares)).sum())
