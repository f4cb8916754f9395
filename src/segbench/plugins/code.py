"""Names the code of a class: results of other code are not taken for its own."""

from __future__ import annotations

import hashlib
import inspect
import uuid
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

NAMED_BY_VERSION = ("segbench.", "sklearn.", "hdbscan.")
"""Packages whose version says all; it stands beside every result."""


def code_of(target: str, kept: Any = None) -> str:
    """Return a text that changes when the code of a class does.

    Parameters
    ----------
    target : str
        Import path of the class.
    kept : class or None
        The class itself, where no import leads to it.

    Returns
    -------
    str
        "" where the version of a package that is always named says it; a text that
        never comes again where no source can be read.
    """
    if target.startswith(NAMED_BY_VERSION) and kept is None:
        return ""
    module, _, name = target.rpartition(".")
    try:
        found = kept or getattr(import_module(module), name)
        source = _source_beside(module) or inspect.getsource(found)
    except (ImportError, AttributeError, OSError, TypeError):
        return uuid.uuid4().hex
    text = f"{_version_of(module)} {source}"
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _source_beside(module: str) -> str:
    """Return the source of the package that holds a module, or of the module alone."""
    top = import_module(module.partition(".")[0])
    if hasattr(top, "__path__"):
        files = sorted(one for path in top.__path__ for one in Path(path).rglob("*.py"))
    else:
        file = getattr(top, "__file__", None)
        files = [] if file is None else [Path(file)]
    return "".join(one.read_text(encoding="utf-8") for one in files)


def _version_of(module: str) -> str:
    """Return the version of the package that a module came with, "" for none."""
    top = module.partition(".")[0]
    names = metadata.packages_distributions().get(top, ())
    return " ".join(f"{name}={metadata.version(name)}" for name in names)
