"""What a customer table looks like, as records, data frames and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from segbench.exploration import findings, frames
from segbench.exploration.columns import ColumnSummary
from segbench.exploration.components import Components
from segbench.exploration.correlations import Correlations
from segbench.exploration.outliers import Outliers
from segbench.exploration.overview import Overview
from segbench.visible import visible


@dataclass(frozen=True, repr=False)
class Exploration:
    """What a customer table looks like before anybody clusters it."""

    title: str  # of the data set, with "simulated" where it has to stand
    overview: Overview
    columns: tuple[ColumnSummary, ...]  # numeric and categorical, as in the input
    correlations: Correlations
    outliers: Outliers
    components: Components | None
    components_reason: str  # why there are none; "" when there are

    @cached_property
    def summary(self) -> pd.DataFrame:
        """One row per numeric or categorical column."""
        n_customers = self.overview.n_customers
        return frames.summary_frame(self.columns, self.outliers, n_customers)

    @cached_property
    def outliers_frame(self) -> pd.DataFrame:
        """The customers farthest from the others, at most 50, farthest first."""
        return frames.outliers_frame(self.outliers)

    @cached_property
    def redundant_frame(self) -> pd.DataFrame:
        """Pairs of columns that say the same, strongest first."""
        return frames.redundant_frame(self.correlations.redundant)

    @cached_property
    def findings(self) -> tuple[str, ...]:
        """What to know before clustering, in plain sentences."""
        return (
            *findings.say_size(self.overview),
            *findings.say_missing(self.overview, self.columns),
            *findings.say_duplicates(self.overview),
            *findings.say_shapes(self.columns),
            *findings.say_redundant(self.correlations),
            *findings.say_outliers(self.outliers),
            *findings.say_components(self.components, self.components_reason),
        )

    def __repr__(self) -> str:
        lines = [f"Exploration of {self.title}"]
        return visible("\n".join([*lines, *(f"  {one}" for one in self.findings)]))
