"""What a failed check says: one sentence, with what to do about it."""

from __future__ import annotations


class ContractError(AssertionError):
    """An algorithm or a measure breaks its contract."""


def require(condition: object, sentence: str) -> None:
    """Go on only where a condition holds."""
    if not condition:
        raise ContractError(sentence)
