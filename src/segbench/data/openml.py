"""Data sets of OpenML, read through scikit-learn."""

from __future__ import annotations

from typing import Any

import pandas as pd

from segbench.core import CleaningStep
from segbench.errors import DataError

MOST_SEGMENTS = 30
"""A target with more levels than this is a quantity, not a known segmentation."""


def fetch_openml_table(
    number: int,
) -> tuple[pd.DataFrame, list[CleaningStep], str | None]:
    """Fetch a data set by its number; scikit-learn keeps a copy for the next time.

    Returns
    -------
    table : DataFrame
        One row a customer, with the target as a column.
    steps : list of CleaningStep
        What was fetched.
    truth : str or None
        The target, where it has levels that may be known segments.

    Raises
    ------
    DataError
        In one sentence, when there is no network, no such data set or no table in it.

    References
    ----------
    Vanschoren, van Rijn, Bischl & Torgo 2013, OpenML: networked science in machine
    learning, doi:10.1145/2641190.2641198
    """
    found = _fetch(number)
    table: pd.DataFrame = found.frame
    name, version = found.details["name"], found.details["version"]
    said = f"fetched from OpenML: {name}, version {version}, number {number}"
    target = found.target_names[0] if len(found.target_names) == 1 else None
    if target is not None and table[target].nunique() > MOST_SEGMENTS:
        target = None
    return table, [CleaningStep("", said, len(table))], target


def _fetch(number: int) -> Any:
    from sklearn.datasets import fetch_openml

    try:
        return fetch_openml(data_id=number, as_frame=True, parser="auto")
    except OSError as error:  # no network, no such host, a refused connection
        raise DataError(
            f"cannot reach OpenML for data set {number}: {error}; download the table "
            "and use dataset=csv dataset.path=FILE"
        ) from error
    except ValueError as error:  # unknown number, inactive, sparse data
        raise DataError(f"OpenML data set {number} cannot be used: {error}") from error
