"""Checks of the public functions' arguments, each failing with one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segbench.scoring.gower import gower_distances
from segbench.scoring.silhouette.partitions import Floats, Partitions

Table = ArrayLike | Mapping[str, ArrayLike]
"""Points, or distances, or columns of numbers and categories by name."""

METRICS = ("euclidean", "manhattan", "gower", "precomputed")


def check_input(
    X: Table, labels: ArrayLike, metric: str = "euclidean"
) -> tuple[NDArray[Any], Partitions]:
    """Return the data, ready for ``metric``, and the labelings of its rows.

    For "gower" these are distances, for all others what was given.
    """
    if metric not in METRICS:
        raise ValueError(f"metric must be one of {METRICS}, received {metric!r}.")
    prepare: dict[str, Callable[[Any], NDArray[Any]]] = {
        "gower": _measure_gower,
        "precomputed": _check_distances,
    }
    data = prepare.get(metric, check_points)(X)
    return data, Partitions.from_labels(check_labels(labels, len(data)))


def check_points(X: ArrayLike) -> Floats:
    """Return ``X`` as a finite float64 matrix with at least one row and column."""
    points = np.asarray(X, dtype=np.float64)
    if points.ndim != 2 or points.size == 0:
        raise ValueError(
            "X must have shape (n_points, n_features), both at least 1, "
            f"received {points.shape}."
        )
    _check_finite(points)
    return points


def _measure_gower(X: Any) -> Floats:
    distances = gower_distances(X)
    undefined = np.argwhere(np.isnan(distances))
    if len(undefined):
        i, j = undefined[0].tolist()
        raise ValueError(
            f"X must allow to compare all rows for metric='gower', rows {i} and {j} "
            "share no known value."
        )
    return distances


def _check_distances(X: ArrayLike) -> NDArray[Any]:
    distances = np.asarray(X)
    if distances.ndim != 2 or len(set(distances.shape)) != 1 or distances.size == 0:
        raise ValueError(
            "X must be a square matrix of distances for metric='precomputed', "
            f"received shape {distances.shape}."
        )
    _check_finite(distances)
    if distances.min() < 0 or np.diagonal(distances).any():
        raise ValueError(
            "X must hold distances >= 0 with a zero diagonal for metric='precomputed', "
            f"received minimum {distances.min()} and diagonal entries up to "
            f"{np.diagonal(distances).max()}."
        )
    return distances


def _check_finite(array: NDArray[Any]) -> None:
    # min and max pass NaN on and need no temporary the size of the array
    if not (np.isfinite(array.min()) and np.isfinite(array.max())):
        n_bad = array.size - np.count_nonzero(np.isfinite(array))
        raise ValueError(f"X must be finite, received {n_bad} NaN or infinite values.")


def check_labels(labels: ArrayLike, n_points: int) -> NDArray[np.int64]:
    """Return labelings of the points as a stack of shape (L, n_points)."""
    array = np.asarray(labels)
    if array.dtype.kind not in "iu":
        raise ValueError(f"labels must be integers, received dtype {array.dtype}.")
    if array.ndim not in (1, 2) or array.shape[-1] != n_points:
        raise ValueError(
            f"labels must have shape ({n_points},) or (L, {n_points}), as X has "
            f"{n_points} rows, received {array.shape}."
        )
    kept = array.dtype in (np.int32, np.int64)  # a copy of many is dear
    return np.atleast_2d(array if kept else array.astype(np.int64))
