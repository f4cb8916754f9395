"""Take the settings of an order log from a configuration."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from segbench.checks import flag, mapping, optional_text, text, texts, whole
from segbench.data.orders.source import (
    DateOrder,
    Decimal,
    OrderColumns,
    OrderSource,
    Returns,
)
from segbench.errors import ConfigError, UnknownNameError

Choice = TypeVar("Choice", bound=StrEnum)

_SIZE = re.compile(r"\d+(\.\d+)?\s*[KMGT]i?B", re.IGNORECASE)


def order_source(values: Any) -> OrderSource:
    """Check the settings of `dataset` where its source is ``orders``.

    Raises
    ------
    ConfigError
        In one sentence, when a setting is unknown or out of its range.
    """
    known = ["source", *(one.name for one in fields(OrderSource))]
    node = mapping("dataset", values, known)
    path = optional_text("dataset.path", node.get("path"))
    if path is None:
        raise ConfigError("no order log named: add dataset.path=FILE")
    return OrderSource(
        path=path,
        name=optional_text("dataset.name", node.get("name")) or _stem(path),
        columns=_columns(node.get("columns")),
        header=texts("dataset.header", node.get("header")),
        encoding=optional_text("dataset.encoding", node.get("encoding")),
        query=optional_text("dataset.query", node.get("query")),
        snapshot=_day("dataset.snapshot", node.get("snapshot")),
        dates=_choice("dataset.dates", node.get("dates"), DateOrder),
        decimal=_choice("dataset.decimal", node.get("decimal"), Decimal),
        returns=_choice("dataset.returns", node.get("returns"), Returns)
        or Returns.PURCHASES,
        zero_prices=flag("dataset.zero_prices", node.get("zero_prices", False)),
        cancelled=optional_text("dataset.cancelled", node.get("cancelled", "C")) or "",
        repeat=flag("dataset.repeat", node.get("repeat", False)),
        currency=optional_text("dataset.currency", node.get("currency")),
        details=_optional_flag("dataset.details", node.get("details")),
        memory=_size("dataset.memory", node.get("memory", "2GB")),
        threads=_threads(node.get("threads")),
    )


def _stem(path: str) -> str:
    """Name a log after its file, without endings such as ``.csv.gz``."""
    name = Path(path).name
    return name.split(".")[0].strip("*") or "orders"


def _columns(values: Any) -> OrderColumns:
    roles = [one.name for one in fields(OrderColumns)]
    node = mapping("dataset.columns", values, roles)
    return OrderColumns(
        **{
            role: optional_text(f"dataset.columns.{role}", node.get(role))
            for role in roles
        }
    )


def _choice(where: str, value: Any, kind: type[Choice]) -> Choice | None:
    if value is None:
        return None
    try:
        return kind(value)
    except ValueError as error:
        raise UnknownNameError(where, str(value), list(kind)) from error


def _day(where: str, value: Any) -> date | None:
    if value is None:
        return None
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    try:
        return date.fromisoformat(text(where, value))
    except ValueError as error:
        raise ConfigError(
            f"{where} is a day as in 2011-12-10, not {value!r}"
        ) from error


def _optional_flag(where: str, value: Any) -> bool | None:
    return None if value is None else flag(where, value)


def _size(where: str, value: Any) -> str:
    if not isinstance(value, str) or not _SIZE.fullmatch(value.strip()):
        raise ConfigError(f"{where} is a size as in 2GB, not {value!r}")
    return value.strip()


def _threads(value: Any) -> int | None:
    return None if value is None else whole("dataset.threads", value, low=1)
