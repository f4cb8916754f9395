"""Segments in what shops know of customers: money, orders, categories."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segbench.data.labelled.gaussian import Clouds, apart, even, split
from segbench.data.labelled.truth import TRUTH, with_truth

# Medians by segment: days since the last order, number of orders, money spent.
_RFM = np.array(
    [
        [12.0, 24.0, 1_500.0],  # the best
        [20.0, 3.0, 90.0],  # new
        [110.0, 14.0, 700.0],  # good ones who stay away
        [250.0, 2.0, 60.0],  # gone
    ]
)
_CHANNELS = ("shop", "web", "phone")
_REGIONS = ("north", "south", "east", "west")


def skewed(rng: np.random.Generator, customers: int) -> pd.DataFrame:
    """Four segments in the logarithm of two amounts of money."""
    clouds = Clouds(apart(rng, 4, 2, 2.0), [0.35] * 4, even(4))
    X, segments = clouds.draw(rng, customers)
    return with_truth(np.exp(X + 4.0), segments)


def rfm(rng: np.random.Generator, customers: int) -> pd.DataFrame:
    """Recency, frequency and money of the best, the new, the leaving and the gone."""
    segments = split(customers, [0.15, 0.25, 0.25, 0.35])
    middle = np.log(_RFM)[segments]
    spread = np.array([0.45, 0.35, 0.5])
    values = np.exp(middle + spread * rng.normal(size=middle.shape))
    frame = pd.DataFrame(
        {
            "recency": np.ceil(values[:, 0]),
            "frequency": np.ceil(values[:, 1]),
            "monetary": np.round(values[:, 2], 2),
        }
    )
    return frame.assign(**{TRUTH: [f"s{one}" for one in segments]})


def mixed_types(rng: np.random.Generator, customers: int) -> pd.DataFrame:
    """Three segments that neither the quantities nor the categories tell apart alone.

    The first differs from the others in age and income, the second from the third in
    the channel and in having a card; the region tells nothing.
    """
    segments = split(customers, even(3))
    young = segments == 0
    channel = np.array([[0.1, 0.8, 0.1], [0.8, 0.1, 0.1], [0.1, 0.8, 0.1]])
    card = np.array([0.2, 0.9, 0.1])
    return pd.DataFrame(
        {
            "age": np.round(rng.normal(np.where(young, 28, 55), 5)),
            "income": np.round(np.exp(rng.normal(np.where(young, 3.2, 4.3), 0.2)), 1),
            "channel": [
                _CHANNELS[rng.choice(len(_CHANNELS), p=channel[one])]
                for one in segments
            ],
            "card": np.where(rng.random(customers) < card[segments], "yes", "no"),
            "region": rng.choice(_REGIONS, size=customers),
            TRUTH: [f"s{one}" for one in segments],
        }
    )
