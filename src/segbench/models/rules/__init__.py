"""Rules that give a new customer a segment, learnt from customers and labels."""

from segbench.models.rules.candidates import (
    Learning,
    learn_rule,
    learner_of,
    rules_for,
)
from segbench.models.rules.rule import Given, Rule, restore

__all__ = [
    "Given",
    "Learning",
    "Rule",
    "learn_rule",
    "learner_of",
    "restore",
    "rules_for",
]
