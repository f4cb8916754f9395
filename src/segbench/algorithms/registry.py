"""Names to algorithms: the shipped files, what was registered, what packages offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from typing import Any

import yaml

from segbench.algorithms.spec import AlgorithmSpec, Growth
from segbench.conf_files import conf_dir, options
from segbench.core import Metric
from segbench.errors import ConfigError, UnknownNameError, unknown_name
from segbench.plugins import ALGORITHMS, Offer, load, offers, one_offer, warn_of_rivals
from segbench.plugins.session import declared_of

DEFAULT_ALGORITHMS = ("kmeans", "agglomerative", "dbscan", "hdbscan", "gmm")
"""Compared when a run names no algorithm."""

_NOT_DECLARED = ("name", "origin", "approximation")

_registered: dict[str, AlgorithmSpec] = {}
_of_packages: dict[str, AlgorithmSpec] = {}  # those that were imported


def available() -> dict[str, AlgorithmSpec]:
    """Every algorithm that is known by now: the five, the baselines, then the rest.

    What an installed package offers is among them once it was asked for by name;
    `origins` has its name before.
    """
    shipped = _shipped()
    baselines = [name for name in shipped if shipped[name].baseline]
    first = [*DEFAULT_ALGORITHMS, *baselines]
    own = _registered | _of_packages
    return {name: shipped[name] for name in first} | shipped | own


def origins() -> dict[str, str]:
    """Where every algorithm comes from, by name; no package is imported for it."""
    packages = {
        name: " and ".join(one.origin for one in several)
        for name, several in offers(ALGORITHMS).items()
        if name not in _shipped()
    }
    return {name: spec.origin for name, spec in available().items()} | packages


def get(name: str) -> AlgorithmSpec:
    """Look an algorithm up by name, importing the package that offers it.

    Raises
    ------
    ConfigError
        When the name is unknown, with the closest; when two packages have it; when
        the package cannot be imported or has no algorithm there.
    """
    shipped = _shipped()
    if name in shipped:
        warn_of_rivals(ALGORITHMS, name)
        return shipped[name]
    offer = one_offer(ALGORITHMS, name)
    if offer is not None:
        return _of_package(offer)
    if name not in _registered:
        raise UnknownNameError("algorithm", name, origins())
    return _registered[name]


def register(spec: AlgorithmSpec) -> AlgorithmSpec:
    """Add an algorithm; a name that is taken is refused with both origins.

    The same class may come again, as when a cell of a notebook is run twice.
    """
    taken = available().get(spec.name)
    if taken is not None and (taken.target, taken.origin) != (spec.target, spec.origin):
        message = f"algorithm {spec.name!r} of {spec.origin} is already registered"
        raise ConfigError(f"{message} by {taken.origin}; choose another name")
    _registered[spec.name] = spec
    return spec


def _of_package(offer: Offer) -> AlgorithmSpec:
    """Import an algorithm of a package once; it may have registered itself."""
    known = _of_packages.get(offer.name)
    if known is not None:
        return known
    spec = replace(_spec_of(offer, load(offer)), origin=offer.origin)
    rival = _registered.get(offer.name)
    if rival is not None and rival.target != spec.target:
        message = f"algorithm {offer.name!r} is of {offer.origin} and of {rival.origin}"
        raise ConfigError(f"{message}; rename one of them")
    _of_packages[offer.name] = spec
    return spec


def _spec_of(offer: Offer, found: Any) -> AlgorithmSpec:
    """Take what an entry point leads to: a class, a declaration or a node."""
    declared = declared_of(found)
    if isinstance(declared, Mapping):
        try:
            return spec_from_node(offer.name, declared.get(offer.name, declared))
        except ConfigError as error:
            raise ConfigError(f"{error} It comes from {offer.origin}.") from error
    where = f"algorithm {offer.name!r} of {offer.origin}"
    if not isinstance(declared, AlgorithmSpec):
        raise ConfigError(
            f"{where}: {offer.value!r} is no algorithm; a class under "
            "@segbench.algorithm(...), an AlgorithmSpec or a mapping is needed"
        )
    if declared.name != offer.name:
        message = f"{where} is declared as {declared.name!r}"
        raise ConfigError(f"{message}; the entry point needs the same name")
    return declared


def spec_from_node(
    name: str, node: Mapping[str, Any], origin: str = "configuration"
) -> AlgorithmSpec:
    """Turn the node of a YAML file into a declaration, checking every key.

    Parameters
    ----------
    name : str
        The node's key.
    node : mapping
        The fields of `AlgorithmSpec` but for the name.
    origin : str
        Where the node was found.
    """
    known = [f.name for f in fields(AlgorithmSpec) if f.name not in _NOT_DECLARED]
    for key in node:
        if key not in known:
            setting = unknown_name("setting", str(key), known)
            raise ConfigError(f"algorithm {name!r}: {setting}")
    if not isinstance(node.get("target"), str):
        raise ConfigError(
            f"algorithm {name!r} needs a target, the estimator's path; where it has "
            f"settings alone because others are compared, leave it out: ~algo.{name}"
        )
    values = dict(node) | {
        "scales_with_n": tuple(node.get("scales_with_n") or ()),
        "wants": tuple(node.get("wants") or ()),
        "metrics": _metrics(name, node.get("metrics")),
        "memory": _growth(name, "memory", node),
        "time": _growth(name, "time", node),
        "grid": dict(node.get("grid") or {}),
        "params": dict(node.get("params") or {}),
        "large": dict(node.get("large") or {}),
    }
    return AlgorithmSpec(name=name, origin=origin, **values)


def _metrics(name: str, declared: Any) -> dict[str, dict[str, Any]]:
    """Take names of metrics, or metrics with the parameters that make them."""
    if not declared:
        return {str(Metric.EUCLIDEAN): {}}
    if isinstance(declared, str):
        declared = [declared]
    given = (
        declared
        if isinstance(declared, Mapping)
        else {
            one: {} if one == Metric.EUCLIDEAN else {"metric": one} for one in declared
        }
    )
    for one in given:
        if one not in list(Metric):
            raise UnknownNameError(f"metric of {name}", str(one), map(str, Metric))
    return {str(one): dict(params or {}) for one, params in given.items()}


def _growth(name: str, key: str, node: Mapping[str, Any]) -> Growth:
    value = node.get(key, Growth.LINEAR)
    try:
        return Growth(value)
    except ValueError as error:
        classes = " or ".join(Growth)
        message = f"algorithm {name!r}: {key} grows {classes}, not {value!r}"
        raise ConfigError(message) from error


@cache
def _shipped() -> dict[str, AlgorithmSpec]:
    """Read the declarations that ship with segbench."""
    specs = {}
    for name in options("algo"):
        text = (conf_dir() / "algo" / f"{name}.yaml").read_text(encoding="utf-8")
        node = yaml.safe_load(text)[name]
        specs[name] = spec_from_node(name, node, origin="segbench")
    return specs
