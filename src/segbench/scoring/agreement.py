"""How labelings of the same customers agree, many pairs at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import NOISE, Labels, Matrix


@dataclass(frozen=True)
class Agreements:
    """How S re-clusterings of one resample agree with their references."""

    ari: Matrix  # adjusted Rand index, shape (S,); NaN = undefined
    jaccard: Matrix  # per reference segment, shape (S, k)
    noise_jaccard: Matrix  # of the two noise sets, shape (S,); NaN where both are empty
    failed: NDArray[np.bool_]  # refits that gave no labels, shape (S,)


def compare_labels(
    references: Labels, found: Sequence[Labels | None], k: int
) -> Agreements:
    """Compare labelings of the same customers, pair by pair.

    Parameters
    ----------
    references : ndarray of shape (S, m)
        Labelings of all customers, restricted to the resample; -1 = noise.
    found : sequence of S ndarrays of shape (m,), or None
        Labelings of the resample; None where the refit failed, which counts as no
        agreement: leaving it out of the mean would reward algorithms that fail.
    k : int
        Number of segments of the reference that has most.
    """
    failed = np.array([labels is None for labels in found], dtype=bool)
    nobody = np.full(references.shape[1], NOISE)
    answers = np.array([nobody if labels is None else labels for labels in found])
    table = contingency(references, answers, k)
    ari, segments, noise = adjusted_rand(table), jaccard(table), noise_jaccard(table)
    ari[failed] = segments[failed] = 0.0  # it did not come out again
    noise[failed] = np.nan
    return Agreements(ari, segments, noise, failed)


def contingency(references: Labels, found: Labels, k: int) -> NDArray[np.int64]:
    """Count customers by both labels; the last row and column are noise.

    Returns
    -------
    ndarray of shape (S, k + 1, k_found + 1)
        For references and found of shape (S, m).
    """
    k_found = int(found.max(initial=NOISE)) + 1
    rows = np.where(references == NOISE, k, references)
    columns = np.where(found == NOISE, k_found, found)
    shape = (len(references), k + 1, k_found + 1)
    pair = np.arange(len(references))[:, None]
    cells = np.ravel_multi_index((pair, rows, columns), shape)
    return np.bincount(cells.ravel(), minlength=np.prod(shape)).reshape(shape)


def adjusted_rand(table: NDArray[np.int64]) -> Matrix:
    """Adjusted Rand index with noise customers as singletons.

    Parameters
    ----------
    table : ndarray of shape (S, k + 1, k_found + 1)
        As `contingency` gives it.

    Returns
    -------
    ndarray of shape (S,)
        At most 1, expected 0 by chance; NaN when both sides are one segment or both
        are all singletons, where the index is 0 / 0.

    References
    ----------
    Hubert & Arabie 1985, doi:10.1007/BF01908075
    """
    together = _pairs(table[:, :-1, :-1]).sum(axis=(1, 2))
    left = _pairs(table.sum(axis=2)[:, :-1]).sum(axis=1)
    right = _pairs(table.sum(axis=1)[:, :-1]).sum(axis=1)
    pairs = np.maximum(_pairs(table.sum(axis=(1, 2))), 1)  # a lone customer has none
    expected = left * right / pairs
    largest = (left + right) / 2
    undefined = np.full(len(table), np.nan)
    numerator, denominator = together - expected, largest - expected
    index: Matrix = np.divide(
        numerator, denominator, out=undefined, where=denominator != 0
    )
    return index


def jaccard(table: NDArray[np.int64]) -> Matrix:
    """Largest Jaccard similarity of each reference segment with a found one.

    Customers that became noise stay in the union; the noise set matches nobody. A
    segment without a customer in the resample has 0 (Hennig 2007).

    Returns
    -------
    ndarray of shape (S, k)
        In [0, 1].
    """
    both = table[:, :-1, :-1]
    left, right = table.sum(axis=2)[:, :-1], table.sum(axis=1)[:, :-1]
    union = left[:, :, None] + right[:, None, :] - both
    similarity = np.divide(both, union, out=np.zeros(both.shape), where=union > 0)
    best: Matrix = similarity.max(axis=2, initial=0.0)
    return best


def noise_jaccard(table: NDArray[np.int64]) -> Matrix:
    """Jaccard similarity of the noise sets, shape (S,); NaN where both are empty."""
    both = table[:, -1, -1]
    either = table[:, -1, :].sum(axis=1) + table[:, :, -1].sum(axis=1) - both
    undefined = np.full(len(table), np.nan)
    similarity: Matrix = np.divide(both, either, out=undefined, where=either > 0)
    return similarity


def agreement_of(one: Labels, other: Labels) -> float:
    """Adjusted Rand index of two labelings, every noise customer a segment of one.

    Parameters
    ----------
    one, other : ndarray of shape (n,)
        Canonical labels, -1 = noise.

    Returns
    -------
    float
        At most 1; NaN where it is 0 / 0.
    """
    k = int(one.max(initial=NOISE)) + 1
    return float(adjusted_rand(contingency(one[None], other[None], k))[0])


def _pairs(counts: NDArray[np.int64]) -> Matrix:
    pairs: Matrix = counts * (counts - 1) / 2.0
    return pairs
