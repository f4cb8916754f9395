"""A model as text and arrays, and put together again: nothing of ours is pickled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segbench.core import Role
from segbench.data import ValueRules
from segbench.features.encoder import Encoder
from segbench.features.impute import MarkingImputer, NeighbourImputer
from segbench.models.fidelity import Fidelity
from segbench.models.known import Known
from segbench.models.model import SegmentModel
from segbench.models.origin import Origin
from segbench.models.preparation import Preparation
from segbench.models.rules import restore
from segbench.models.scales import ColumnScale
from segbench.models.schema import Schema

Contents = dict[str, Any]
"""Arrays, and transformers of libraries, by name."""

_COLUMNS, _MARKING, _NEIGHBOURS, _OBJECT = "columns", "marking", "neighbours", "object"


def text_of(model: SegmentModel) -> dict[str, Any]:
    """Return what can be read as JSON; `contents_of` has the rest."""
    encoder, schema = model.preparation.encoder, model.schema
    return {
        "origin": asdict(model.origin),
        "schema": {
            "id": schema.id,
            "columns": {name: str(role) for name, role in schema.columns.items()},
            "rename": [list(pair) for pair in schema.rename],
            "rules": asdict(schema.rules),
            "fill_levels": dict(schema.fill_levels),
        },
        "encoder": {
            "plain": encoder.plain,
            "logged": encoder.logged,
            "levels": {name: list(levels) for name, levels in encoder.levels.items()},
            "all_levels": encoder.all_levels,
            "unknown_is_far": encoder.unknown_is_far,
        },
        "limits": {name: list(ends) for name, ends in model.preparation.limits.items()},
        "clips": model.preparation.clips,
        "steps": [[name, _kind(step)] for name, step in model.preparation.steps],
        "rule": {"kind": model.rule.kind.name, "metric": str(model.rule.metric)},
        "names": list(model.names),
        "shares": list(model.shares),
        "fidelity": [asdict(one) for one in model.fidelity],
    }


def contents_of(model: SegmentModel) -> Contents:
    """Return the arrays and the transformers."""
    contents = {
        f"step {i} {name}": value
        for i, (_, step) in enumerate(model.preparation.steps)
        for name, value in _parts(step).items()
    }
    contents |= {f"rule {name}": values for name, values in model.rule.arrays.items()}
    for name, known in (("known", model.known), ("probe", model.probe)):
        if known is not None:
            contents |= {f"{name} values": known.values, f"{name} labels": known.labels}
    return contents


def model_from(text: Mapping[str, Any], contents: Contents) -> SegmentModel:
    """Put a model together again.

    Raises
    ------
    KeyError, TypeError, ValueError
        When something is missing or of another kind.
    """
    schema, encoder = dict(text["schema"]), dict(text["encoder"])
    rules = dict(schema.pop("rules"))
    rules["missing"] = tuple(rules["missing"])
    levels = {name: tuple(found) for name, found in encoder.pop("levels").items()}
    columns = {name: Role(role) for name, role in schema.pop("columns").items()}
    renames = tuple((old, new) for old, new in schema.pop("rename"))
    plain, logged = tuple(encoder.pop("plain")), tuple(encoder.pop("logged"))
    return SegmentModel(
        origin=Origin(**text["origin"]),
        schema=Schema(
            columns=columns, rename=renames, rules=ValueRules(**rules), **schema
        ),
        preparation=Preparation(
            Encoder(plain, logged, levels, **encoder),
            {name: (ends[0], ends[1]) for name, ends in text["limits"].items()},
            text["clips"],
            tuple(
                (name, _step(kind, _named(contents, f"step {i} ")))
                for i, (name, kind) in enumerate(text["steps"])
            ),
        ),
        rule=restore(**_rule(text["rule"]), arrays=_named(contents, "rule ")),
        known=_known(contents, "known") if "known values" in contents else None,
        probe=_known(contents, "probe"),
        names=tuple(text["names"]),
        shares=tuple(text["shares"]),
        fidelity=tuple(Fidelity(**one) for one in text["fidelity"]),
    )


def _rule(told: Mapping[str, str]) -> dict[str, str]:
    return {"name": told["kind"], "metric": told["metric"]}


def _known(contents: Contents, name: str) -> Known:
    values, labels = contents[f"{name} values"], contents[f"{name} labels"]
    return Known(np.asarray(values, dtype=np.float64), np.asarray(labels, np.int64))


def _named(contents: Contents, start: str) -> Contents:
    return {
        name.removeprefix(start): value
        for name, value in contents.items()
        if name.startswith(start)
    }


def _kind(step: Any) -> str:
    own = {
        ColumnScale: _COLUMNS,
        MarkingImputer: _MARKING,
        NeighbourImputer: _NEIGHBOURS,
    }
    return own.get(type(step), _OBJECT)


def _parts(step: Any) -> Contents:
    if isinstance(step, ColumnScale):
        return dict(vars(step))
    if isinstance(step, MarkingImputer):
        marked: NDArray[np.int64] = np.array(step.columns, dtype=np.int64)
        return {"columns": marked, "median": step.median_}
    if isinstance(step, NeighbourImputer):
        return {"mean": step.mean_, "spread": step.spread_, "nearest": step.nearest_}
    return {"object": step}


def _step(kind: str, parts: Contents) -> Any:
    if kind == _COLUMNS:
        return ColumnScale(**parts)
    if kind == _MARKING:
        marking = MarkingImputer(tuple(map(int, parts["columns"])))
        marking.median_ = parts["median"]
        return marking
    if kind == _NEIGHBOURS:
        filling = NeighbourImputer()
        filling.mean_, filling.spread_ = parts["mean"], parts["spread"]
        filling.nearest_ = parts["nearest"]
        return filling
    return parts["object"]
