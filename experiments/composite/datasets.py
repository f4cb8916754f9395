"""Labelled data sets: those scikit-learn ships, and shapes drawn from a seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from sklearn import datasets
from sklearn.decomposition import PCA

TRUTH = "known segment"
CUSTOMERS = 300


def _shipped(load: Callable[..., object]) -> Callable[[], pd.DataFrame]:
    def make() -> pd.DataFrame:
        X, y = load(return_X_y=True)
        return _frame(X, y)

    return make


def digits() -> pd.DataFrame:
    """Every third digit, on the first ten principal axes of its 64 pixels."""
    X, y = datasets.load_digits(return_X_y=True)
    return _frame(PCA(10, random_state=0).fit_transform(X[::3]), y[::3])


def _frame(X: np.ndarray, y: np.ndarray) -> pd.DataFrame:
    frame = pd.DataFrame(X, columns=[f"x{i + 1}" for i in range(X.shape[1])])
    return frame.assign(**{TRUTH: [f"s{label}" for label in y]})


def _blobs(
    sizes: list[int], centres: np.ndarray, spread: np.ndarray, seed: int
) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    parts = [
        centre + width * rng.normal(size=(size, len(centre)))
        for size, centre, width in zip(sizes, centres, spread, strict=True)
    ]
    labels = np.repeat(np.arange(len(sizes)), sizes)
    return _frame(np.vstack(parts), labels)


CROSS = np.array([[0, 0], [6, 6], [6, -6], [-6, 6], [-6, -6]], dtype=float)


def blobs() -> pd.DataFrame:
    return _blobs([60] * 5, CROSS, np.full(5, 1.0), 1)


def overlapping() -> pd.DataFrame:
    return _blobs([100] * 3, np.array([[0, 0], [3, 0], [1.5, 2.6]]), np.ones(3), 2)


def unbalanced() -> pd.DataFrame:
    return _blobs([220, 40, 25, 15], CROSS[:4] * 0.9, np.array([1.2, 0.8, 0.8, 0.8]), 3)


def densities() -> pd.DataFrame:
    return _blobs([100] * 3, CROSS[:3], np.array([0.4, 1.2, 2.4]), 4)


def elongated() -> pd.DataFrame:
    frame = _blobs([100] * 3, np.array([[0, 0], [0, 4], [0, 8]]), np.ones(3), 5)
    X = frame[["x1", "x2"]].to_numpy() * [4.0, 0.7]
    turn = np.array([[0.8, -0.6], [0.6, 0.8]])
    return frame.assign(x1=(X @ turn)[:, 0], x2=(X @ turn)[:, 1])


def high_dimension() -> pd.DataFrame:
    rng = np.random.default_rng(6)
    return _blobs([75] * 4, rng.normal(scale=2.0, size=(4, 20)), np.full(4, 1.5), 7)


def noisy() -> pd.DataFrame:
    frame = _blobs([60] * 4, CROSS[1:], np.full(4, 0.8), 8)
    rng = np.random.default_rng(9)
    background = pd.DataFrame(rng.uniform(-9, 9, size=(60, 2)), columns=["x1", "x2"])
    # Nobody knows where the background belongs: no known segment.
    return pd.concat([frame, background.assign(**{TRUTH: None})], ignore_index=True)


def moons() -> pd.DataFrame:
    return _frame(*datasets.make_moons(CUSTOMERS, noise=0.08, random_state=10))


def circles() -> pd.DataFrame:
    return _frame(
        *datasets.make_circles(CUSTOMERS, noise=0.05, factor=0.4, random_state=11)
    )


def skewed() -> pd.DataFrame:
    """Segments in log money: what spending looks like."""
    centres = np.array([[2.0, 1.0], [4.0, 1.0], [4.0, 3.0], [6.0, 3.0]])
    frame = _blobs([75] * 4, centres, np.full(4, 0.35), 12)
    return frame.assign(x1=np.exp(frame["x1"]), x2=np.exp(frame["x2"]))


DATASETS: Mapping[str, Callable[[], pd.DataFrame]] = {
    "iris": _shipped(datasets.load_iris),
    "wine": _shipped(datasets.load_wine),
    "breast_cancer": _shipped(datasets.load_breast_cancer),
    "digits": digits,
    "blobs": blobs,
    "overlapping": overlapping,
    "unbalanced": unbalanced,
    "densities": densities,
    "elongated": elongated,
    "high_dimension": high_dimension,
    "noisy": noisy,
    "moons": moons,
    "circles": circles,
    "skewed": skewed,
}
"""Makers by name."""
