"""The names of all settings, read off the shipped files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from segbench.conf_files import conf_dir

_FIXED_GROUPS = ("dataset", "executor", "scoring")
"""Groups whose files all have the same settings; the others hold named members."""


@cache
def known_settings() -> tuple[str, ...]:
    """Dotted names of the settings, such as ``seed`` or ``scoring.gates.min_size``.

    Of `algo`, `features` and `scaler` the group alone: their members are named by
    whoever writes the files.
    """
    groups = sorted(path.name for path in conf_dir().iterdir() if path.is_dir())
    own = [name for name in _read(conf_dir() / "config.yaml") if name != "defaults"]
    nested = [
        f"{group}.{name}"
        for group in _FIXED_GROUPS
        for path in sorted((conf_dir() / group).glob("*.yaml"))
        for name in _dotted(_read(path))
    ]
    return tuple(dict.fromkeys([*groups, *own, *nested]))


def _read(path: Path) -> Mapping[str, Any]:
    values: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return values


def _dotted(values: Mapping[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        yield name
        if isinstance(value, Mapping):
            yield from (f"{name}.{rest}" for rest in _dotted(value))
