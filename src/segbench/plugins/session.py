"""Classes that no import leads to, such as those of a notebook."""

from __future__ import annotations

from typing import Any

_classes: dict[str, Any] = {}


DECLARED = "__segbench__"
"""Where a class keeps what a decorator declared of it."""


def declared_of(found: Any) -> Any:
    """Return what was declared of a class itself, or else the thing that was found."""
    return getattr(found, "__dict__", {}).get(DECLARED, found)


def keep_class(target: str, found: Any) -> None:
    """Remember a class by its path, unless an import will find it."""
    module, _, qualname = target.rpartition(".")
    if found.__module__ != module or module == "__main__" or "<locals>" in qualname:
        _classes[target] = found


def kept_class(target: str) -> Any:
    """Return the class of a path; None where an import has to find it."""
    return _classes.get(target)
