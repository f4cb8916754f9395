"""Customers without segments: what a comparison should not find any in."""

from __future__ import annotations

import numpy as np
import pandas as pd


def uniform(rng: np.random.Generator, customers: int) -> pd.DataFrame:
    """Three independent quantities, each equally likely everywhere."""
    return _table(rng.uniform(size=(customers, 3)))


def one_gaussian(rng: np.random.Generator, customers: int) -> pd.DataFrame:
    """Four correlated quantities of one Gaussian."""
    mixing = rng.normal(size=(4, 4))
    return _table(rng.normal(size=(customers, 4)) @ mixing)


def heavy_tails(rng: np.random.Generator, customers: int) -> pd.DataFrame:
    """Three amounts of money, log-normal and correlated: a few spend very much."""
    common = rng.normal(size=(customers, 1))
    return _table(np.exp(0.6 * common + 0.8 * rng.normal(size=(customers, 3))))


def _table(X: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(X, columns=[f"x{i + 1}" for i in range(X.shape[1])])
