"""Segments that no centre describes: half moons and rings."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segbench.data.labelled.gaussian import even, split
from segbench.data.labelled.truth import with_truth


def moons(rng: np.random.Generator, customers: int) -> pd.DataFrame:
    """Two half moons that reach into each other."""
    segments = split(customers, even(2))
    angle = rng.uniform(0, np.pi, size=customers)
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    lower = np.column_stack([1 - np.cos(angle), 0.5 - np.sin(angle)])
    X = np.where(segments[:, None] == 0, upper, lower)
    return with_truth(X + rng.normal(scale=0.08, size=X.shape), segments)


def rings(rng: np.random.Generator, customers: int) -> pd.DataFrame:
    """A ring around a ring: two segments with one centre."""
    segments = split(customers, even(2))
    angle = rng.uniform(0, 2 * np.pi, size=customers)
    radius = np.where(segments == 0, 1.0, 0.4)
    X = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return with_truth(X + rng.normal(scale=0.05, size=X.shape), segments)
