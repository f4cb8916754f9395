"""What every rule is: a few arrays, and how a customer gets a segment by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from segbench.core import Labels, Matrix, Metric

Arrays = Mapping[str, NDArray[Any]]


class Given(NamedTuple):
    """The segments of n customers."""

    labels: Labels  # shape (n,); -1 = noise
    measure: Matrix  # shape (n,): distance in the space, or membership in [0, 1]
    confidence: Matrix  # shape (n,), in [0, 1]


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of rule: how it decides, and how a person would say it."""

    name: str
    says: str  # "a new customer gets ..."
    measure: str  # "distance" or "membership"
    assign: Callable[[Rule, Matrix], Given]

    def __reduce__(self) -> tuple[Callable[[str], Kind], tuple[str]]:
        """Be pickled by name: the function goes by the name of its kind."""
        return kind_named, (self.name,)


@dataclass(frozen=True, eq=False)
class Rule:
    """A kind of rule with what it has learnt."""

    kind: Kind
    metric: Metric
    arrays: Arrays = field(repr=False)

    def assign(self, X: Matrix) -> Given:
        """Give segments to customers of the space, shape (n, n_features)."""
        return self.kind.assign(self, X)

    @property
    def power(self) -> int:
        """Of the Minkowski distance: 1 for sums of absolute differences, else 2."""
        return 1 if self.metric is Metric.MANHATTAN else 2


KINDS: dict[str, Kind] = {}
"""By name; each kind's module adds its own."""


def kind_of_rule(
    name: str, says: str, measure: str = "distance"
) -> Callable[[Callable[[Rule, Matrix], Given]], Kind]:
    """Make a kind of rule of the function that decides."""

    def made(assign: Callable[[Rule, Matrix], Given]) -> Kind:
        KINDS[name] = Kind(name, says, measure, assign)
        return KINDS[name]

    return made


def kind_named(name: str) -> Kind:
    """Return a kind.

    Raises
    ------
    KeyError
        When there is none of that name.
    """
    return KINDS[name]


def restore(name: str, metric: str, arrays: Arrays) -> Rule:
    """Put a stored rule together again.

    Raises
    ------
    KeyError
        When there is no such kind.
    """
    return Rule(kind_named(name), Metric(metric), arrays)


def one_minus_ratio(near: Matrix, far: Matrix) -> Matrix:
    """1 where the first is nothing beside the second, 0 where they are equal."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(far > 0, near / far, 1.0)
    return np.clip(1.0 - ratio, 0.0, 1.0)
