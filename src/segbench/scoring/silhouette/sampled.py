"""Estimate the mean silhouette from a stratified sample of exactly scored points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segbench.scoring.silhouette.partitions import Floats, Ints, Partitions
from segbench.scoring.silhouette.point_scores import score_points
from segbench.scoring.silhouette.validation import check_input

_FEWEST_PER_CLUSTER = 30
_LARGEST_SHORT = 2**15 - 1
_NORMAL_975 = 1.959963984540054  # two-sided 95 %


@dataclass(frozen=True)
class SampledSilhouette:
    """An estimated mean silhouette; every field is NaN or 0 where it is undefined."""

    estimate: float
    """Unbiased estimate of the mean silhouette of all assigned points, in [-1, 1]."""
    standard_error: float
    """Standard error of ``estimate``; 0 if every assigned point was scored."""
    low: float
    """Lower end of the 95 % confidence interval; may pass -1."""
    high: float
    """Upper end of the 95 % confidence interval; may pass 1."""
    n_scored: int
    """Points scored."""


_UNDEFINED = SampledSilhouette(np.nan, np.nan, np.nan, np.nan, 0)


def sampled_silhouette(  # noqa: PLR0913 the options are by name only
    X: ArrayLike,
    labels: ArrayLike,
    *,
    sample_size: int,
    random_state: int | np.random.Generator | None = None,
    metric: Literal["euclidean", "manhattan"] = "euclidean",
    n_jobs: int | None = None,
) -> SampledSilhouette | list[SampledSilhouette]:
    """Estimate the silhouette with a confidence interval, in O(m n d).

    Points are drawn within each cluster, in proportion to its size but at least 30 (or
    all), and each is scored exactly, against all n points. This differs from scoring a
    subsample within itself, which is biased for small clusters.

    Parameters
    ----------
    X : array-like of shape (n_points, n_features)
    labels : array-like of int, shape (n_points,) or (L, n_points)
        As for `silhouette_samples`. The samples of a stack overlap as far as they can,
        so that distances and most of the sampling error are shared.
    sample_size : int
        Points to score, at least 1; small clusters can raise it.
    random_state : int, Generator or None, default None
    metric : {"euclidean", "manhattan"}, default "euclidean"
    n_jobs : int or None, default None
        Threads; None is 1 and -1 all cores.

    Returns
    -------
    SampledSilhouette, or a list of L of them for a stack
    """
    if sample_size < 1:
        raise ValueError(f"sample_size must be at least 1, received {sample_size}.")
    data, partitions = check_input(X, labels)
    turn = np.random.default_rng(random_state).permutation(len(data))
    sampled = _draw(partitions, sample_size, turn)
    points = np.flatnonzero(sampled.any(axis=0))
    scores = score_points(data, partitions, points=points, metric=metric, n_jobs=n_jobs)
    results = [
        _estimate(own_scores[own], clusters[points[own]], partitions.sizes)
        for own_scores, own, clusters in zip(
            scores, sampled[:, points], partitions.clusters, strict=True
        )
    ]
    return results if np.ndim(labels) == 2 else results[0]


def _draw(partitions: Partitions, sample_size: int, turn: Ints) -> NDArray[np.bool_]:
    """Mark the points of each labeling's sample, shape (L, n).

    In each cluster those whose ``turn`` comes first are drawn, the same in every
    labeling: any cluster gets a simple random sample, and the samples overlap.
    """
    quotas = _allocate(partitions, sample_size)
    sampled = np.zeros(partitions.clusters.shape, dtype=bool)
    by_turn = np.argsort(turn)
    for mask, clusters, first, k in zip(
        sampled,
        partitions.clusters,
        partitions.first[:-1].tolist(),
        partitions.clusters_per_labeling.tolist(),
        strict=True,
    ):
        codes = np.minimum(clusters[by_turn] - first, k)  # k is the noise
        if k <= _LARGEST_SHORT:
            codes = codes.astype(np.int16)  # which are sorted digit by digit
        order = by_turn[np.argsort(codes, kind="stable")]
        ends = np.cumsum(np.bincount(codes, minlength=k + 1))
        starts = [0, *ends[:-1].tolist()]
        for start, quota in zip(starts, quotas[first : first + k], strict=False):
            mask[order[start : start + quota]] = True
    return sampled


def _allocate(partitions: Partitions, sample_size: int) -> Ints:
    """Return the number of points to draw from each cluster, shape (n_clusters,)."""
    n_assigned = np.repeat(
        partitions.assigned.sum(axis=1), partitions.clusters_per_labeling
    )
    share = partitions.sizes / n_assigned
    proportional = np.ceil(sample_size * share).astype(np.int64)
    quotas: Ints = np.minimum(
        partitions.sizes, np.maximum(proportional, _FEWEST_PER_CLUSTER)
    )
    return quotas


def _estimate(scores: Floats, clusters: Ints, sizes: Ints) -> SampledSilhouette:
    """Combine the strata: ``sum W mean`` and ``sum W^2 (1 - f) s^2 / m``."""
    if scores.size == 0 or np.isnan(scores).any():
        return _UNDEFINED
    strata, members, drawn = np.unique(
        clusters, return_inverse=True, return_counts=True
    )
    weights = sizes[strata] / sizes[strata].sum()
    means = np.bincount(members, scores) / drawn
    deviations = np.bincount(members, (scores - means[members]) ** 2)
    # a stratum of one point was drawn whole: its variance is 0, not 0 / 0
    variances = deviations / np.maximum(drawn - 1, 1)
    unseen = 1 - drawn / sizes[strata]
    estimate = float(weights @ means)
    error = float(np.sqrt(np.sum(weights**2 * unseen * variances / drawn)))
    margin = _NORMAL_975 * error
    return SampledSilhouette(
        estimate, error, estimate - margin, estimate + margin, scores.size
    )
