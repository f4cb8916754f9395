"""The table between two steps of cleaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from segbench.core import CleaningStep, Dataset, Labels, Role


@dataclass(frozen=True)
class Table:
    """Customers who are still in, the reasons of those who are not, and the log."""

    frame: pd.DataFrame  # its index = the customer's position in the input
    roles: Mapping[str, Role]
    ids: tuple[str, ...]  # of all customers of the input
    truth: Labels | None  # the same
    log: tuple[CleaningStep, ...]
    reasons: Mapping[int, str] = field(default_factory=dict)  # by position

    def columns(self, role: Role) -> list[str]:
        """Names of the columns with this role, in the order of the input."""
        return [name for name, given in self.roles.items() if given is role]

    def logged(self, *steps: CleaningStep) -> Table:
        """The same with more steps in the log."""
        return replace(self, log=(*self.log, *steps))

    def without(self, reasons: Mapping[int, str], action: str) -> Table:
        """Leave customers out, by position; nobody is no step."""
        if not reasons:
            return self
        return replace(
            self,
            frame=self.frame.drop(index=list(reasons)),
            reasons={**self.reasons, **reasons},
        ).logged(CleaningStep("", action, len(reasons)))


def table_of(dataset: Dataset) -> Table:
    """Take a data set as it was built."""
    frame = dataset.frame.set_axis(np.arange(dataset.n_customers), axis="index")
    return Table(frame, dataset.roles, dataset.ids, dataset.truth, dataset.log)


def by_column(flags: pd.DataFrame) -> str:
    """Count flagged customers by column: "income 3, age 1"."""
    counts = flags.sum()
    return ", ".join(f"{name} {n:,}" for name, n in counts.items() if n)
