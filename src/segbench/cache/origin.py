"""Functions and classes, named so that other code has another name."""

from __future__ import annotations

import hashlib
import sys
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

_REMEMBERED = 4096


@lru_cache(_REMEMBERED)
def origin(thing: Any) -> tuple[str, str, str]:
    """Say what a function or class is: module, qualified name, hash of its file.

    The hash is "" for segbench itself, which `code_version` covers, and for what is
    compiled. It is taken when the thing is first seen, so that a file edited later
    does not change the name of what was loaded before; a reloaded module has new
    functions and classes, and their file is read again.

    Raises
    ------
    TypeError
        When the thing is not found under its name, as those made inside a function,
        or when no file says what it does, as in a notebook.
    """
    module, name = thing.__module__, getattr(thing, "__qualname__", thing.__name__)
    loaded = sys.modules.get(module or "")
    try:
        known = attrgetter(name)(loaded) is thing
    except AttributeError:
        known = False
    if not known:
        raise TypeError(f"{module}.{name} has no content key: no import leads to it")
    return module, name, _file_hash(loaded, module)


def _file_hash(loaded: Any, module: str) -> str:
    if module == "segbench" or module.startswith("segbench."):
        return ""
    file = getattr(loaded, "__file__", None)
    if file is None and module == "__main__":
        raise TypeError("what is defined in no file has no content key")
    if file is None or not file.endswith(".py"):
        return ""
    return hashlib.blake2b(Path(file).read_bytes(), digest_size=16).hexdigest()
