"""What the customers look like before anybody clusters them."""

from segbench.exploration.columns import ColumnSummary
from segbench.exploration.components import Components
from segbench.exploration.correlations import Correlations, RedundantPair
from segbench.exploration.exploration import Exploration
from segbench.exploration.explore import explore_dataset, outlying_customers
from segbench.exploration.fences import Fences
from segbench.exploration.histogram import Histogram
from segbench.exploration.levels import Levels
from segbench.exploration.outliers import Outliers
from segbench.exploration.overview import Overview
from segbench.exploration.quantities import Quantities
from segbench.exploration.rows import OutlyingRows
from segbench.exploration.standing_out import OutlyingCustomer

__all__ = [
    "ColumnSummary",
    "Components",
    "Correlations",
    "Exploration",
    "Fences",
    "Histogram",
    "Levels",
    "Outliers",
    "OutlyingCustomer",
    "OutlyingRows",
    "Overview",
    "Quantities",
    "RedundantPair",
    "explore_dataset",
    "outlying_customers",
]
