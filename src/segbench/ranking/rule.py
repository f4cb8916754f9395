"""How a ranking is made: weights, the price of noise, gates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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


class NoisePolicy(StrEnum):
    """What unassigned customers cost in the ranking; the scores shown are the same."""

    PENALIZE = "penalize"  # coverage x silhouette, Davies-Bouldin / coverage
    EXCLUDE = "exclude"  # nothing: the assigned customers alone are ranked


@dataclass(frozen=True)
class RankingRule:
    """Everything that decides the order."""

    weights: Mapping[str, float] = field(default_factory=lambda: dict(RANKED_MEASURES))
    noise: NoisePolicy = NoisePolicy.PENALIZE
    gates: Gates = field(default_factory=Gates)

    def __post_init__(self) -> None:
        """Refuse weights that order nothing."""
        for name, weight in mapping("weights", self.weights, RANKED_MEASURES).items():
            number(f"weights.{name}", weight, low=0)
        if self.noise not in list(NoisePolicy):
            policies = map(str, NoisePolicy)
            raise UnknownNameError("noise policy", str(self.noise), policies)
        object.__setattr__(self, "noise", NoisePolicy(self.noise))  # text will do
        if not any(self.weights.values()):
            raise ConfigError("weights are all 0; at least one has to be above")
