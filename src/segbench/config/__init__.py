"""From a configuration, as plain values, to validated specifications."""

from segbench.config.scoring import ranking_rule, shipped_scoring
from segbench.config.validate import Config, validate

__all__ = ["Config", "ranking_rule", "shipped_scoring", "validate"]
