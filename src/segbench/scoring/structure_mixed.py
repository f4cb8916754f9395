"""Is there anything to segment among customers described by categories, too.

The test of `segbench.scoring.structure` with Gower's distances: its statistics are
silhouettes with them, its null models give everybody one level of each category. The
roots of such distances are distances in a Euclidean space [1]_. There Ward's tree and
the moves of k-means are taken, by the distances alone: the same search.

References
----------
.. [1] Gower & Legendre 1986, Metric and Euclidean properties of dissimilarity
   coefficients, doi:10.1007/BF01896809
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from segbench.core import Block, Labels, Matrix
from segbench.kernels import count_threads
from segbench.scoring.null_draws import NullDraws, enough_for, monte_carlo_p
from segbench.scoring.null_mixed import fit_mixed_nulls
from segbench.scoring.silhouette.exact import silhouette_score
from segbench.scoring.splits import Split, best_of_stack
from segbench.scoring.structure import (
    FEWEST,
    KS,
    SHARES,
    StructureStatus,
    StructureTest,
    _conclude,
    _describe,
)
from segbench.seeds import seed_for
from segbench.trees import cut

LARGEST = 500
"""Customers that are tested; of more, a random sample of so many is."""

_MOST_ROUNDS = 50


def mixed_structure_test(  # noqa: PLR0913 the options of one test
    matrix: Matrix,
    categories: Sequence[Block],
    *,
    n_draws: int = 99,
    random_state: int = 0,
    alpha: float = 0.05,
    stop_early: bool = False,
    n_jobs: int | None = None,
) -> StructureTest:
    """Test whether customers have segments in a space of Gower's distances.

    Parameters
    ----------
    matrix : ndarray of shape (n, d)
        Sums of absolute differences of its rows are the distances. Of more than 500
        customers a random 500 are tested.
    categories : sequence of Block
        Columns that are the levels of one categorical variable.
    n_draws, random_state, alpha, stop_early, n_jobs
        As for `segbench.structure_test`.

    Returns
    -------
    StructureTest
    """
    points = _sample(matrix, random_state)
    status = StructureStatus.OK
    if len(points) < FEWEST:
        status = StructureStatus.TOO_FEW_CUSTOMERS
    elif not np.ptp(points, axis=0).any():
        status = StructureStatus.CONSTANT
    if status is not StructureStatus.OK:
        nothing = float("nan")
        return StructureTest(nothing, None, status, None, {}, alpha, 0, len(points))
    splits = best_mixed_splits(points)
    observed = np.array([split.value for split in splits])

    def measure(drawn: Matrix) -> Matrix:
        return np.array([split.value for split in best_mixed_splits(drawn)])

    models = fit_mixed_nulls(points, categories)
    draws = NullDraws(models, measure, random_state, count_threads(n_jobs))
    limit = enough_for(alpha, n_draws) if stop_early else n_draws + 1
    as_good = draws.compare(observed, n_draws, limit)
    statistics = _describe(splits, monte_carlo_p(as_good, limit), models)
    return _conclude(statistics, alpha, len(as_good), len(points))


def best_mixed_splits(X: Matrix, ks: Sequence[int] = KS) -> tuple[Split, ...]:
    """Find the best split under each demand on the size of its segments.

    Parameters
    ----------
    X : ndarray of shape (n, d)
        Sums of absolute differences of its rows are the distances.
    ks : sequence of int
        Numbers of segments, each in 2..n-1.

    Returns
    -------
    tuple of Split
        In the order of `SHARES`.
    """
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import pdist, squareform

    condensed = pdist(X, "cityblock")
    if not condensed.any():
        return tuple(Split(-np.inf, None) for _ in SHARES)
    tree = linkage(np.sqrt(condensed), method="ward")
    distances = squareform(condensed, checks=False)
    stack = np.array([_settle(distances, _numbered(cut(tree, k)), k) for k in ks])
    silhouettes = np.asarray(silhouette_score(distances, stack, metric="precomputed"))
    return best_of_stack(stack, silhouettes, ks, tuple(SHARES.values()))


def _settle(distances: Matrix, labels: Labels, k: int) -> Labels:
    """Move customers to the nearest segment mean until nobody moves.

    The squared distance to a mean, in the space where roots of distances are
    Euclidean, is the mean distance to the segment less half the one inside it.
    """
    for _ in range(_MOST_ROUNDS):
        members = np.eye(k)[labels]
        sizes = members.sum(axis=0)
        means = distances @ members / np.maximum(sizes, 1)
        inside = (members * means).sum(axis=0) / np.maximum(sizes, 1)
        to_mean = np.where(sizes > 0, means - inside / 2, np.inf)
        moved = to_mean.argmin(axis=1)
        if (moved == labels).all():
            break
        labels = moved
    return labels


def _numbered(labels: Labels) -> Labels:
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _sample(matrix: Matrix, seed: int) -> Matrix:
    if len(matrix) <= LARGEST:
        return matrix
    rng = np.random.default_rng(seed_for(seed, "sample"))
    return matrix[np.sort(rng.choice(len(matrix), LARGEST, replace=False))]
