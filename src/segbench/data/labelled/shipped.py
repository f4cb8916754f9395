"""Tables with known classes that come with scikit-learn: no file, no network."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

import numpy as np
import pandas as pd

from segbench.data.labelled.truth import TRUTH
from segbench.errors import ConfigError, UnknownNameError
from segbench.seeds import seed_for

TABLES: Mapping[str, str] = {
    "iris": "load_iris",
    "wine": "load_wine",
    "breast_cancer": "load_breast_cancer",
    "digits": "load_digits",
}
"""Functions of ``sklearn.datasets``, by the name of the table."""


def shipped_table(
    name: str, *, customers: int | None = None, seed: int = 0
) -> pd.DataFrame:
    """Read a table of scikit-learn with its classes as known segments.

    Parameters
    ----------
    name : str
        ``iris``, ``wine``, ``breast_cancer`` or ``digits``.
    customers : int or None
        Size of a random sample; None takes all rows in their order.
    seed : int
        Of the sample.

    Returns
    -------
    DataFrame of shape (n_customers, n_features + 1)
        Features by the library's names, and the column ``segment``.

    Raises
    ------
    UnknownNameError
        There is no such table.
    ConfigError
        The sample is larger than the table.
    """
    if name not in TABLES:
        raise UnknownNameError("dataset.table", name, TABLES)
    # On use: reading the settings of a data set must not wait for scikit-learn.
    load = getattr(importlib.import_module("sklearn.datasets"), TABLES[name])
    found = load(as_frame=True)
    classes = np.asarray(found.target_names)[found.target]
    table: pd.DataFrame = found.data.assign(**{TRUTH: [str(one) for one in classes]})
    if customers is None:
        return table
    if customers > len(table):
        raise ConfigError(
            f"dataset.customers is {customers:,}, but {name} has {len(table):,} rows; "
            "take fewer, or null for all"
        )
    rng = np.random.default_rng(seed_for(seed, "sample", name))
    drawn = rng.permutation(len(table))[:customers]
    return table.iloc[drawn].reset_index(drop=True)
