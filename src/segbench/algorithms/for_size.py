"""An algorithm as it can be run on so many customers: as it is, or approximately."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from segbench.algorithms.registry import available
from segbench.algorithms.spec import AlgorithmSpec, Growth
from segbench.core import Params, Space
from segbench.errors import ConfigError, UnknownNameError

APPROXIMATE = "approximate: "
"""What every row of an approximation says before the words of its declaration."""


@dataclass(frozen=True)
class LargeForm:
    """What an algorithm declares under ``large``: how many customers are taken."""

    target: str  # import path of the estimator's class
    says: (
        str  # the approximation in words; {sample_size:,} and {customers:,} are filled
    )
    above: int = 50_000  # customers up to which the algorithm is run as it is
    params: Params = field(default_factory=dict)  # added to the algorithm's own
    grid: Mapping[str, Any] = field(default_factory=dict)  # in the place of its own
    only: Params = field(default_factory=dict)  # values that its parameters need
    metrics: tuple[str, ...] = ("euclidean",)  # distances that it can work with


def for_size(
    spec: AlgorithmSpec, space: Space, *, too_large: bool = False
) -> AlgorithmSpec:
    """Give an algorithm the form in which it can take all customers of a space.

    Parameters
    ----------
    spec : AlgorithmSpec
        What `in_space` gave.
    space : Space
        Where it will run.
    too_large : bool
        Whether a fit as it is would not stay inside the memory.

    Returns
    -------
    AlgorithmSpec
        The same one where it can be run as it is, and where it declares nothing else
        that is possible with its parameters. Otherwise one with `approximation`.
    """
    form = large_form(spec)
    if form is None or not (too_large or space.n_customers > form.above):
        return spec
    if str(space.metric) not in form.metrics or not _has(spec, form.only):
        return spec
    params = {**spec.params, **form.params}
    return replace(
        spec,
        target=form.target,
        params=params,
        grid={**spec.grid, **_untouched(spec, form.grid)},
        memory=Growth.LINEAR,
        approximation=_words(spec, form, {**params, "customers": space.n_customers}),
    )


def large_form(spec: AlgorithmSpec) -> LargeForm | None:
    """Read what an algorithm declares for many customers.

    Raises
    ------
    ConfigError
        When a key is unknown, or the class or the words are missing.
    """
    if not spec.large:
        return None
    known = list(LargeForm.__dataclass_fields__)
    for key in spec.large:
        if key not in known:
            raise UnknownNameError(f"key of large in {spec.name}", str(key), known)
    for key in ("target", "says"):
        if not isinstance(spec.large.get(key), str):
            raise ConfigError(f"algorithm {spec.name!r}: large needs the text {key!r}")
    metrics = spec.large.get("metrics", ("euclidean",))
    listed = (metrics,) if isinstance(metrics, str) else tuple(metrics)
    return LargeForm(**{**spec.large, "metrics": listed})


def _has(spec: AlgorithmSpec, only: Params) -> bool:
    """Tell whether every setting has certain values, where they are given at all."""
    fixed = all(spec.params.get(name, value) == value for name, value in only.items())
    varied = all(
        spec.grid[name] in (value, [value], (value,))
        for name, value in only.items()
        if name in spec.grid
    )
    return fixed and varied


def _untouched(spec: AlgorithmSpec, grid: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out of a grid what the user has chosen values of."""
    shipped = available().get(spec.name)
    own = spec.grid if shipped is None else shipped.grid
    return {
        name: values
        for name, values in grid.items()
        if spec.grid.get(name) == own.get(name)
    }


def _words(spec: AlgorithmSpec, form: LargeForm, values: Mapping[str, Any]) -> str:
    try:
        return f"{APPROXIMATE}{form.says.format(**values)}"
    except (KeyError, ValueError, IndexError) as error:
        message = f"algorithm {spec.name!r}: large.says cannot be filled in"
        raise ConfigError(f"{message} ({error})") from error
