"""Segbench's own dataclasses and enums by name; nothing else can be named."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any

from segbench.cache.container import DamagedRecordError

_PATH = re.compile(r"(segbench(?:\.(?!__)[A-Za-z0-9_]+)+):([A-Za-z0-9_.]+)")


@cache
def path_of(known: type) -> str:
    """Name a class, such as ``"segbench.core:Status"``.

    Raises
    ------
    TypeError
        When it is no dataclass or enum of segbench that can be made again.
    """
    path = f"{known.__module__}:{known.__qualname__}"
    try:
        found = class_at(path)
    except (DamagedRecordError, ImportError):
        found = None
    if found is not known:
        raise TypeError(f"{path.replace(':', '.')} has no place in a cache")
    if is_dataclass(known):
        _check_constructor(known)
    return path


def class_at(path: str) -> Any:
    """Find a class by its name.

    Only modules of segbench are imported, and only a dataclass or an enum that was
    defined where the name says is given, never what a module merely imported.

    Raises
    ------
    DamagedRecordError
        When there is no such class.
    """
    match = _PATH.fullmatch(path)
    if match is None:
        raise DamagedRecordError("a name that is none of segbench's")
    module, name = match.groups()
    found: Any = sys.modules.get(module) or importlib.import_module(module)
    for part in name.split("."):
        # Not getattr, which may run code.
        found = vars(found).get(part) if isinstance(found, type | _MODULE) else None
    if not isinstance(found, type) or (found.__module__, found.__qualname__) != (
        module,
        name,
    ):
        raise DamagedRecordError("no class of segbench")
    if not (is_dataclass(found) or issubclass(found, Enum)):
        raise DamagedRecordError("no record of segbench")
    return found


@cache
def field_names(known: Any) -> tuple[str, ...]:
    """Name the fields of a dataclass, in its order."""
    return tuple(one.name for one in fields(known))


def _check_constructor(known: Any) -> None:
    """Refuse classes whose fields the constructor does not take by name."""
    path = f"{known.__module__}.{known.__qualname__}"
    if not all(one.init for one in fields(known)):
        raise TypeError(f"{path} has a field that its constructor does not take")
    try:
        inspect.signature(known).bind(**dict.fromkeys(field_names(known)))
    except TypeError as error:
        raise TypeError(f"{path} is not made from its fields: {error}") from error


_MODULE = type(sys)
