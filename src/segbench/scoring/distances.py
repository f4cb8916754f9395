"""What scipy calls the metrics of spaces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from segbench.core import Metric

SCIPY_NAMES: Mapping[Metric, Literal["euclidean", "cityblock"]] = {
    Metric.EUCLIDEAN: "euclidean",
    Metric.MANHATTAN: "cityblock",
}
"""Names in `scipy.spatial.distance`."""
