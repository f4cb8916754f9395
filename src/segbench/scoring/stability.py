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

TRUST = ((0.85, "highly stable"), (0.75, "stable"), (0.6, "a pattern"))
"""Hennig's words for a segment's mean Jaccard similarity, from the value on."""

DOUBTFUL = "do not trust"


@dataclass(frozen=True)
class Agreement:
    """How one re-clustering agrees with the reference on the resample."""

    ari: float  # adjusted Rand index, noise as singletons; NaN = undefined
    jaccard: Matrix  # per reference segment, shape (k,)
    noise_jaccard: float  # of the two noise sets; NaN where neither has any


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


def draw_resamples(
    n_customers: int, n_resamples: int, seed: int
) -> list[NDArray[np.int64]]:
    """Draw the distinct customers of bootstrap samples.

    Returns
    -------
    list of ndarray
        Sorted indices, about 0.632 of the customers each. The same for every
        algorithm of a space: differences between algorithms are paired.
    """
    rng = np.random.default_rng(seed)
    drawn = (rng.integers(0, n_customers, size=n_customers) for _ in range(n_resamples))
    return [np.unique(indices) for indices in drawn]


def agreement(reference: Labels, found: Labels) -> Agreement:
    """Compare two labelings of the same customers.

    Parameters
    ----------
    reference : ndarray of shape (m,)
        The labeling of all customers, restricted to the resample.
    found : ndarray of shape (m,)
        The labeling of the resample. Both canonical or with gaps; -1 = noise.
    """
    k_reference = int(reference.max(initial=NOISE)) + 1
    k_found = int(found.max(initial=NOISE)) + 1
    table = contingency(reference, found, k_reference, k_found)
    return Agreement(
        adjusted_rand(table), jaccard(table), _noise_jaccard(reference, found)
    )


def contingency(
    reference: Labels, found: Labels, k_reference: int, k_found: int
) -> NDArray[np.int64]:
    """Count customers by both labels; the last row and column are noise.

    Returns
    -------
    ndarray of shape (k_reference + 1, k_found + 1)
    """
    rows = np.where(reference == NOISE, k_reference, reference)
    columns = np.where(found == NOISE, k_found, found)
    width = k_found + 1
    cells = np.bincount(rows * width + columns, minlength=(k_reference + 1) * width)
    return cells.reshape(k_reference + 1, width)


def adjusted_rand(table: NDArray[np.int64]) -> float:
    """Adjusted Rand index with noise customers as singletons.

    Parameters
    ----------
    table : ndarray of shape (k_reference + 1, k_found + 1)
        As `contingency` gives it.

    Returns
    -------
    float
        At most 1, expected 0 by chance; NaN when both sides are one segment or both
        are all singletons, where the index is 0 / 0.

    References
    ----------
    Hubert & Arabie 1985, doi:10.1007/BF01908075
    """
    customers = table.sum()
    together = _pairs(table[:-1, :-1]).sum()
    left = _pairs(table.sum(axis=1)[:-1]).sum()
    right = _pairs(table.sum(axis=0)[:-1]).sum()
    pairs = _pairs(customers)
    expected = left * right / pairs if pairs else 0.0
    largest = (left + right) / 2
    if largest == expected:
        return float("nan")
    return float((together - expected) / (largest - expected))


def jaccard(table: NDArray[np.int64]) -> Matrix:
    """Largest Jaccard similarity of each reference segment with a found one.

    Customers that became noise stay in the union; the noise set matches nobody. A
    segment without a customer in the resample has 0 (Hennig 2007).

    Returns
    -------
    ndarray of shape (k_reference,)
        In [0, 1].
    """
    both = table[:-1, :-1]
    if both.shape[1] == 0:
        return np.zeros(len(both))
    union = table.sum(axis=1)[:-1, None] + table.sum(axis=0)[None, :-1] - both
    similarity = np.divide(both, union, out=np.zeros(both.shape), where=union > 0)
    best: Matrix = similarity.max(axis=1)
    return best


def collect(agreements: Sequence[Agreement | None], k: int) -> Stability:
    """Gather the resamples of one labeling; None is a refit that failed."""
    failed = Agreement(float("nan"), np.full(k, np.nan), float("nan"))
    rows = [failed if one is None else one for one in agreements]
    ari = np.array([one.ari for one in rows])
    n_failed = sum(one is None for one in agreements)
    reason = ""
    if rows and np.isnan(ari).all():
        reason = "the agreement is undefined in every resample"
        if n_failed == len(rows):
            reason = "the algorithm failed on every resample"
    return Stability(
        ari=ari,
        jaccard=np.array([_padded(one.jaccard, k) for one in rows]).reshape(-1, k),
        noise_jaccard=np.array([one.noise_jaccard for one in rows]),
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
    return counts * (counts - 1) / 2.0


def _noise_jaccard(reference: Labels, found: Labels) -> float:
    left, right = reference == NOISE, found == NOISE
    either = np.count_nonzero(left | right)
    return np.count_nonzero(left & right) / either if either else float("nan")


def _padded(similarities: Matrix, k: int) -> Matrix:
    """Segments whose customers are all missing from a resample score 0."""
    return np.pad(similarities, (0, k - len(similarities)))
