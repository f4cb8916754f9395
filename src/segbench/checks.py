"""Checks of single values; a refusal names the setting and what it takes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from numbers import Integral, Real
from typing import Any

from segbench.errors import ConfigError, UnknownNameError


def mapping(
    where: str, values: Any, known: Sequence[str] | Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Take a mapping whose keys are all known; each may be missing."""
    if values is None:
        values = {}
    if not isinstance(values, Mapping):
        raise ConfigError(f"{where} takes settings by name, not {values!r}")
    for key in values:
        if known is not None and key not in known:
            raise UnknownNameError(f"setting of {where}", str(key), known)
    return dict(values)


def complete(
    where: str, values: Any, known: Sequence[str] | Mapping[str, Any]
) -> dict[str, Any]:
    """Take a mapping that has exactly the known keys."""
    node = mapping(where, values, known)
    for key in known:
        if key not in node:
            raise ConfigError(f"{where} lacks the setting {key!r}; do not take it away")
    return node


def members(node: Mapping[str, Any], group: str) -> list[tuple[str, Any]]:
    """Take the members of a group whose files hold one key each, their name."""
    chosen = list(mapping(group, node.get(group)).items())
    if not chosen:
        raise ConfigError(f"no {group} chosen; name at least one")
    return chosen


def listed(value: Any) -> list[Any]:
    """Take a list, a single value as a list of one, null as an empty one."""
    if value is None:
        return []
    if isinstance(value, str | Mapping) or not isinstance(value, Sequence):
        return [value]
    return list(value)


def texts(where: str, value: Any) -> tuple[str, ...]:
    """Take one text or several."""
    return tuple(text(where, name) for name in listed(value))


def text(where: str, value: Any) -> str:
    """Take a text; numbers are read as they are written."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ConfigError(f"{where} is a text, not {value!r}")
    # OmegaConf keeps the backslash that stops it from resolving "${..}".
    return str(value).replace("\\${", "${")


def optional_text(where: str, value: Any) -> str | None:
    """Take a text or null."""
    return None if value is None else text(where, value)


def flag(where: str, value: Any) -> bool:
    """Take true or false."""
    if not isinstance(value, bool):
        raise ConfigError(f"{where} is true or false, not {value!r}")
    return value


def whole(where: str, value: Any, *, low: int) -> int:
    """Take a whole number from `low` on."""
    is_whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not is_whole or value < low:
        raise ConfigError(f"{where} is a whole number of at least {low}, not {value!r}")
    return int(value)


def number(where: str, value: Any, *, low: float) -> float:
    """Take a number from `low` on."""
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    if not is_number or not low <= value < math.inf:
        raise ConfigError(f"{where} is a number of at least {low:g}, not {value!r}")
    return float(value)


def share(where: str, value: Any) -> float:
    """Take a number between 0 and 1."""
    taken = number(where, value, low=0)
    if taken > 1:
        raise ConfigError(f"{where} is a share between 0 and 1, not {value!r}")
    return taken
