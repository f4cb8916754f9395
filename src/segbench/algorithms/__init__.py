"""The algorithms: what they are called, how they are set and how they are run."""

from segbench.algorithms.fit import Sharing, fit_many, fit_sweep, refit
from segbench.algorithms.for_size import for_size
from segbench.algorithms.grids import expand_grid
from segbench.algorithms.in_space import in_space, why_not_in
from segbench.algorithms.registry import (
    DEFAULT_ALGORITHMS,
    available,
    get,
    register,
    spec_from_node,
)
from segbench.algorithms.spec import AlgorithmSpec, Clusterer, Fitted, Growth, Job

__all__ = [
    "DEFAULT_ALGORITHMS",
    "AlgorithmSpec",
    "Clusterer",
    "Fitted",
    "Growth",
    "Job",
    "Sharing",
    "available",
    "expand_grid",
    "fit_many",
    "fit_sweep",
    "for_size",
    "get",
    "in_space",
    "refit",
    "register",
    "spec_from_node",
    "why_not_in",
]
