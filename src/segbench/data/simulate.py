"""Simulated mall customers: the published segments, made-up people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

INCOME = "Annual Income (k$)"
SPENDING = "Spending Score (1-100)"


@dataclass(frozen=True)
class _Segment:
    """What is known of one published segment; spreads are plausible, not published."""

    size: int
    income: tuple[float, float]  # mean and standard deviation, in k$
    spending: tuple[float, float]  # mean and standard deviation, score
    age: tuple[float, float]  # mean and standard deviation, in years


_SEGMENTS = (
    _Segment(81, (55.3, 9.0), (49.5, 6.5), (42.7, 16.4)),
    _Segment(39, (86.5, 16.3), (82.1, 9.4), (32.7, 3.7)),
    _Segment(22, (25.7, 7.6), (79.4, 10.5), (25.3, 5.3)),
    _Segment(35, (88.2, 16.4), (17.1, 10.0), (41.1, 11.3)),
    _Segment(23, (26.3, 7.9), (20.9, 13.0), (45.2, 13.2)),
)

_RANGES = {"Age": (18, 70), INCOME: (15, 140), SPENDING: (1, 100)}
_SHARE_OF_WOMEN = 0.56


def simulate_mall(seed: int) -> pd.DataFrame:
    """Draw 200 simulated customers with the five columns of the mall study.

    Parameters
    ----------
    seed : int
        Of the simulation.

    Returns
    -------
    DataFrame of 200 rows
        ``CustomerID, Gender, Age, Annual Income (k$), Spending Score (1-100)`` and
        ``segment``, the one a customer was drawn from. Segment means of income and
        spending are those that were published, up to rounding and clipping.
    """
    rng = np.random.default_rng(seed)
    drawn = pd.concat(
        [_draw(segment, rng).assign(segment=i) for i, segment in enumerate(_SEGMENTS)],
        ignore_index=True,
    )
    shuffled = drawn.sample(frac=1, random_state=rng).reset_index(drop=True)
    women = rng.random(len(shuffled)) < _SHARE_OF_WOMEN
    shuffled.insert(0, "Gender", np.where(women, "Female", "Male"))
    shuffled.insert(0, "CustomerID", [str(i + 1) for i in range(len(shuffled))])
    return shuffled


def _draw(segment: _Segment, rng: np.random.Generator) -> pd.DataFrame:
    parameters = {
        "Age": segment.age,
        INCOME: segment.income,
        SPENDING: segment.spending,
    }
    columns = {}
    for name, (mean, spread) in parameters.items():
        values = rng.normal(0, spread, segment.size)
        low, high = _RANGES[name]
        columns[name] = np.clip(
            np.round(mean + values - values.mean()), low, high
        ).astype(int)
    return pd.DataFrame(columns)
