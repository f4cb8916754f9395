"""Customers who are equal in everything but the id."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segbench.cleaning_plan import CleaningPlan
from segbench.data.cleaning.table import Table

LEFT_OUT = "customers left out as equal to an earlier one in every column used"


def drop_duplicates(table: Table, plan: CleaningPlan) -> Table:
    """Keep the first of equal customers.

    Equal are all columns that may be features, and the known segment; two missing
    values are equal.
    """
    if plan.duplicates == "keep":
        return table
    rows = table.frame.index.to_numpy()
    _, first, group = np.unique(_groups(table), return_index=True, return_inverse=True)
    earliest = rows[first[group]]
    reasons = {
        int(row): f"duplicate of {table.ids[earlier]}"
        for row, earlier in zip(rows, earliest, strict=True)
        if row != earlier
    }
    return table.without(reasons, LEFT_OUT)


def _groups(table: Table) -> NDArray[np.int64]:
    """Number equal customers alike, shape (n_customers,)."""
    compared = table.frame.copy()
    compared.columns = pd.RangeIndex(compared.shape[1])  # no name is special
    if table.truth is not None:
        compared[compared.shape[1]] = table.truth[compared.index]
    keys = list(compared.columns)
    numbers = compared.groupby(keys, dropna=False, sort=False).ngroup()
    return np.asarray(numbers, dtype=np.int64)
