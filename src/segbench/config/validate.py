"""From a configuration, as plain values, to validated specifications.

Every key is checked here, before any work: unknown keys with the closest known one,
types, ranges. Values are taken as they are: ``${..}`` in a column's name is text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from segbench.algorithms import get, spec_from_node
from segbench.algorithms.grids import check_ks
from segbench.algorithms.spec import AlgorithmSpec
from segbench.checks import (
    complete,
    flag,
    listed,
    mapping,
    members,
    number,
    optional_text,
    text,
    texts,
)
from segbench.config.dataset import data_source
from segbench.config.scaler import scaler_named
from segbench.config.scoring import full_names, read_scoring
from segbench.data import DataSource
from segbench.errors import ConfigError, UnknownNameError
from segbench.executors import Limits
from segbench.features import Distance, FeatureSet, ScalerSpec
from segbench.features.sets import SKEWED
from segbench.plugins import load_modules
from segbench.runner import GIB, RunSpec

EXECUTOR = ("kind", "n_jobs", "address")
"""Settings of where the work is done."""

LIMITS = ("memory", "time", "exact")
"""Settings of what a piece of work may take."""

LOCAL, DASK = "local", "dask"
"""Kinds of executors."""

LONGEST_NAME = 60
"""Characters of the name that a feature set made of columns gets."""


@dataclass(frozen=True)
class Config:
    """A validated configuration."""

    source: DataSource
    run: RunSpec
    results_dir: str
    output_dir: str | None
    debug: bool
    plan: bool  # say what the run will need instead of running
    figures: bool  # draw what was found
    models: bool  # store a model of what was chosen
    cache: bool  # whether pieces of work are remembered from run to run
    fresh: bool  # compute them all again
    strict: bool  # end with an exit code of its own where no structure is found


def validate(values: Mapping[str, Any]) -> Config:
    """Check a configuration and turn it into specifications.

    Parameters
    ----------
    values : mapping
        Plain values as in ``conf/config.yaml`` with its groups filled in.

    Raises
    ------
    ConfigError
        In one sentence, with what would have been accepted.
    """
    known = [
        "algo",
        "cache",
        "columns",
        "dataset",
        "debug",
        "executor",
        "features",
        "figures",
        "fresh",
        "models",
        "k",
        "limits",
        "modules",
        "output_dir",
        "plan",
        "reference",
        "results_dir",
        "scaler",
        "scoring",
        "seed",
        "strict",
    ]
    node = complete("the configuration", values, known)
    load_modules(texts("modules", node["modules"]))  # they may declare what is named
    run, strict = _run_spec(node), flag("strict", node["strict"])
    if strict and not run.effort.structure:
        raise ConfigError(
            "strict=true needs the test for structure, which scoring=quick and "
            "scoring.effort.structure=0 leave out"
        )
    return Config(
        source=data_source(node["dataset"]),
        run=run,
        results_dir=text("results_dir", node["results_dir"]),
        output_dir=optional_text("output_dir", node["output_dir"]),
        debug=flag("debug", node["debug"]),
        plan=flag("plan", node["plan"]),
        figures=flag("figures", node["figures"]),
        models=flag("models", node["models"]),
        cache=flag("cache", node["cache"]),
        fresh=flag("fresh", node["fresh"]),
        strict=strict,
    )


def _run_spec(node: Mapping[str, Any]) -> RunSpec:
    scoring = read_scoring(node["scoring"])
    executor = complete("executor", node["executor"], EXECUTOR)
    with full_names():
        return RunSpec(
            features=_feature_sets(node["features"], node["columns"]),
            scalers=tuple(_scaler(name, one) for name, one in members(node, "scaler")),
            algorithms=tuple(
                _algorithm(name, one) for name, one in members(node, "algo")
            ),
            ks=check_ks(listed(node["k"])),
            resamples=scoring.resamples,
            rule=scoring.rule,
            effort=scoring.effort,
            scheme=scoring.scheme,
            reference=_reference(node["reference"]),
            plain=scoring.plain,
            seed=node["seed"],
            n_jobs=executor["n_jobs"],
            cluster=_cluster(executor),
            limits=_limits(node["limits"]),
            exact=flag("limits.exact", node["limits"].get("exact")),
        )


def _feature_sets(values: Any, columns: Any) -> tuple[FeatureSet, ...]:
    if columns is not None:
        names = texts("columns", columns)
        if not names:
            raise ConfigError("columns is empty; name at least one")
        return (FeatureSet("+".join(names)[:LONGEST_NAME], names),)
    named = members({"features": values}, "features")
    return tuple(_feature_set(name, one) for name, one in named)


def _reference(values: Any) -> tuple[FeatureSet, ScalerSpec] | None:
    """Read a space declared before the run: a feature set and a shipped scaler."""
    if values is None:
        return None
    node = complete("reference", values, ["features", "scaler"])
    name = text("reference.scaler", node["scaler"])
    return _feature_set("reference", node["features"]), scaler_named(name)


def _feature_set(name: str, values: Any) -> FeatureSet:
    where = f"features.{name}"
    node = mapping(where, values, ["columns", "log1p", "pca", "distance", "famd"])
    columns, log1p = node.get("columns"), node.get("log1p")
    return FeatureSet(
        name,
        columns=None if columns is None else texts(f"{where}.columns", columns),
        log1p=SKEWED if log1p == SKEWED else texts(f"{where}.log1p", log1p),
        pca=_axes(f"{where}.pca", node.get("pca")),
        distance=node.get("distance") or Distance.EUCLIDEAN,
        famd=_axes(f"{where}.famd", node.get("famd")),
    )


def _axes(where: str, value: Any) -> float | int | None:
    if value is None:
        return None
    taken = number(where, value, low=0)
    if 0 < taken < 1:
        return taken
    if isinstance(value, int) and value >= 1:
        return value
    message = "is a share of the variance between 0 and 1, or a number of axes"
    raise ConfigError(f"{where} {message}, not {value!r}")


def _scaler(name: str, values: Any) -> ScalerSpec:
    node = mapping(f"scaler.{name}", values, ["target", "params"])
    if not node:
        return scaler_named(name)
    target = optional_text(f"scaler.{name}.target", node.get("target"))
    return ScalerSpec(name, target, dict(node.get("params") or {}))


def _algorithm(name: str, values: Any) -> AlgorithmSpec:
    """Take the node as given; an empty one is the registered algorithm itself."""
    node = mapping(f"algo.{name}", values)
    return spec_from_node(name, node) if node else get(name)


def _cluster(executor: Mapping[str, Any]) -> str | None:
    """Return the address of the cluster that does the work; None for this machine."""
    kind = text("executor.kind", executor["kind"])
    if kind not in (LOCAL, DASK):
        raise UnknownNameError("executor", kind, (LOCAL, DASK))
    address = optional_text("executor.address", executor["address"])
    if kind == LOCAL:
        return None
    if address is None:
        raise ConfigError(
            "executor=dask needs the scheduler: executor.address=tcp://HOST:8786"
        )
    return address


def _limits(values: Any) -> Limits:
    node = complete("limits", values, LIMITS)
    memory, time = node["memory"], node["time"]
    return Limits(
        seconds=None if time is None else _positive("limits.time", time),
        memory_bytes=None
        if memory is None
        else int(_positive("limits.memory", memory) * GIB),
    )


def _positive(where: str, value: Any) -> float:
    found = number(where, value, low=0)
    if not found:
        raise ConfigError(f"{where} is above 0, or null for the usual limit")
    return found
