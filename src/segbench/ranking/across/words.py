"""The comparison in a sentence or two."""

from __future__ import annotations

from collections.abc import Sequence

from segbench.ranking.across.comparison import DatasetComparison
from segbench.ranking.across.rank_tests import ENOUGH_TO_TEST, PairTest

NAMED = 4
"""Algorithms named in a sentence; of more, their number is given."""


def in_words(comparison: DatasetComparison) -> str:
    """Say what can and what cannot be concluded, in one or two sentences."""
    best = _best(comparison)
    return f"{_finding(comparison, best)}{_failures(comparison)}."


def _finding(comparison: DatasetComparison, best: str) -> str:
    tests, n = comparison.tests, len(comparison.table.datasets)
    over = f"Over {n} data set{'s' if n > 1 else ''},"
    if tests.descriptive:
        fewer = f"descriptive, without a test (that takes {ENOUGH_TO_TEST} data sets)"
        return f"{over} {best}; this is {fewer}"
    evidence = evidence_in_words(comparison)
    if not tests.rejected:
        return f"{over} the algorithms cannot be told apart ({evidence}); {best}"
    if not any(pair.differ for pair in tests.pairs):
        why = "" if tests.pairs_in_reach else ", for which there are too few data sets"
        return (
            f"{over} the algorithms are not all alike ({evidence}), but no two of them "
            f"can be told apart{why}; {best}"
        )
    return f"{over} the algorithms differ ({evidence}): {best}. {_rivals(comparison)}"


def evidence_in_words(comparison: DatasetComparison) -> str:
    """Name the test that decided, and its p-value."""
    tests = comparison.tests
    if tests.friedman is not None:
        return f"Iman-Davenport {p_in_words(tests.friedman.f_p)}"
    return f"Wilcoxon {p_in_words(tests.pairs[0].p)}" if tests.pairs else "no test"


def p_in_words(p: float) -> str:
    """Write a p-value with two digits that mean something."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.2g}"


def _best(comparison: DatasetComparison) -> str:
    table, names = comparison.table, comparison.names_by_rank
    sums = table.ranks.sum(axis=0)
    equal = [
        name
        for name, column in zip(names, comparison.order, strict=True)
        if sums[column] == sums.min()
    ]
    rank = f"the best mean rank, {table.mean_ranks.min():.2f}"
    if len(equal) == 1:
        return f"{equal[0]} has {rank}"
    return f"{_listed(equal)} share {rank}"


def _rivals(comparison: DatasetComparison) -> str:
    """Say from which others the algorithm with the best mean rank can be told."""
    best = comparison.names_by_rank[0]
    own = [one for one in comparison.tests.pairs if best in {one.first, one.second}]
    told = [one for one in own if one.differ]
    beaten = _others(comparison, [one for one in told if one.favours == best])
    ahead = _others(comparison, [one for one in told if one.favours != best])
    alike = _others(comparison, [one for one in own if not one.differ])
    clauses = []
    if beaten:
        clauses.append(f"is better than {_listed(beaten)}")
    if ahead:
        clauses.append(f"is worse than {_listed(ahead)} by the size of differences")
    if alike:
        clauses.append(f"cannot be told from {_listed(alike)}")
    return f"{best} {', and '.join(clauses)} (Wilcoxon-Holm)"


def _others(comparison: DatasetComparison, pairs: Sequence[PairTest]) -> list[str]:
    """Name whom the pairs set against the best, in the order of the mean ranks."""
    named = {name for one in pairs for name in (one.first, one.second)}
    return [name for name in comparison.names_by_rank[1:] if name in named]


def _listed(names: Sequence[str]) -> str:
    if len(names) > NAMED:
        return f"{len(names)} algorithms"
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _failures(comparison: DatasetComparison) -> str:
    failed = int(comparison.table.failures.sum())
    if failed == 0:
        return ""
    noun = "failure counts" if failed == 1 else "failures count"
    return f"; {failed} {noun} as last on the data set"
