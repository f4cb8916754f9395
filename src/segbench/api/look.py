"""Look at customers and at segments, without comparing anything."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from segbench.api.frame import dataset_of
from segbench.core import CleaningPlan
from segbench.data import DeclaredRoles
from segbench.exploration import Exploration, explore_dataset
from segbench.segments import Profile, profile_segments


def explore(
    frame: pd.DataFrame,
    *,
    roles: DeclaredRoles | None = None,
    cleaning: CleaningPlan | None = None,
    random_state: int = 0,
    name: str = "customers",
) -> Exploration:
    """Describe a customer table before anybody clusters it.

    Parameters
    ----------
    frame : DataFrame of shape (n_customers, n_columns)
        One row a customer.
    roles : DeclaredRoles or None
        Columns whose role is known; the others are inferred.
    cleaning : CleaningPlan or None
        What to do with gaps, outliers and copies; None is the default plan.
    random_state : int
        For samples of large tables.
    name : str
        What the data set is called.

    Returns
    -------
    Exploration
        With ``summary``, ``outliers_frame`` and ``redundant_frame`` as data frames,
        and ``findings`` in plain sentences.

    Examples
    --------
    >>> import pandas as pd, segbench
    >>> frame = pd.DataFrame({"spend": [1, 2, 1, 900], "age": [30, 31, 42, 50]})
    >>> segbench.explore(frame).overview.n_customers
    4
    """
    dataset = dataset_of(frame, "explore", name, roles, cleaning)
    return explore_dataset(dataset, random_state=random_state)


def profile(  # noqa: PLR0913 keywords with defaults, one question each
    frame: pd.DataFrame,
    labels: ArrayLike,
    *,
    used: Sequence[str] | None = None,
    value: str | None = None,
    roles: DeclaredRoles | None = None,
    random_state: int = 0,
    name: str = "customers",
) -> Profile:
    """Say who is in the segments of any labeling, in the customers' own units.

    Parameters
    ----------
    frame : DataFrame of shape (n_customers, n_columns)
        One row a customer.
    labels : array-like of int, shape (n_customers,)
        Segments 0..k-1, -1 = noise.
    used : sequence of str or None
        Columns that the segments were made from. Without it nothing is tested:
        segments differ in what made them.
    value : str or None
        Column that says what a customer is worth.
    roles : DeclaredRoles or None
        Columns whose role is known; the others are inferred.
    random_state : int
        For the folds of the cross-validation.
    name : str
        What the data set is called.

    Returns
    -------
    Profile
        With ``segments``, ``variables``, ``rules``, ``descriptors`` and ``checklist``
        as data frames.

    Examples
    --------
    >>> import pandas as pd, segbench
    >>> frame = pd.DataFrame({"spend": [1, 2, 1, 9, 8, 9], "age": [3, 3, 4, 6, 6, 7]})
    >>> found = segbench.profile(frame, [0, 0, 0, 1, 1, 1], used=["spend"])
    >>> found.segments["size"].tolist()
    [3, 3]
    """
    return profile_segments(
        dataset_of(frame, "profile", name, roles),
        np.asarray(labels),
        used=used,
        value=value,
        random_state=random_state,
    )
