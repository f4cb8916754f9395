"""Stability: whether the segmentation comes out again from a resample.

The scheme is the bootstrap of Hennig (2007) on distinct customers: copies would look
like density to DBSCAN and HDBSCAN.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segbench.core import NOISE, Labels, Matrix, Stability

DISSOLVED_UP_TO = 0.5
RECOVERED_FROM = 0.75
"""Hennig's bounds on the Jaccard similarity of a segment in one resample."""

MANY_RESAMPLES_UP_TO = 2_000
"""Customers up to which a refit is cheap enough for 100 resamples."""

BOOTSTRAP_UP_TO = 20_000
SUBSAMPLE = 5_000
"""Above the first number of customers, resamples are subsamples of the second."""

TRUST = ((0.85, "highly stable"), (0.75, "stable"), (0.6, "a pattern"))
"""Hennig's words for a segment's mean Jaccard similarity, from the value on."""

DOUBTFUL = "do not trust"


@dataclass(frozen=True)
class Agreements:
    """How S re-clusterings of one resample agree with their references."""

    ari: Matrix  # adjusted Rand index, shape (S,); NaN = undefined
    jaccard: Matrix  # per reference segment, shape (S, k)
    noise_jaccard: Matrix  # of the two noise sets, shape (S,); NaN where both are empty
    failed: NDArray[np.bool_]  # refits that gave no labels, shape (S,)


@dataclass(frozen=True)
class Summary:
    """What a table says of a labeling's stability."""

    mean: float  # mean adjusted Rand index; NaN = undefined
    low: float  # Monte-Carlo interval of the mean, 95 %
    high: float
    p05: float  # range over the resamples
    p95: float
    min_jaccard: float  # of the least stable segment
    resamples: int  # drawn
    defined: int  # of them, those with a defined index


def default_resamples(n_customers: int) -> int:
    """Number of resamples when nothing is said: 100, or 25 of large data sets."""
    return 100 if n_customers <= MANY_RESAMPLES_UP_TO else 25


def draw_resamples(
    n_customers: int, n_resamples: int, seed: int
) -> list[NDArray[np.int64]]:
    """Draw the distinct customers of bootstrap samples.

    Returns
    -------
    list of ndarray
        Sorted indices, about 0.632 of the customers each; of more than 20,000
        customers, 5,000 drawn without replacement, which asks for the stability of a
        smaller survey. The same for every algorithm of a space: differences between
        algorithms are paired.
    """
    rng = np.random.default_rng(seed)
    if n_customers > BOOTSTRAP_UP_TO:
        subsets = (
            rng.choice(n_customers, SUBSAMPLE, replace=False)
            for _ in range(n_resamples)
        )
        return [np.sort(indices) for indices in subsets]
    drawn = (rng.integers(0, n_customers, size=n_customers) for _ in range(n_resamples))
    return [np.unique(indices) for indices in drawn]


def compare_labels(
    references: Labels, found: Sequence[Labels | None], k: int
) -> Agreements:
    """Compare labelings of the same customers, pair by pair.

    Parameters
    ----------
    references : ndarray of shape (S, m)
        Labelings of all customers, restricted to the resample; -1 = noise.
    found : sequence of S ndarrays of shape (m,), or None
        Labelings of the resample; None where the refit failed.
    k : int
        Number of segments of the reference that has most.
    """
    failed = np.array([labels is None for labels in found], dtype=bool)
    nobody = np.full(references.shape[1], NOISE)
    answers = np.array([nobody if labels is None else labels for labels in found])
    table = contingency(references, answers, k)
    ari, segments, noise = adjusted_rand(table), jaccard(table), noise_jaccard(table)
    for values in (ari, segments, noise):
        values[failed] = np.nan
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


def collect(resamples: Sequence[Agreements], i: int, k: int) -> Stability:
    """Gather the i-th labeling's agreements, which has k segments, by resample."""
    ari = np.array([one.ari[i] for one in resamples])
    reason = ""
    if np.isnan(ari).all():
        reason = "the agreement is undefined in every resample"
    if all(one.failed[i] for one in resamples):
        reason = "the algorithm failed on every resample"
    return Stability(
        ari=ari,
        jaccard=np.array([one.jaccard[i, :k] for one in resamples]),
        noise_jaccard=np.array([one.noise_jaccard[i] for one in resamples]),
        reason=reason,
    )


def summarise(stability: Stability) -> Summary:
    """Mean and spread over the resamples.

    The interval is ``mean +- 1.96 sd / sqrt(B)``: Monte-Carlo error only. It says how
    well B resamples pin down the mean, not how sure the segmentation is.
    """
    known = stability.ari[~np.isnan(stability.ari)]
    nan = float("nan")
    with warnings.catch_warnings():
        # A segment that no refit could be compared with has no mean: NaN is right.
        warnings.simplefilter("ignore", RuntimeWarning)
        segments = np.nanmean(stability.jaccard, axis=0)
    least = float(np.min(segments, initial=np.inf)) if segments.size else nan
    if len(known) == 0:
        return Summary(nan, nan, nan, nan, nan, least, stability.resamples, 0)
    mean = float(known.mean())
    error = (
        1.96 * float(known.std(ddof=1)) / np.sqrt(len(known)) if len(known) > 1 else nan
    )
    p05, p95 = (float(q) for q in np.quantile(known, [0.05, 0.95]))
    return Summary(
        mean,
        mean - error,
        mean + error,
        p05,
        p95,
        least,
        stability.resamples,
        len(known),
    )


def trust(mean_jaccard: float) -> str:
    """Hennig's word for a segment; "" where the mean is undefined."""
    if np.isnan(mean_jaccard):
        return ""
    return next((word for bound, word in TRUST if mean_jaccard >= bound), DOUBTFUL)


def _pairs(counts: NDArray[np.int64]) -> Matrix:
    pairs: Matrix = counts * (counts - 1) / 2.0
    return pairs
