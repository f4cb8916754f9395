"""Why nobody should take a column for numbers, in words with what to do about it."""

from __future__ import annotations

from segbench.data.values.numbers import Evidence, Texts, either_way, first_needing
from segbench.data.values.rules import ValueRules

WORDS = {".": "point", ",": "comma"}
"""Decimal marks as `dataset.decimal` takes them."""


def contradiction(
    texts: Texts, evidence: Evidence, rules: ValueRules, hint: str | None
) -> str:
    """Say what is wrong with a column that is numbers by its looks; "" = nothing."""
    return (
        _mixture(texts)
        or _against_the_rule(texts, evidence, rules.decimal)
        or ("" if rules.decimal else _unclear(texts, evidence, hint))
    )


def _mixture(texts: Texts) -> str:
    """Say what was mixed that has no common unit."""
    parsed = [(amount, shape) for shape, amount in enumerate(texts.amounts) if amount]
    first = texts.shapes.first
    percent = [shape for amount, shape in parsed if amount.percent]
    plain = [shape for amount, shape in parsed if not amount.percent]
    if percent and plain:
        one, other = first(percent[0]), first(plain[0])
        said = f"percent such as {one!r} and plain numbers such as {other!r}"
        return f"mixes {said}; write all cells in one way"
    by_currency = {amount.currency: shape for amount, shape in parsed}
    by_currency.pop("", None)
    if len(by_currency) > 1:
        one, other = map(first, list(by_currency.values())[:2])
        said = f"two currencies, such as {one!r} and {other!r}"
        return f"mixes {said}; write all cells in one way"
    return ""


def _against_the_rule(texts: Texts, evidence: Evidence, decimal: str | None) -> str:
    needed = evidence.needed
    if decimal is None or needed in {None, decimal}:
        return ""
    assert needed is not None  # asked before
    return (
        f"holds {first_needing(texts, needed)!r}, which has a decimal {WORDS[needed]} "
        f"against dataset.decimal={WORDS[decimal]}; set dataset.decimal={WORDS[needed]}"
    )


def _unclear(texts: Texts, evidence: Evidence, hint: str | None) -> str:
    shown = either_way(texts)
    if evidence.grouping.unclear and hint is None:
        group = WORDS["," if "." in shown else "."]
        return (
            f"holds {shown!r} beside plain numbers, and its mark may group thousands "
            f"or begin decimals; set dataset.decimal={group} for thousands, "
            f"dataset.decimal={WORDS['.' if group == 'comma' else ',']} for decimals"
        )
    if evidence.grouping.mark and evidence.grouping.mark == hint:
        return (
            f"holds {shown!r} as if its mark grouped thousands, while other columns "
            f"have a decimal {WORDS[hint]}; write the file in one way, or set "
            f"dataset.decimal={WORDS[hint]} if these are decimals"
        )
    return ""
