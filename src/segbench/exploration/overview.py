"""What the table holds: customers, columns, missing cells, duplicates, cleaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from segbench.core import CleaningStep, Dataset, Role
from segbench.data.build import MISSING_LEVEL


@dataclass(frozen=True)
class Overview:
    """A customer table in numbers."""

    n_customers: int
    n_columns: int  # of the input, whatever their role
    roles: Mapping[Role, int]  # columns by role; every role is a key
    missing_cells: int  # in numeric and categorical columns
    missing_share: float  # of the cells of these columns, in [0, 1]; NaN without any
    incomplete: int  # customers with a missing cell
    duplicates: int  # customers equal to an earlier one in all but the id
    log: tuple[CleaningStep, ...]  # what was done to the table
    ignored: tuple[str, ...]  # columns left out; the log says why


def describe(dataset: Dataset) -> Overview:
    """Count what a customer table holds.

    Parameters
    ----------
    dataset : Dataset
        Ignored columns are no longer in it: duplicates are customers who are equal in
        every numeric and categorical column and in the known segment.
    """
    missing = missing_mask(dataset)
    compared = dataset.frame
    if dataset.truth is not None:
        # By position: no name can be taken by a column of the user's.
        compared = compared.set_axis(range(compared.shape[1]), axis=1)
        compared = compared.assign(truth=dataset.truth)
    return Overview(
        n_customers=dataset.n_customers,
        n_columns=len(dataset.roles),
        roles={role: len(dataset.columns(role)) for role in Role},
        missing_cells=int(missing.sum()),
        missing_share=float(missing.mean()) if missing.size else float("nan"),
        incomplete=int(missing.any(axis=1).sum()),
        duplicates=int(compared.duplicated().sum()) if compared.shape[1] else 0,
        log=dataset.log,
        ignored=tuple(dataset.columns(Role.IGNORED)),
    )


def missing_mask(dataset: Dataset) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Tell which cells of the frame are missing, in the frame's shape."""
    frame = dataset.frame
    missing = np.zeros(frame.shape, dtype=bool)
    for i, name in enumerate(frame.columns):
        is_numeric = dataset.roles[name] is Role.NUMERIC
        column = frame[name]
        missing[:, i] = column.isna() if is_numeric else column == MISSING_LEVEL
    return missing
