"""Which work runs code that is not segbench's own."""

from __future__ import annotations

from collections.abc import Iterable

from segbench.algorithms.spec import AlgorithmSpec
from segbench.runner.work import Work
from segbench.scoring.measure import SHIPPED
from segbench.scoring.measures import available_measures

OURS = ("segbench.", "sklearn.")
"""Packages whose algorithms are run in this process where that is quicker."""


def is_foreign(spec: AlgorithmSpec) -> bool:
    """Tell whether an algorithm comes from elsewhere, and may do anything."""
    return not spec.target.startswith(OURS)


def any_foreign_spec(specs: Iterable[AlgorithmSpec]) -> bool:
    """Tell whether one of the algorithms comes from elsewhere."""
    return any(map(is_foreign, specs))


def any_foreign(work: Iterable[Work]) -> bool:
    """Tell whether some of the work runs an algorithm from elsewhere."""
    return any_foreign_spec(one.spec for one in work)


def any_foreign_measure() -> bool:
    """Tell whether there are measures that somebody else has registered."""
    return any(one.origin != SHIPPED for one in available_measures().values())
