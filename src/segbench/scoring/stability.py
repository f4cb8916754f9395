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

from segbench.core import Matrix, Scheme, Stability
from segbench.scoring.agreement import Agreements

DISSOLVED_UP_TO = 0.5
RECOVERED_FROM = 0.75
"""Hennig's bounds on the Jaccard similarity of a segment in one resample."""

MANY_RESAMPLES_UP_TO = 1_000
"""Customers up to which a refit is cheap enough for 100 resamples."""

BOOTSTRAP_UP_TO = 20_000
SUBSAMPLE = 5_000
"""Above the first number of customers, resamples are subsamples of the second."""

DISTINCT = 0.632
"""Share of the customers that a bootstrap sample holds."""

KEPT = {Scheme.SUBSAMPLE: 0.8, Scheme.NOISE: 0.95}
"""Share of the customers that a refit keeps, by scheme."""

NOISE_WIDTH = 4.0
"""Standard deviations that noise goes to, to either side."""

TRUST = ((0.85, "highly stable"), (0.75, "stable"), (0.6, "a pattern"))
"""Hennig's words for a segment's mean Jaccard similarity, from the value on."""

DOUBTFUL = "do not trust"


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
    n_customers: int,
    n_resamples: int,
    seed: int,
    scheme: Scheme = Scheme.BOOTSTRAP,
) -> list[NDArray[np.int64]]:
    """Draw the customers that refits are compared on.

    Returns
    -------
    list of ndarray
        Sorted indices of distinct customers: of a bootstrap about 0.632 of all, else
        the share that the scheme keeps; of more than 20,000 customers, 5,000 drawn
        without replacement, which asks for the stability of a smaller survey. The
        same for every algorithm of a space: differences between algorithms are paired.
    """
    rng = np.random.default_rng(seed)
    if scheme is Scheme.BOOTSTRAP and n_customers <= BOOTSTRAP_UP_TO:
        drawn = (
            rng.integers(0, n_customers, size=n_customers) for _ in range(n_resamples)
        )
        return [np.unique(indices) for indices in drawn]
    is_large = n_customers > BOOTSTRAP_UP_TO
    size = SUBSAMPLE if is_large else round(KEPT[scheme] * n_customers)
    subsets = (rng.choice(n_customers, size, replace=False) for _ in range(n_resamples))
    return [np.sort(indices) for indices in subsets]


def with_noise(matrix: Matrix, seed: int) -> Matrix:
    """Add uniform noise below the customers kept, for the twentieth that is not.

    It goes to four standard deviations to either side.

    It is drawn along the principal axes, as ``fpc::clusterboot`` does with
    ``noisetuning = c(0.05, 4)`` (Hennig 2007).

    Returns
    -------
    ndarray of shape (m / 0.95, d)
        The m customers first.
    """
    n_noise = round(len(matrix) * (1 / KEPT[Scheme.NOISE] - 1))
    centre = matrix.mean(axis=0)
    _, singular, axes = np.linalg.svd(matrix - centre, full_matrices=False)
    spread = singular / np.sqrt(len(matrix))
    rng = np.random.default_rng(seed)
    drawn = rng.uniform(-NOISE_WIDTH, NOISE_WIDTH, (n_noise, len(spread)))
    noise: Matrix = centre + (drawn * spread) @ axes
    return np.vstack([matrix, noise])


def left_out_ratio(n_customers: int, scheme: Scheme) -> float:
    """Customers that a refit leaves out, to those that it keeps."""
    kept = KEPT.get(scheme, DISTINCT)
    if n_customers > BOOTSTRAP_UP_TO:
        kept = SUBSAMPLE / n_customers
    return (1 - kept) / kept


def collect(
    resamples: Sequence[Agreements], i: int, k: int, scheme: Scheme = Scheme.BOOTSTRAP
) -> Stability:
    """Gather the i-th labeling's agreements, which has k segments, by resample."""
    failed = sum(int(one.failed[i]) for one in resamples)
    if failed == len(resamples):
        why = "the algorithm failed on every resample"
        return undefined(why, k, failed, scheme)
    ari = np.array([one.ari[i] for one in resamples])
    undecided = "the agreement is undefined in every resample"
    return Stability(
        ari=ari,
        jaccard=np.array([one.jaccard[i, :k] for one in resamples]),
        noise_jaccard=np.array([one.noise_jaccard[i] for one in resamples]),
        reason=undecided if np.isnan(ari).all() else "",
        failed=failed,
        scheme=scheme,
    )


def undefined(
    reason: str, k: int, n_resamples: int = 0, scheme: Scheme = Scheme.BOOTSTRAP
) -> Stability:
    """Make the stability of a labeling of k segments that no refit compares with."""
    nothing = np.full(n_resamples, np.nan)
    segments = np.full((n_resamples, k), np.nan)
    return Stability(nothing, segments, nothing, reason, n_resamples, scheme)


def summarise(stability: Stability) -> Summary:
    """Mean and spread over the resamples.

    The interval is ``mean +- 1.96 sd / sqrt(B)``: Monte-Carlo error only. It says how
    well B resamples pin down the mean, not how sure the segmentation is.
    """
    known = stability.ari[~np.isnan(stability.ari)]
    nan = float("nan")
    segments = mean_over_resamples(stability.jaccard.T)
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


def mean_over_resamples(values: Matrix) -> Matrix:
    """Mean over the last axis of what is defined; NaN where nothing is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # all NaN: NaN is right
        mean: Matrix = np.nanmean(values, axis=-1)
    return mean


def trust(mean_jaccard: float) -> str:
    """Hennig's word for a segment; "" where the mean is undefined."""
    if np.isnan(mean_jaccard):
        return ""
    return next((word for bound, word in TRUST if mean_jaccard >= bound), DOUBTFUL)
