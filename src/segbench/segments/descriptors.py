"""Do segments differ in what they were not made from? Tests, with effect sizes.

Only columns that took no part in the clustering are tested: in the others segments
differ because that is how they were made, and a p value would say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from segbench.core import Labels, Matrix
from segbench.scoring.tables import cramers_v, holm, without_empty
from segbench.segments.effects import eta_squared, omega_squared
from segbench.segments.variables import Kind, Variable

FEW_EXPECTED = 5
MOST_CELLS_WITH_FEW = 0.2
"""Cochran's rule: chi2 wants at least 5 expected in four cells of five, 1 in all."""

BY_CONSTRUCTION = "inflated by construction: the segments were made from it"


@dataclass(frozen=True)
class Effect:
    """How strongly the segments and one column go together."""

    column: str
    used: bool  # whether the segments were made from it
    measure: str  # eta2, omega2 or cramers_v
    size: float  # NaN = undefined: one segment, or all values equal
    note: str  # "" when there is nothing to say


@dataclass(frozen=True)
class DescriptorTest:
    """A test of a column that took no part in the clustering."""

    column: str
    test: str  # Kruskal-Wallis or chi2
    customers: int  # in a segment and with a value
    statistic: float  # NaN = undefined
    p: float  # NaN = undefined
    p_holm: float  # p with Holm's correction over all tested columns
    caveat: str  # what speaks against the test, or why there is none


def effects_of(variables: Iterable[Variable], labels: Labels) -> list[Effect]:
    """Measure every column: eta2 if used, omega2 if not, Cramer's V of categories."""
    return [_effect(parts, labels) for parts in _by_column(variables)]


def descriptor_tests(
    variables: Iterable[Variable], labels: Labels
) -> list[DescriptorTest]:
    """Test every column that was not used, noise and missing values left out.

    Quantities by Kruskal-Wallis, categories by chi2 without continuity correction; p
    values corrected over the columns whose test is defined.
    """
    columns = [parts for parts in _by_column(variables) if not parts[0].used]
    tests = [
        _chi2(parts, labels)
        if parts[0].kind is Kind.LEVEL
        else _kruskal(parts[0], labels)
        for parts in columns
    ]
    corrected = holm([test.p for test in tests])
    return [
        replace(test, p_holm=float(p)) for test, p in zip(tests, corrected, strict=True)
    ]


def _by_column(variables: Iterable[Variable]) -> list[list[Variable]]:
    """Bring the levels of a category together again."""
    columns: dict[str, list[Variable]] = {}
    for variable in variables:
        columns.setdefault(variable.column, []).append(variable)
    return list(columns.values())


def _effect(parts: Sequence[Variable], labels: Labels) -> Effect:
    first = parts[0]
    note = BY_CONSTRUCTION if first.used else ""
    if first.kind is Kind.LEVEL:
        size = cramers_v(_counts(parts, labels))
        return Effect(first.column, first.used, "cramers_v", size, note)
    if first.used:
        size = eta_squared(first.values, labels)
        return Effect(first.column, first.used, "eta2", size, note)
    size = omega_squared(first.values, labels)
    return Effect(first.column, first.used, "omega2", size, note)


def _kruskal(variable: Variable, labels: Labels) -> DescriptorTest:
    from scipy.stats import kruskal

    kept = ~np.isnan(variable.values) & (labels >= 0)
    values, groups = variable.values[kept], labels[kept]
    undefined = _undefined(variable.column, "Kruskal-Wallis", len(values))
    segments = np.unique(groups)
    if len(segments) < 2:
        return replace(undefined, caveat="fewer than two segments have values")
    if np.ptp(values) == 0:
        return replace(undefined, caveat="all values are equal")
    found = kruskal(*(values[groups == segment] for segment in segments))
    return replace(undefined, statistic=float(found.statistic), p=float(found.pvalue))


def _chi2(parts: Sequence[Variable], labels: Labels) -> DescriptorTest:
    from scipy.stats import chi2_contingency

    counts = without_empty(_counts(parts, labels))
    undefined = _undefined(parts[0].column, "chi2", int(counts.sum()))
    if min(counts.shape) < 2:
        return replace(undefined, caveat="fewer than two levels or segments")
    found = chi2_contingency(counts, correction=False)
    return replace(
        undefined,
        statistic=float(found.statistic),
        p=float(found.pvalue),
        caveat=_cochran(found.expected_freq),
    )


def _undefined(column: str, test: str, customers: int) -> DescriptorTest:
    nan = float("nan")
    return DescriptorTest(column, test, customers, nan, nan, nan, "")


def _cochran(expected: Matrix) -> str:
    few = float((expected < FEW_EXPECTED).mean())
    if few <= MOST_CELLS_WITH_FEW and expected.min() >= 1:
        return ""
    return (
        f"fewer than {FEW_EXPECTED} customers expected in {few:.0%} of the cells: "
        "the p value is rough"
    )


def _counts(parts: Sequence[Variable], labels: Labels) -> Matrix:
    """Customers by level and segment."""
    assigned = labels >= 0
    k = int(labels.max(initial=-1)) + 1
    values = [np.nan_to_num(part.values[assigned]) for part in parts]
    rows = [np.bincount(labels[assigned], weights=one, minlength=k) for one in values]
    return np.array(rows, dtype=np.float64).reshape(len(parts), k)
