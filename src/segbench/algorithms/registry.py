"""Names to algorithms: the shipped YAML files and whatever else was registered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any

import yaml

from segbench.algorithms.spec import AlgorithmSpec, Growth
from segbench.conf_files import conf_dir, options
from segbench.core import Metric
from segbench.errors import ConfigError, UnknownNameError, unknown_name

DEFAULT_ALGORITHMS = ("kmeans", "agglomerative", "dbscan", "hdbscan", "gmm")
"""Compared when a run names no algorithm."""

_registered: dict[str, AlgorithmSpec] = {}


def available() -> dict[str, AlgorithmSpec]:
    """Every known algorithm by name: the five, the baselines, then the rest."""
    shipped = _shipped()
    baselines = [name for name in shipped if shipped[name].baseline]
    first = [*DEFAULT_ALGORITHMS, *baselines]
    return {name: shipped[name] for name in first} | shipped | _registered


def get(name: str) -> AlgorithmSpec:
    """Look an algorithm up by name, or raise with the closest name."""
    known = available()
    if name not in known:
        raise UnknownNameError("algorithm", name, known)
    return known[name]


def register(spec: AlgorithmSpec) -> AlgorithmSpec:
    """Add an algorithm; a name that is taken is refused with both origins."""
    taken = available().get(spec.name)
    if taken is not None:
        message = f"algorithm {spec.name!r} of {spec.origin} is already registered"
        raise ConfigError(f"{message} by {taken.origin}; choose another name")
    _registered[spec.name] = spec
    return spec


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
    known = [f.name for f in fields(AlgorithmSpec) if f.name not in ("name", "origin")]
    for key in node:
        if key not in known:
            setting = unknown_name("setting", str(key), known)
            raise ConfigError(f"algorithm {name!r}: {setting}")
    if not isinstance(node.get("target"), str):
        raise ConfigError(f"algorithm {name!r} needs a target, the estimator's path")
    values = dict(node) | {
        "scales_with_n": tuple(node.get("scales_with_n") or ()),
        "metrics": _metrics(name, node.get("metrics")),
        "memory": _growth(name, "memory", node),
        "time": _growth(name, "time", node),
        "grid": dict(node.get("grid") or {}),
        "params": dict(node.get("params") or {}),
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
