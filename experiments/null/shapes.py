"""Made-up customers: without segments, with segments, and bent without segments."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

Customers = np.ndarray[Any, np.dtype[np.float64]]
Maker = Callable[[np.random.Generator, int, int], Customers]


def correlated(rng: np.random.Generator, n: int, d: int) -> Customers:
    """One Gaussian, all correlations 0.8."""
    common = rng.normal(size=(n, 1))
    return np.sqrt(0.8) * common + np.sqrt(0.2) * rng.normal(size=(n, d))


def multivariate_t3(rng: np.random.Generator, n: int, d: int) -> Customers:
    """Outliers lie far out in all columns at once."""
    return rng.normal(size=(n, d)) / np.sqrt(rng.chisquare(3, (n, 1)) / 3)


def zero_inflated(rng: np.random.Generator, n: int, d: int) -> Customers:
    """Spend with 35 % zeros in every column, independently, lognormal otherwise."""
    return np.where(rng.random((n, d)) < 0.35, 0.0, rng.lognormal(0, 0.8, (n, d)))


def ratings(rng: np.random.Generator, n: int, d: int) -> Customers:
    """Answers from 1 to 5 around the middle: one Gaussian, rounded."""
    return np.clip(np.round(rng.normal(3, 1, (n, d))), 1, 5)


def flagged(rng: np.random.Generator, n: int, d: int) -> Customers:
    """One Gaussian, and a column of 0 and 1 that has nothing to do with it."""
    return np.c_[rng.normal(size=(n, d - 1)), 1.0 * (rng.random(n) < 0.5)]


def outliers(rng: np.random.Generator, n: int, d: int) -> Customers:
    """One Gaussian, 2 % of the customers ten times as far out."""
    X = rng.normal(size=(n, d))
    X[: n // 50] *= 10
    return X


def around(centres: Customers) -> Maker:
    """Round Gaussians of variance 1 around centres in the first two columns."""

    def make(rng: np.random.Generator, n: int, d: int) -> Customers:
        X = rng.normal(size=(n, d))
        X[:, :2] += centres[rng.integers(0, len(centres), n)]
        return X

    return make


def two(rng: np.random.Generator, n: int, d: int, sd: float, share: float) -> Customers:
    """Two round Gaussians some sd apart, the second with a share of the customers."""
    X = rng.normal(size=(n, d))
    X[: round(n * share), 0] += sd
    return X


def arc(rng: np.random.Generator, n: int, d: int) -> Customers:
    """Half a ring."""
    angle = rng.uniform(0, np.pi, n)
    return np.c_[np.cos(angle), np.sin(angle)] + 0.2 * rng.normal(size=(n, d))


def banana(rng: np.random.Generator, n: int, d: int) -> Customers:
    """A Gaussian bent along a parabola."""
    X = rng.normal(size=(n, d))
    X[:, 1] = 0.5 * X[:, 0] ** 2 + 0.5 * X[:, 1]
    return X


def l_shape(rng: np.random.Generator, n: int, d: int) -> Customers:
    """Uniform, but nobody is high in both of two columns."""
    X = rng.random((8 * n, d))
    return X[X[:, 0] * X[:, 1] < 0.25][:n]


ANGLES = 2 * np.pi * np.arange(5) / 5
RING = 6 * np.c_[np.cos(ANGLES), np.sin(ANGLES)]
CROSS = 3.5 * np.array([[0, 0], [1, 1], [1, -1], [-1, 1], [-1, -1]])

MAKERS: dict[str, dict[str, Maker]] = {
    "null": {
        "uniform": lambda rng, n, d: rng.random((n, d)),
        "gaussian": lambda rng, n, d: rng.normal(size=(n, d)),
        "gaussian_correlated": correlated,
        "lognormal": lambda rng, n, d: rng.lognormal(0, 1, (n, d)),
        "t3": lambda rng, n, d: rng.standard_t(3, (n, d)),
        "t3_multivariate": multivariate_t3,
        "counts": lambda rng, n, d: 1.0 * rng.poisson(3, (n, d)),
        "counts_skewed": lambda rng, n, d: 1.0 * rng.poisson(rng.gamma(1, 2, (n, d))),
        "ratings": ratings,
        "ratings_even": lambda rng, n, d: 1.0 * rng.integers(1, 6, (n, d)),
        "flagged": flagged,
        "zero_inflated": zero_inflated,
        "outliers": outliers,
    },
    "structure": {
        "five_blobs": around(RING),
        "five_crossed": around(CROSS),
        "two_4_sd": partial(two, sd=4, share=0.5),
        "two_3_sd": partial(two, sd=3, share=0.5),
        "two_5_sd_90_10": partial(two, sd=5, share=0.1),
    },
    "bent": {"arc": arc, "banana": banana, "l_shape": l_shape},
}
"""By kind. Bent data have no segments, but no null model has their shape."""
