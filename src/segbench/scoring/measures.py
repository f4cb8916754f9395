"""Measures by name: those that ship with segbench, and whatever else was registered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from segbench.errors import ConfigError
from segbench.scoring.given import (
    EXACT_UP_TO,
    FEWEST_SAMPLED,
    SAMPLED_CUSTOMERS,
    Given,
    Values,
    sampled_customers,
)
from segbench.scoring.measure import SHIPPED, Direction, Measure
from segbench.scoring.measures_external import EXTERNAL
from segbench.scoring.measures_internal import INTERNAL
from segbench.scoring.reserved import RESERVED

__all__ = [
    "EXACT_UP_TO",
    "FEWEST_SAMPLED",
    "MEASURES",
    "SAMPLED_CUSTOMERS",
    "Direction",
    "Given",
    "Measure",
    "Values",
    "available_measures",
    "register_measure",
    "sampled_customers",
]

MEASURES: Mapping[str, Measure] = {one.name: one for one in (*INTERNAL, *EXTERNAL)}
"""The measures that ship with segbench, by name."""

_registered: dict[str, Measure] = {}


def available_measures() -> Mapping[str, Measure]:
    """Every known measure by name: the shipped ones, registered ones, packages'."""
    from segbench.scoring.declare import measures_of_packages  # it registers here

    packages = measures_of_packages()
    return {**registered_measures(), **packages}


def registered_measures() -> Mapping[str, Measure]:
    """Every measure of this process; no package is asked."""
    return {**MEASURES, **_registered}


def register_measure(measure: Measure) -> Measure:
    """Add a measure: every labeling is scored with it from now on.

    Parameters
    ----------
    measure : Measure
        Its name becomes a column of ``scores.csv``. An origin that was left out is
        the module of its function.

    Returns
    -------
    Measure
        What was registered, with its origin.

    Raises
    ------
    ConfigError
        When the name is no plain word, or is taken; the sentence has both origins.
    """
    added = _with_origin(measure)
    if not added.name.isidentifier():
        told = f"measure {added.name!r} of {added.origin} names a column of scores.csv"
        raise ConfigError(f"{told}; take letters, digits and _, as in my_index")
    taken = _taken_by(added.name)
    if taken:
        told = f"measure {added.name!r} of {added.origin} is already {taken}"
        raise ConfigError(f"{told}; choose another name")
    _registered[added.name] = added
    return added


def _with_origin(measure: Measure) -> Measure:
    if measure.origin != SHIPPED:
        return measure
    module = getattr(measure.function, "__module__", None) or "this session"
    return replace(measure, origin=module)


def _taken_by(name: str) -> str:
    """Say who has a name already; "" when nobody has."""
    known = registered_measures()
    if name in known:
        return f"registered by {known[name].origin}"
    stem, _, end = name.rpartition("_")
    if end in ("low", "high") and stem in known:  # of estimates
        return f"a column of {SHIPPED}, the interval of {stem}"
    return f"a column of {SHIPPED}" if name in RESERVED else ""
