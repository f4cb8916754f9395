"""The settings of a data set: where it comes from and what its columns are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from segbench.checks import (
    complete,
    flag,
    listed,
    mapping,
    optional_text,
    text,
    texts,
    whole,
)
from segbench.core import CleaningPlan
from segbench.data import (
    DataSource,
    DeclaredRoles,
    GeneratedCustomers,
    OpenmlSource,
    OrderLog,
    Published,
    ReadOptions,
    ShippedTable,
    SimulatedMall,
    TableSource,
    ValueRules,
    order_source,
)
from segbench.errors import ConfigError, UnknownNameError

PLAN = tuple(one.name for one in fields(CleaningPlan))
ROLES = tuple(one.name for one in fields(DeclaredRoles))
PUBLISHED = ("origin", "customers", "fingerprint")
READING = tuple(one.name for one in fields(ReadOptions))
_DECIMALS = {"point": ".", "comma": ","}
VALUES = ("decimal", "missing_marks", "dates")


def data_source(values: Any) -> DataSource:
    """Take the settings of a data set by the kind of its source."""
    node = mapping("dataset", values)
    source = str(node.get("source"))
    if source not in _SOURCES:
        raise UnknownNameError("dataset.source", source, _SOURCES)
    plan = _plan(node)
    rest = {name: value for name, value in node.items() if name not in PLAN}
    return _SOURCES[source](rest, plan)


def _plan(node: Mapping[str, Any]) -> CleaningPlan:
    chosen = {
        name: text(f"dataset.{name}", node[name]) for name in PLAN if name in node
    }
    return CleaningPlan(**chosen)


def _simulated(values: Mapping[str, Any], plan: CleaningPlan) -> SimulatedMall:
    node = complete("dataset", values, ["source", "seed"])
    return SimulatedMall(whole("dataset.seed", node["seed"], low=0), plan)


def _generated(values: Mapping[str, Any], plan: CleaningPlan) -> GeneratedCustomers:
    node = complete("dataset", values, ["source", "shape", "seed", "customers"])
    return GeneratedCustomers(
        shape=text("dataset.shape", node["shape"]),
        seed=whole("dataset.seed", node["seed"], low=0),
        customers=whole("dataset.customers", node["customers"], low=1),
        cleaning=plan,
    )


def _shipped(values: Mapping[str, Any], plan: CleaningPlan) -> ShippedTable:
    node = complete("dataset", values, ["source", "table", "seed", "customers"])
    seed = node["seed"]
    return ShippedTable(
        table=text("dataset.table", node["table"]),
        seed=None if seed is None else whole("dataset.seed", seed, low=0),
        customers=whole("dataset.customers", node["customers"], low=1),
        cleaning=plan,
    )


def _table(values: Mapping[str, Any], plan: CleaningPlan) -> TableSource:
    own = ["source", "name", "path", "rename"]
    known = [*own, *ROLES, *READING, *VALUES, *PUBLISHED]
    node = mapping("dataset", values, known)
    path = optional_text("dataset.path", node.get("path"))
    reading = _reading(node)
    if path is None and reading.query is None:
        origin = text("dataset.origin", node.get("origin") or "")
        where = f" with the file of {origin}" if origin else ""
        raise ConfigError(f"no file named: add dataset.path=FILE{where}")
    name = optional_text("dataset.name", node.get("name"))
    return TableSource(
        path=path or "",
        name=name or (_stem(path) if path else "query"),
        declared=_declared(node),
        rename=_renames(node.get("rename")),
        reading=reading,
        values=ValueRules(
            decimal=_decimal(node.get("decimal")),
            missing=texts("dataset.missing_marks", node.get("missing_marks")),
            dates=optional_text("dataset.dates", node.get("dates")),
        ),
        cleaning=plan,
        published=_published(node),
    )


def _decimal(value: Any) -> str | None:
    """Take a word: a comma by itself would have to be quoted twice."""
    said = optional_text("dataset.decimal", value)
    if said is not None and said not in _DECIMALS:
        raise UnknownNameError("dataset.decimal", said, _DECIMALS)
    return None if said is None else _DECIMALS[said]


def _reading(node: Mapping[str, Any]) -> ReadOptions:
    header = node.get("header")
    return ReadOptions(
        header=None if header is None else flag("dataset.header", header),
        **{
            name: optional_text(f"dataset.{name}", node.get(name))
            for name in READING
            if name != "header"
        },
    )


def _orders(values: Mapping[str, Any], plan: CleaningPlan) -> OrderLog:
    node = {name: one for name, one in values.items() if name not in PUBLISHED}
    return OrderLog(order_source(node), plan, _published(values))


def _openml(values: Mapping[str, Any], plan: CleaningPlan) -> OpenmlSource:
    roles = [name for name in ROLES if name != "id"]
    node = mapping("dataset", values, ["source", "id", "name", *roles])
    if node.get("id") is None:
        raise ConfigError("no data set named: add dataset.id=NUMBER, such as 31")
    number = whole("dataset.id", node["id"], low=1)
    name = optional_text("dataset.name", node.get("name")) or f"openml_{number}"
    return OpenmlSource(number, name, _declared({**node, "id": None}), plan)


_SOURCES: Mapping[str, Callable[[Mapping[str, Any], CleaningPlan], DataSource]] = {
    "mall_simulated": _simulated,
    "generated": _generated,
    "scikit-learn": _shipped,
    "csv": _table,
    "orders": _orders,
    "openml": _openml,
}
"""By the kind of a source: what its settings become."""


def _declared(node: Mapping[str, Any]) -> DeclaredRoles:
    return DeclaredRoles(
        id=optional_text("dataset.id", node.get("id")),
        truth=optional_text("dataset.truth", node.get("truth")),
        **{
            name: texts(f"dataset.{name}", node.get(name))
            for name in ("numeric", "categorical", "ignore")
        },
    )


def _published(node: Mapping[str, Any]) -> Published:
    customers = node.get("customers")
    return Published(
        origin=text("dataset.origin", node.get("origin") or ""),
        customers=None
        if customers is None
        else whole("dataset.customers", customers, low=1),
        fingerprint=optional_text("dataset.fingerprint", node.get("fingerprint")),
    )


def _stem(path: str) -> str:
    """Name a data set after its file, without endings such as ``.csv.gz``.

    A pattern such as ``sales/2024-*.csv`` is named after what it begins with, or after
    its folder.
    """
    there = Path(path).expanduser()
    named = there.name if there.exists() else re.split(r"[*?\[]", there.name)[0]
    stem = named.split(".")[0].rstrip("-_ ") or named
    if stem or there == there.parent:
        return stem or "table"
    return _stem(str(there.resolve() if there == Path() else there.parent))


def _renames(values: Any) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    for record in listed(values):
        node = mapping("dataset.rename", record, ["from", "to"])
        old = text("dataset.rename.from", node.get("from"))
        new = text("dataset.rename.to", node.get("to"))
        pairs.append((old, new))
    return tuple(pairs)
