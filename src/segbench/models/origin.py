"""Where a model comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Origin:
    """Where a model comes from."""

    dataset: str
    customers: int  # that were clustered
    fingerprint: str  # of them
    features: str
    scaler: str
    definition: str  # of the space
    seed: int
    algo: str
    params: Mapping[str, Any]  # varied and fixed
    rank: int | None
    score: float
    stability: float | None  # mean adjusted Rand index of refits; None = not asked
    made: str  # date and time, UTC
    versions: Mapping[str, str]  # of segbench, Python and the libraries
