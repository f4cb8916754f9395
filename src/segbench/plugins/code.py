"""Names the code of a class: results of other code are not taken for its own."""

from __future__ import annotations

import ast
import hashlib
import inspect
import uuid
from functools import lru_cache
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from segbench.sources import source_hash

NAMED_BY_VERSION = ("segbench.", "sklearn.", "hdbscan.")
"""Packages whose version says all; it stands beside every result."""


_REMEMBERED = 256


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
        return _hash(kept or getattr(import_module(module), name), module)
    except (ImportError, AttributeError, OSError, TypeError, ValueError, SyntaxError):
        return uuid.uuid4().hex


@lru_cache(_REMEMBERED)
def _hash(found: Any, module: str) -> str:
    """Hash the source of a class and of what came with it.

    It is asked for with every piece of work and read once, when the class is first
    seen: a file edited later does not rename what was loaded before.
    """
    source = _source_beside(module) or inspect.getsource(found)
    text = f"{_version_of(module)} {source}"
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _source_beside(module: str) -> str:
    """Name the source of the package that holds a module, or that of the module."""
    top = import_module(module.partition(".")[0])
    if hasattr(top, "__path__"):
        return " ".join(source_hash(Path(path)) for path in top.__path__)
    file = getattr(top, "__file__", None)
    return "" if file is None else " ".join(map(_named, _with_helpers(Path(file))))


def _with_helpers(file: Path) -> list[Path]:
    """List a module's file and what it, or one of these, imports from its folder."""
    installed = metadata.packages_distributions()
    found: set[Path] = set()
    waiting = [file]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            tops = _imported(one) - set(installed) if one.suffix == ".py" else set()
            paths = [file.parent / name for top in tops for name in (top, f"{top}.py")]
            waiting += [path for path in paths if path.exists()]
    return sorted(found)


def _imported(file: Path) -> set[str]:
    """Name the packages and modules that a file imports, anywhere in it."""
    nodes = list(ast.walk(ast.parse(file.read_bytes())))
    names = {
        one.name for node in nodes if isinstance(node, ast.Import) for one in node.names
    }
    names |= {n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module}
    return {name.partition(".")[0] for name in names}


def _named(path: Path) -> str:
    """Return a file's name and content, or those of a folder as a hash."""
    content = source_hash(path) if path.is_dir() else path.read_text(encoding="utf-8")
    return f"{path.name} {content}"


def _version_of(module: str) -> str:
    """Return the version of the package that a module came with, "" for none."""
    top = module.partition(".")[0]
    names = metadata.packages_distributions().get(top, ())
    return " ".join(f"{name}={metadata.version(name)}" for name in names)
