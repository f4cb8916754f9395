"""Clustering instability: how often two bootstraps disagree about a pair of customers.

References
----------
Fang & Wang 2012, Selection of the number of clusters via the bootstrap method,
doi:10.1016/j.csda.2011.09.003
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segbench.core import NOISE, Labels, Matrix, Metric
from segbench.scoring.agreement import contingency
from segbench.scoring.distances import SCIPY_NAMES
from segbench.scoring.selection.clustering import ClusterMany, cluster_samples
from segbench.scoring.silhouette.validation import check_points

Rule = Literal["centroid", "averagedist"]
"""Who gets a customer that was not drawn.

``centroid``: the segment with the nearest mean. ``averagedist``: the segment with the
smallest mean distance, which needs all n x n distances.
"""


@dataclass(frozen=True)
class Instability:
    """Disagreement of pairs of bootstraps, for several numbers of segments.

    The paper's probability and what ``fpc::nselectboot`` returns differ by a factor of
    two in expectation: fpc counts the pairs of customers that the first clustering has
    together and the second apart, and not those of the other direction.
    """

    ks: tuple[int, ...]
    disagreement: Matrix  # the paper's, in [0, 1], shape (len(ks), B); small is good
    one_sided: Matrix  # fpc's, at most `disagreement`, shape (len(ks), B)

    @property
    def mean(self) -> Matrix:
        """Mean disagreement over the pairs of bootstraps, shape (len(ks),)."""
        means: Matrix = self.disagreement.mean(axis=1)
        return means

    @property
    def best_k(self) -> int:
        """The number of segments with the smallest mean, of equals the smallest."""
        return min(zip(self.mean, self.ks, strict=True))[1]


def draw_pairs(n_customers: int, n_pairs: int, seed: int) -> NDArray[np.int64]:
    """Draw pairs of bootstrap samples, shape (n_pairs, 2, n_customers)."""
    rng = np.random.default_rng(seed)
    return rng.integers(0, n_customers, size=(n_pairs, 2, n_customers))


def instability(  # noqa: PLR0913 the last are options, by name only
    X: ArrayLike,
    pairs: NDArray[np.int64],
    ks: Sequence[int],
    cluster: ClusterMany,
    *,
    rule: Rule = "centroid",
    metric: Metric = Metric.EUCLIDEAN,
    seed: int = 0,
) -> Instability:
    """Cluster pairs of bootstraps, extend both to everybody, compare.

    Copies of a customer are clustered as they are, which is the paper's scheme: fit for
    algorithms that take k, and not for those that take copies for density.

    Parameters
    ----------
    X : array-like of shape (n_customers, n_features)
    pairs : ndarray of shape (B, 2, n_customers)
        Indices of the customers drawn, as `draw_pairs` gives them. All k share them.
    ks : sequence of int
        Numbers of segments, at least 2: one segment never disagrees.
    cluster : ClusterMany
        Called once, with both samples of every pair.
    rule : {"centroid", "averagedist"}, default "centroid"
    metric : Metric
        Of "averagedist"; there are no centroids where it is not Euclidean.
    seed : int, default 0
        Of the clusterings.

    Returns
    -------
    Instability
    """
    points = check_points(X)
    if min(ks, default=0) < 2:
        raise ValueError(f"expected numbers of segments from 2 on, got {list(ks)}")
    drawn = pairs.reshape(-1, pairs.shape[-1])
    stacks = cluster_samples(cluster, [points[one] for one in drawn], ks, seed)
    distances_to = _distances_to_segments(points, rule, metric)
    everybody = np.array(
        [
            [_extend(labels, one, distances_to) for labels in stack]
            for stack, one in zip(stacks, drawn, strict=True)
        ]
    )
    first, second = everybody[::2], everybody[1::2]  # each of shape (B, len(ks), n)
    there = np.array([_apart(*labels) for labels in zip(first, second, strict=True)])
    back = np.array([_apart(*labels) for labels in zip(second, first, strict=True)])
    return Instability(tuple(ks), disagreement=(there + back).T, one_sided=there.T)


DistancesTo = Callable[[NDArray[np.bool_]], Matrix]
"""From segments, a mask of shape (k, n), to everybody's distances, shape (n, k)."""


def _distances_to_segments(points: Matrix, rule: Rule, metric: Metric) -> DistancesTo:
    from scipy.spatial.distance import cdist

    def from_means(members: NDArray[np.bool_]) -> Matrix:
        means = np.array([points[one].mean(axis=0) for one in members])
        return np.asarray(cdist(points, means, "sqeuclidean"))

    if rule == "centroid":
        return from_means
    if rule != "averagedist":
        raise ValueError(f"rule must be 'centroid' or 'averagedist', received {rule!r}")
    distances = cdist(points, points, SCIPY_NAMES[metric])
    return lambda members: distances @ members.T / members.sum(axis=1)


def _extend(labels: Labels, drawn: Labels, distances_to: DistancesTo) -> Labels:
    """Give everybody a segment: those drawn their own, the others the nearest."""
    known = np.full(len(drawn), NOISE)
    known[drawn] = labels
    # of copies in different segments the last counts, and a segment may be left empty
    names = np.unique(known[drawn])
    nearest = names[distances_to(known == names[:, None]).argmin(axis=1)]
    everybody: Labels = np.where(known == NOISE, nearest, known)
    return everybody


def _apart(first: Labels, second: Labels) -> Matrix:
    """Share of ordered pairs together in the first and apart in the second.

    For stacks of shape (S, n); the result has shape (S,), in [0, 1].
    """
    counts = contingency(first, second, int(first.max()) + 1)
    together = (counts.sum(axis=2) ** 2).sum(axis=1)
    in_both = (counts**2).sum(axis=(1, 2))
    share: Matrix = (together - in_both) / first.shape[1] ** 2
    return share
