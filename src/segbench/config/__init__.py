"""From a configuration, as plain values, to validated specifications."""

from segbench.config.validate import Config, ranking_rule, validate

__all__ = ["Config", "ranking_rule", "validate"]
