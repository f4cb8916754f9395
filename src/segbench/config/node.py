"""A run's specification as the configuration that would make it: validate, undone."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from segbench.algorithms import AlgorithmSpec
from segbench.config.scoring import AUTO, PLAIN
from segbench.features import FeatureSet, ScalerSpec
from segbench.features.sets import SKEWED
from segbench.runner import GIB, RunSpec


def node_of(spec: RunSpec) -> dict[str, Any]:
    """Write a specification as plain values, laid out as on the command line.

    A scaler of the reference space stands there by its name.
    """
    reference = None
    if spec.reference is not None:
        features, scaler = spec.reference
        reference = {"features": _features(features), "scaler": scaler.name}
    memory = spec.limits.memory_bytes
    return {
        "features": {one.name: _features(one) for one in spec.features},
        "scaler": {one.name: scaler_node(one) for one in spec.scalers},
        "algo": {one.name: algorithm_node(one) for one in spec.algorithms},
        "columns": None,
        "k": list(spec.ks),
        "seed": spec.seed,
        "reference": reference,
        "scoring": _scoring(spec),
        "executor": {
            "kind": "local" if spec.cluster is None else "dask",
            "n_jobs": spec.n_jobs,
            "address": spec.cluster,
        },
        "limits": {
            "memory": None if memory is None else memory / GIB,
            "time": spec.limits.seconds,
            "exact": spec.exact,
        },
    }


def _features(one: FeatureSet) -> dict[str, Any]:
    return {
        "columns": None if one.columns is None else list(one.columns),
        "log1p": SKEWED if one.log1p == SKEWED else list(one.log1p),
        "pca": one.pca,
        "distance": str(one.distance),
        "famd": one.famd,
    }


def scaler_node(one: ScalerSpec) -> dict[str, Any]:
    """Write a scaler as its file would have it, without its name."""
    return {"target": one.target, "params": dict(one.params)}


def algorithm_node(one: AlgorithmSpec) -> dict[str, Any]:
    """Write an algorithm as its file would have it, without its name."""
    told = {f.name: getattr(one, f.name) for f in fields(one)}
    for name in ("name", "origin", "approximation"):
        del told[name]
    return told | {
        "grid": dict(one.grid),
        "params": dict(one.params),
        "metrics": {name: dict(params) for name, params in one.metrics.items()},
        "scales_with_n": list(one.scales_with_n),
        "memory": str(one.memory),
        "time": str(one.time),
    }


def _scoring(spec: RunSpec) -> dict[str, Any]:
    effort = asdict(spec.effort)
    if effort["stability_resamples"] is None:
        effort["stability_resamples"] = AUTO
    return {
        "method": str(spec.rule.method),
        "resamples": AUTO if spec.resamples is None else spec.resamples,
        "scheme": str(spec.scheme),
        "refit": PLAIN if spec.plain else "bulk",
        "noise": str(spec.rule.noise),
        "weights": dict(spec.rule.weights),
        "gates": asdict(spec.rule.gates),
        "effort": effort,
    }
