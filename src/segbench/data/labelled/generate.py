"""Customers drawn from a seed, by the name of their shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from segbench.checks import whole
from segbench.data.labelled import bent, gaussian, people, unstructured
from segbench.errors import UnknownNameError
from segbench.seeds import seed_for

FEWEST = 40
"""With fewer customers the smallest segment of 5 % has less than two."""

_Maker = Callable[[np.random.Generator, int], pd.DataFrame]

UNSTRUCTURED: Mapping[str, _Maker] = {
    "uniform": unstructured.uniform,
    "one_gaussian": unstructured.one_gaussian,
    "heavy_tails": unstructured.heavy_tails,
}
"""Makers of customers without segments, by name."""

SHAPES: Mapping[str, _Maker] = {
    "blobs": gaussian.blobs,
    "overlapping": gaussian.overlapping,
    "unbalanced": gaussian.unbalanced,
    "density": gaussian.density,
    "elongated": gaussian.elongated,
    "high_dimensional": gaussian.high_dimensional,
    "noise": gaussian.noise,
    "moons": bent.moons,
    "rings": bent.rings,
    "skewed": people.skewed,
    "rfm": people.rfm,
    "mixed_types": people.mixed_types,
    **UNSTRUCTURED,
}
"""All makers, by name."""


DECIMALS = 9
"""Of generated amounts, which are of the order of 1 to 1,000."""


def generate_customers(shape: str, *, customers: int, seed: int) -> pd.DataFrame:
    """Draw customers whose segments are known.

    Parameters
    ----------
    shape : str
        A name of `SHAPES`.
    customers : int
        How many, 40 or more.
    seed : int
        Of the draw; where the segments lie depends on it, too.

    Returns
    -------
    DataFrame of shape (customers, n_features + 1)
        In random order. The column ``segment`` holds the known segment, nothing for
        customers who belong to none; shapes without segments have no such column.

    Raises
    ------
    UnknownNameError
        There is no such shape.
    ConfigError
        The number of customers or the seed is none.
    """
    if shape not in SHAPES:
        raise UnknownNameError("dataset.shape", shape, SHAPES)
    whole("dataset.customers", customers, low=FEWEST)
    whole("dataset.seed", seed, low=0)
    rng = np.random.default_rng(seed_for(seed, "generated", shape))
    # The last digits of an exponential or a product are those of the processor.
    frame = SHAPES[shape](rng, customers).round(DECIMALS)
    return frame.iloc[rng.permutation(customers)].reset_index(drop=True)
