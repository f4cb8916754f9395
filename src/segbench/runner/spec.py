"""A run, validated: what the configuration and the Python interface both become."""

from __future__ import annotations

from dataclasses import dataclass

from segbench.algorithms import AlgorithmSpec
from segbench.features import FeatureSet, ScalerSpec

DEFAULT_KS = tuple(range(2, 11))
"""Numbers of segments that are tried when nothing is said."""

DEFAULT_RESAMPLES = 25
"""Bootstrap resamples for the stability when nothing is said."""


@dataclass(frozen=True)
class RunSpec:
    """What is compared on a data set, and how."""

    features: tuple[FeatureSet, ...]
    scalers: tuple[ScalerSpec, ...]
    algorithms: tuple[AlgorithmSpec, ...]
    ks: tuple[int, ...] = DEFAULT_KS  # for algorithms that take a number of segments
    resamples: int = DEFAULT_RESAMPLES  # B; 0 = no stability
    plain: bool = False  # fit one setting at a time, sharing nothing
    seed: int = 0
    n_jobs: int = -1  # workers; -1 = one per core
