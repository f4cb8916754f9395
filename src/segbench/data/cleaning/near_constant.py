"""Columns in which nearly everybody is the same."""

from __future__ import annotations

from dataclasses import replace

from segbench.cleaning_plan import NEARLY_ALL, CleaningPlan
from segbench.core import CleaningStep, Role
from segbench.data.cleaning.table import Table
from segbench.errors import DataError


def drop_near_constant(table: Table, plan: CleaningPlan) -> Table:
    """Make no feature of a column that tells nearly nobody from the others.

    Raises
    ------
    DataError
        When no column would be left.
    """
    if plan.near_constant == "keep":
        return table
    shares = {name: _largest_share(table, name) for name in table.frame.columns}
    dropped = {name: share for name, share in shares.items() if share >= NEARLY_ALL}
    if len(dropped) == len(shares):
        message = f"every column has one value for {NEARLY_ALL:.1%} of the customers"
        raise DataError(f"{message}, so none is left; choose near_constant=keep")
    steps = [
        CleaningStep(name, f"not used: {_percent(share)} share one value", 1)
        for name, share in dropped.items()
    ]
    roles = {
        name: Role.IGNORED if name in dropped else role
        for name, role in table.roles.items()
    }
    frame = table.frame.drop(columns=list(dropped))
    return replace(table, frame=frame, roles=roles).logged(*steps)


def _largest_share(table: Table, column: str) -> float:
    """Share, of the customers with a value, of the most frequent one."""
    counts = table.frame[column].value_counts()
    return float(counts.max() / counts.sum()) if len(counts) else 1.0


def _percent(share: float) -> str:
    """Round down: what is nearly everybody is not everybody."""
    return f"{int(share * 1000) / 10:g} % of the customers with a value"
