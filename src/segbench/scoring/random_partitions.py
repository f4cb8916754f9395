"""Random segments to calibrate measures with: what a measure comes to by chance.

Measures of unlike range are made comparable by the mean and the spread that they have
over random partitions of the same customers into as many segments [1]_. Partitions
drawn customer by customer would all look alike, and equally bad; these start from
random customers and put near ones together, in four ways.

References
----------
.. [1] Akhanli & Hennig 2020, Comparing clusterings and numbers of clusters by
   aggregation of calibrated clustering validity indexes,
   doi:10.1007/s11222-020-09958-2
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from segbench.core import Labels, Matrix, Metric
from segbench.kernels import load_kernels, map_in_budget
from segbench.scoring.distances import SCIPY_NAMES
from segbench.scoring.indices import davies_bouldin_of_stack
from segbench.scoring.silhouette.exact import silhouette_score
from segbench.seeds import seed_for

CUSTOMERS = 500
"""Customers that reference values are taken from; of more, a random sample is."""

_KERNELS = "segbench.scoring.random_partitions_kernels"
_TOGETHER = 25  # partitions that one thread makes in one go


def random_partitions(
    matrix: Matrix,
    k: int,
    n_draws: int,
    seed: int,
    metric: Metric = Metric.EUCLIDEAN,
) -> Labels:
    """Draw partitions around k random customers, of four kinds.

    "Centroids": everybody goes to the nearest of the k. "Nearest", "furthest" and
    "average neighbour": segments grow from the k by one customer at a time, always the
    one that is nearest to a segment, which is as far away as its nearest or furthest
    customer or as all are on average. Of equals the first customer and the first
    segment come first. In fpc for R these are stupidkcentroids, stupidknn, stupidkfn
    and stupidkaven.

    Parameters
    ----------
    matrix : Matrix
        The space, shape (n, d); takes memory for n x n distances.
    k : int
        Segments, 1..n.
    n_draws : int
        Partitions of each kind.
    seed : int
        The partitions depend on it, not on the number of threads.
    metric : Metric
        What near is.

    Returns
    -------
    Labels of shape (4 * n_draws, n)
        One kind after the other; 0..k-1 in the order of the starts, none empty.

    References
    ----------
    Akhanli & Hennig 2020, doi:10.1007/s11222-020-09958-2
    """
    from scipy.spatial.distance import pdist, squareform

    n = len(matrix)
    if not 1 <= k <= n:
        raise ValueError(f"k must be in 1..{n}, the number of customers, received {k}")
    distances = squareform(pdist(matrix, SCIPY_NAMES[metric]), checks=False)
    starts = _starts(n, k, 4 * n_draws, seed)
    labels = np.empty((4 * n_draws, n), dtype=np.int64)
    labels[:n_draws] = _to_nearest_start(distances, starts[:n_draws])
    _grow(distances, starts[n_draws:], labels[n_draws:], n_draws)
    return labels


def reference_values(
    matrix: Matrix,
    k: int,
    n_draws: int,
    seed: int,
    metric: Metric = Metric.EUCLIDEAN,
) -> dict[str, tuple[float, float, int]]:
    """Measure random partitions, to say what values mean by chance alone.

    Of more than 500 customers a random 500, chosen by the seed, stand for all: they are
    partitioned and measured among themselves.

    Parameters
    ----------
    matrix, k, n_draws, seed, metric
        As for `random_partitions`; k is at most the smaller of n and 500.

    Returns
    -------
    dict of str to (float, float, int)
        Mean, standard deviation and number of the defined values of ``silhouette`` and,
        turned so that large is good, of -log ``davies_bouldin``. The mean is NaN where
        no value is defined, the deviation with fewer than two. Of customers who are all
        equal nothing is defined. Only Euclidean spaces have the second.
    """
    points = _sample(matrix, seed)
    partitions = random_partitions(points, k, n_draws, seed, metric)
    if not np.ptp(points, axis=0).any():
        nothing = (float("nan"), float("nan"), 0)
        return {"silhouette": nothing, "davies_bouldin": nothing}
    silhouettes = np.asarray(silhouette_score(points, partitions, metric=metric.value))
    if metric is not Metric.EUCLIDEAN:
        return {"silhouette": _summary(silhouettes)}
    with np.errstate(divide="ignore"):  # a value of 0 has no logarithm
        compactness = -np.log(davies_bouldin_of_stack(points, partitions))
    return {
        "silhouette": _summary(silhouettes),
        "davies_bouldin": _summary(compactness),
    }


def _starts(n: int, k: int, n_partitions: int, seed: int) -> Labels:
    """Draw k different customers per partition, shape (n_partitions, k)."""
    rng = np.random.default_rng(seed_for(seed, "starts"))
    order = rng.random((n_partitions, n)).argsort(axis=1, kind="stable")
    return np.ascontiguousarray(order[:, :k], dtype=np.int64)


def _to_nearest_start(distances: Matrix, starts: Labels) -> Labels:
    labels = np.array([distances[own].argmin(axis=0) for own in starts], dtype=np.int64)
    labels = labels.reshape(len(starts), len(distances))
    # a start stays in its own segment even where another lies on the same spot
    np.put_along_axis(labels, starts, np.arange(starts.shape[1])[None, :], axis=1)
    return labels


def _grow(distances: Matrix, starts: Labels, labels: Labels, n_draws: int) -> None:
    """Fill ``labels`` by the three rules in turn, some partitions at a time."""
    kernels = load_kernels(_KERNELS)
    rules = (kernels.NEAREST, kernels.FURTHEST, kernels.AVERAGE)

    def fill(task: tuple[int, slice]) -> None:
        rule, rows = task
        kernels.grow(distances, starts[rows], rule, labels[rows])

    tasks = []
    for place, rule in enumerate(rules):
        bounds = [*range(place * n_draws, (place + 1) * n_draws, _TOGETHER)]
        bounds.append((place + 1) * n_draws)
        tasks += [(rule, slice(*rows)) for rows in pairwise(bounds)]
    map_in_budget(fill, tasks)


def _sample(matrix: Matrix, seed: int) -> Matrix:
    if len(matrix) <= CUSTOMERS:
        return matrix
    rng = np.random.default_rng(seed_for(seed, "customers"))
    return matrix[np.sort(rng.choice(len(matrix), CUSTOMERS, replace=False))]


def _summary(values: Matrix) -> tuple[float, float, int]:
    known = values[np.isfinite(values)]
    mean = float(known.mean()) if len(known) else float("nan")
    sd = float(known.std(ddof=1)) if len(known) > 1 else float("nan")
    return mean, sd, len(known)
