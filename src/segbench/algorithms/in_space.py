"""An algorithm as it can be run in a space: with its distances, or not at all."""

from __future__ import annotations

import re
from dataclasses import replace

from segbench.algorithms.spec import AlgorithmSpec
from segbench.core import Metric, Space

_LOGGED = re.compile(r"^log1p\((.*)\)$")

_SPOKEN = {Metric.EUCLIDEAN: "Euclidean", Metric.MANHATTAN: "Gower's"}

_INSTEAD = {
    Metric.EUCLIDEAN: "add features=mixed",
    Metric.MANHATTAN: "features=famd makes a space for it of the same columns",
}
"""What a user does about it, by the space's metric."""


def in_space(spec: AlgorithmSpec, space: Space) -> AlgorithmSpec:
    """Give an algorithm the parameters that a space's distances ask for.

    Parameters
    ----------
    spec : AlgorithmSpec
        One that `why_not_in` has nothing against.
    space : Space
        Where it will run.

    Returns
    -------
    AlgorithmSpec
        The same one where the space is Euclidean and it needs to know no categories.
    """
    more = dict(spec.metrics.get(str(space.metric), {}))
    if spec.categories is not None:
        more[spec.categories] = " ".join(
            f"{block.columns[0]}-{block.columns[-1]}" for block in space.categories
        )
    if spec.feature_names is not None:
        more[spec.feature_names] = list(space.names)
    return replace(spec, params={**spec.params, **more}) if more else spec


def why_not_in(spec: AlgorithmSpec, space: Space) -> str:
    """Say why an algorithm cannot run in a space; "" when it can."""
    if str(space.metric) not in spec.metrics:
        needs = " or ".join(_SPOKEN[Metric(one)] for one in spec.metrics)
        here = _SPOKEN[space.metric]
        return (
            f"needs {needs} distances, those of this space are {here}; "
            f"{_INSTEAD[space.metric]}"
        )
    if spec.categories is not None and not space.categories:
        return "needs a space with categories, this one has quantities alone"
    there = {_LOGGED.sub(r"\1", name) for name in space.names}
    missing = [name for name in spec.wants if name not in there]
    if missing:
        return f"needs the features {', '.join(spec.wants)}; {missing[0]} is not there"
    return ""
