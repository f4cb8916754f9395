"""The settings of a data set: where it comes from and what its columns are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from segbench.checks import (
    complete,
    listed,
    mapping,
    optional_text,
    text,
    texts,
    whole,
)
from segbench.data import CsvSource, DataSource, DeclaredRoles, SimulatedMall
from segbench.errors import ConfigError, UnknownNameError


def data_source(values: Any) -> DataSource:
    """Take the settings of a data set: simulated, or a file with declared roles."""
    node = mapping("dataset", values)
    source = node.get("source")
    if source == "mall_simulated":
        node = complete("dataset", values, ["source", "seed"])
        return SimulatedMall(whole("dataset.seed", node["seed"], low=0))
    if source != "csv":
        raise UnknownNameError("dataset.source", str(source), ["mall_simulated", "csv"])
    lists = ["numeric", "categorical", "ignore"]
    known = ["source", "name", "path", "id", "truth", "rename", *lists]
    node = mapping("dataset", values, known)
    path = optional_text("dataset.path", node.get("path"))
    if path is None:
        raise ConfigError("no file named: add dataset.path=FILE")
    declared = DeclaredRoles(
        id=optional_text("dataset.id", node.get("id")),
        truth=optional_text("dataset.truth", node.get("truth")),
        **{name: texts(f"dataset.{name}", node.get(name)) for name in lists},
    )
    name = optional_text("dataset.name", node.get("name"))
    return CsvSource(path, name or _stem(path), declared, _renames(node.get("rename")))


def _stem(path: str) -> str:
    """Name a data set after its file, without endings such as ``.csv.gz``."""
    name = Path(path).name
    return name.split(".")[0] or name


def _renames(values: Any) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    for record in listed(values):
        node = mapping("dataset.rename", record, ["from", "to"])
        old = text("dataset.rename.from", node.get("from"))
        new = text("dataset.rename.to", node.get("to"))
        pairs.append((old, new))
    return tuple(pairs)
