"""How a ranking is made: method, weights, the price of noise, gates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from segbench.checks import mapping, number
from segbench.errors import ConfigError, UnknownNameError
from segbench.ranking.gates import Gates

RANKED_MEASURES: Mapping[str, float] = {
    "silhouette": 0.25,
    "davies_bouldin": 0.25,
    "stability": 0.5,
}
"""What a ranking weighs by default. Silhouette and Davies-Bouldin see one aspect,
compact and separated segments; equal thirds would count it twice."""


class Method(StrEnum):
    """How values of different measures are made addable."""

    CALIBRATED = "calibrated"  # standard deviations above chance and above null data
    RANKS = "ranks"  # share of the other candidates beaten; depends on who they are


class NoisePolicy(StrEnum):
    """What unassigned customers cost in the ranking; the scores shown are the same."""

    PENALIZE = "penalize"  # coverage x silhouette, Davies-Bouldin / coverage
    EXCLUDE = "exclude"  # nothing: the assigned customers alone are ranked
    COMPLETE = "complete"  # they join the segment of the nearest assigned customer
    CLUSTER = "cluster"  # they are a segment: only to reproduce published numbers


@dataclass(frozen=True)
class RankingRule:
    """Everything that decides the order."""

    weights: Mapping[str, float] = field(default_factory=lambda: dict(RANKED_MEASURES))
    noise: NoisePolicy = NoisePolicy.PENALIZE
    gates: Gates = field(default_factory=Gates)
    method: Method = Method.CALIBRATED

    def __post_init__(self) -> None:
        """Refuse weights that order nothing."""
        for name, weight in mapping("weights", self.weights, RANKED_MEASURES).items():
            number(f"weights.{name}", weight, low=0)
        self._take("noise", "noise policy", NoisePolicy)
        self._take("method", "ranking method", Method)
        if not any(self.weights.values()):
            raise ConfigError("weights are all 0; at least one has to be above")

    def _take(self, name: str, kind: str, known: type[StrEnum]) -> None:
        """Take text for a member of an enumeration."""
        value: Any = getattr(self, name)
        if value not in list(known):
            raise UnknownNameError(kind, str(value), map(str, known))
        object.__setattr__(self, name, known(value))
