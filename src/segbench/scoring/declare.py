"""The decorator that makes a function a measure, and the measures of packages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypedDict, TypeVar, Unpack

import numpy as np

from segbench.core import NOISE, Labels, Metric
from segbench.errors import ConfigError, UnknownNameError
from segbench.plugins import MEASURES, Offer, load, offers, one_offer
from segbench.plugins.loading import warn
from segbench.plugins.session import DECLARED, declared_of
from segbench.scoring.given import Given, Values
from segbench.scoring.measure import Direction, Measure
from segbench.scoring.measures import register_measure, registered_measures

Function = Callable[[Any, Any], float]
Made = TypeVar("Made", bound=Function)

DIRECTIONS = {one.name.lower(): one for one in Direction}
"""Which way is good, in words: large, small, neither."""


class MeasureDeclaration(TypedDict, total=False):
    """What may be said of a measure."""

    low: float
    high: float
    needs_truth: bool
    undefined: str
    reference: str


@dataclass(frozen=True)
class PerLabeling:
    """A function of one labeling, called for each of a stack."""

    function: Function
    needs_truth: bool

    def __call__(self, given: Given) -> Values:
        """Measure every labeling; a ValueError is the reason of a NaN."""
        answers = [self._one(given, labels) for labels in given.stack]
        values, reasons = zip(*answers, strict=True) if answers else ((), ())
        return Values(np.array(values, dtype=float), reasons=reasons)

    def _one(self, given: Given, labels: Labels) -> tuple[float, str]:
        chosen = labels != NOISE
        if self.needs_truth:
            if given.truth is None:
                return np.nan, ""
            chosen = given.truth != NOISE
        elif given.metric is not Metric.EUCLIDEAN:
            return np.nan, "needs Euclidean distances"
        first = given.truth if self.needs_truth else given.matrix
        assert first is not None  # the truth was looked for above
        try:
            return float(self.function(first[chosen], labels[chosen])), ""
        except ValueError as error:
            return np.nan, " ".join(str(error).split())


def measure(
    name: str, direction: str, **declared: Unpack[MeasureDeclaration]
) -> Callable[[Made], Made]:
    """Declare a function as a measure that every labeling is scored with.

    Parameters
    ----------
    name : str
        Its column in ``scores.csv``.
    direction : str
        Which way is good: ``"large"``, ``"small"``, or ``"neither"`` for a number
        that is shown and never ranked.
    **declared
        ``low`` and ``high``, the range; ``needs_truth``; ``undefined``, why a value
        is NaN when the function does not say; ``reference``, author, year and DOI.

    Returns
    -------
    callable
        Takes a function of ``X``, shape (n_assigned, n_features), and ``labels``,
        shape (n_assigned,), of the customers that belong to a segment; with
        ``needs_truth`` of the known segments and the labels, -1 = noise. It gives a
        float, and raises ValueError with the reason where there is none.

    Raises
    ------
    ConfigError
        When the name is taken.
    """
    if direction not in DIRECTIONS:
        raise UnknownNameError(f"direction of {name}", direction, DIRECTIONS)

    def declare(function: Made) -> Made:
        needs_truth = declared.get("needs_truth", False)
        made = Measure(
            name,
            PerLabeling(function, needs_truth),
            DIRECTIONS[direction],
            declared.get("low", -np.inf),
            declared.get("high", np.inf),
            needs_truth=needs_truth,
            undefined=declared.get("undefined", ""),
            reference=declared.get("reference", ""),
            origin=f"module {function.__module__}",
        )
        setattr(function, DECLARED, register_measure(made))
        return function

    return declare


@cache  # a package is imported, and complained of, once
def measures_of_packages() -> dict[str, Measure]:
    """Import every measure that an installed package offers.

    One that cannot be used is left out, with a warning that names its package.
    """
    found = {}
    for name in offers(MEASURES):
        try:
            offer = one_offer(MEASURES, name)
            assert offer is not None  # the name is one of theirs
            found[name] = _of_package(offer)
        except ConfigError as error:
            warn(f"{error}; it is left out")
    return found


def _of_package(offer: Offer) -> Measure:
    declared = declared_of(load(offer))
    if not isinstance(declared, Measure) or declared.name != offer.name:
        raise ConfigError(
            f"measure {offer.name!r} of {offer.origin}: {offer.value!r} is no measure "
            "of that name; a function under @segbench.measure(...) is needed"
        )
    found = replace(declared, origin=offer.origin)
    by_itself = registered_measures().get(offer.name) is declared
    return found if by_itself else register_measure(found)
