"""Explore a customer table: one pass from a data set to what it looks like."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segbench.core import Dataset
from segbench.errors import UserError
from segbench.exploration.columns import summarise_columns
from segbench.exploration.components import find_components
from segbench.exploration.correlations import correlate
from segbench.exploration.exploration import Exploration
from segbench.exploration.fences import fence_columns
from segbench.exploration.numbers import numeric_table
from segbench.exploration.outliers import Outliers
from segbench.exploration.overview import describe
from segbench.exploration.rows import outlying_rows


def outlying_customers(dataset: Dataset, *, random_state: int) -> NDArray[np.bool_]:
    """Tell who is far from the others in all numeric columns at once.

    Returns
    -------
    ndarray of bool, shape (n_customers,)
        In the order of the input, as `Exploration.outliers.rows` has it.
    """
    table = numeric_table(dataset)
    found = outlying_rows(table, summarise_columns(dataset, table), random_state)
    far: NDArray[np.bool_] = np.nan_to_num(found.distances, nan=-np.inf) > found.cut
    return far


def explore_dataset(dataset: Dataset, *, random_state: int = 0) -> Exploration:
    """Describe a customer table before anybody clusters it.

    Parameters
    ----------
    dataset : Dataset
        Any number of numeric and categorical columns.
    random_state : int
        Seed of the outlier search. The order of the customers changes nothing.

    Returns
    -------
    Exploration
        Counts, columns, correlations, outliers, components. What is undefined is NaN
        or None with a reason.

    Raises
    ------
    UserError
        When it is given something else than a data set.
    """
    if not isinstance(dataset, Dataset):
        raise UserError(
            f"explore_dataset takes a Dataset; got {type(dataset).__name__}; make one "
            "of a data frame with segbench.data.build_dataset(frame, name)"
        )
    table = numeric_table(dataset)
    columns = summarise_columns(dataset, table)
    components, why_none = find_components(table)
    rows = outlying_rows(table, columns, random_state)
    return Exploration(
        title=dataset.title,
        overview=describe(dataset),
        columns=columns,
        correlations=correlate(dataset, table),
        outliers=Outliers(fence_columns(table), rows),
        components=components,
        components_reason=why_none,
    )
