"""Validity indices of one labeling or of a stack of labelings of the same points.

Drop-in functions: ``labels`` has shape (n,) or (L, n), any whole numbers, -1 = noise,
which is left out. Undefined is NaN, never a number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segbench.core import NOISE
from segbench.scoring.given import Given
from segbench.scoring.gower import gower_distances
from segbench.scoring.indices import (
    Segments,
    calinski_harabasz,
    davies_bouldin,
    describe_segments,
)
from segbench.scoring.measures_external import EXTERNAL
from segbench.scoring.silhouette import (
    SampledSilhouette,
    sampled_silhouette,
    silhouette_by_segment,
    silhouette_samples,
    silhouette_score,
    silhouette_sqeuclidean_score,
    simplified_silhouette_score,
)
from segbench.scoring.silhouette.validation import check_labels, check_points

__all__ = [
    "SampledSilhouette",
    "agreement_scores",
    "calinski_harabasz_score",
    "davies_bouldin_score",
    "gower_distances",
    "sampled_silhouette",
    "silhouette_by_segment",
    "silhouette_samples",
    "silhouette_score",
    "silhouette_sqeuclidean_score",
    "simplified_silhouette_score",
]


def davies_bouldin_score(
    X: ArrayLike, labels: ArrayLike
) -> float | NDArray[np.float64]:
    """Davies-Bouldin index: mean over segments of the worst spread to separation.

    Parameters
    ----------
    X : array-like of shape (n_points, n_features)
    labels : array-like of int, shape (n_points,) or (L, n_points)

    Returns
    -------
    float, or ndarray of shape (L,) for a stack
        In [0, inf), small is good. NaN with fewer than two segments, with as many
        segments as points, and where two centroids coincide.

    References
    ----------
    Davies & Bouldin 1979, doi:10.1109/TPAMI.1979.4766909. Spread is the mean distance
    to the centroid.
    """
    return _score(X, labels, davies_bouldin)


def calinski_harabasz_score(
    X: ArrayLike, labels: ArrayLike
) -> float | NDArray[np.float64]:
    """Calinski-Harabasz index: variance between to variance within segments.

    Parameters
    ----------
    X : array-like of shape (n_points, n_features)
    labels : array-like of int, shape (n_points,) or (L, n_points)

    Returns
    -------
    float, or ndarray of shape (L,) for a stack
        In [0, inf), large is good. NaN with fewer than two segments, with as many
        segments as points, and where nobody differs from their centroid.

    References
    ----------
    Calinski & Harabasz 1974, doi:10.1080/03610927408827101
    """
    return _score(X, labels, calinski_harabasz)


def agreement_scores(
    labels: ArrayLike, truths: Mapping[str, ArrayLike]
) -> dict[str, dict[str, float | NDArray[np.float64]]]:
    """Agreement of labels with several known segmentations of the same customers.

    There is rarely one right segmentation: take the truths apart, or the best of them,
    ``max(one["ari"] for one in agreement_scores(labels, truths).values())``, and say
    which.

    Parameters
    ----------
    labels : array-like of int, shape (n_points,) or (L, n_points)
        -1 = noise; every noise customer stands alone.
    truths : mapping of str to array-like of shape (n_points,)
        Known segments by the name of each segmentation, as numbers or texts. Customers
        with -1 or a missing value are left out of that one.

    Returns
    -------
    dict of dict
        By truth, then by index (``ari``, ``ami``, ``v_measure``, ``homogeneity``,
        ``completeness``, ``fowlkes_mallows``): a float, or an ndarray of shape (L,) for
        a stack. NaN where it is 0 / 0 or nobody's segment is known.

    Raises
    ------
    ValueError
        When a truth has another number of customers than the labels.

    References
    ----------
    Several truths of the same points: Gagolewski 2022, doi:10.1016/j.softx.2022.101270
    """
    stack = check_labels(labels, np.shape(labels)[-1] if np.ndim(labels) else 0)
    found = np.array([_numbered(one) for one in stack])
    return {
        name: {
            index: values if np.ndim(labels) == 2 else float(values[0])
            for index, values in _against(found, name, truth).items()
        }
        for name, truth in truths.items()
    }


def _against(
    stack: NDArray[np.int64], name: str, truth: ArrayLike
) -> dict[str, NDArray[np.float64]]:
    import pandas as pd

    known = np.asarray(truth)
    if known.shape != stack.shape[1:]:
        told = f"truth {name!r} must have shape {stack.shape[1:]}, as the labels have"
        raise ValueError(f"{told}, received {known.shape}.")
    codes = pd.factorize(known)[0].astype(np.int64)  # missing values become -1
    codes = np.where(known == NOISE, NOISE, codes)
    given = Given(np.zeros((len(codes), 1)), stack, _numbered(codes))
    return {
        one.name: one.function(given).values  # noqa: PD011 of a record, no frame
        for one in EXTERNAL
    }


def _numbered(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number segments from 0 without gaps; noise stays what it is."""
    numbers = np.unique(labels[labels != NOISE], return_inverse=True)[1]
    numbered = np.full(len(labels), NOISE)
    numbered[labels != NOISE] = numbers
    return numbered


def _score(
    X: ArrayLike, labels: ArrayLike, index: Callable[[Segments], float]
) -> float | NDArray[np.float64]:
    points = check_points(X)
    stack = check_labels(labels, len(points))
    scores = np.array([_index(points, one, index) for one in stack])
    return scores if np.ndim(labels) == 2 else float(scores[0])


def _index(
    points: NDArray[np.float64],
    labels: NDArray[np.int64],
    index: Callable[[Segments], float],
) -> float:
    assigned = labels[labels != NOISE]
    k = len(np.unique(assigned))
    if k < 2 or k == len(assigned):
        return float("nan")
    return index(describe_segments(points, labels))
