"""The files of a configuration group that ship with segbench, by name."""

from __future__ import annotations

from typing import Any

import yaml

from segbench.conf_files import conf_dir, options
from segbench.errors import UnknownNameError


def shipped(group: str, name: str) -> dict[str, Any]:
    """Read a file's plain values.

    Raises
    ------
    UnknownNameError
        When there is no such file.
    """
    known = options(group)
    if name not in known:
        raise UnknownNameError(group, name, known)
    text = (conf_dir() / group / f"{name}.yaml").read_text(encoding="utf-8")
    node: dict[str, Any] = yaml.safe_load(text)
    return node
