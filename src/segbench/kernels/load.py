"""Load compiled kernels on first use, and say so when that means compiling."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import logging
import os
import sys
import sysconfig
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

_logger = logging.getLogger("segbench")


_compiling = threading.Lock()


def load_kernels(module: str) -> ModuleType:
    """Import a module of kernels; compiles for seconds where no cache is found.

    Parameters
    ----------
    module : str
        Full name of the module. It compiles when it is imported.
    """
    if module not in sys.modules:
        with _compiling:  # threads that come together would announce it each
            if module not in sys.modules:
                _announce(module)
                importlib.import_module(module)
    return importlib.import_module(module)  # waits where another thread imports it


def _announce(module: str) -> None:
    if not kernels_are_cached(module):
        _logger.warning(
            "compiling %s, once on this machine", module.rsplit(".", maxsplit=1)[-1]
        )


def kernels_are_cached(module: str) -> bool:
    """Tell cheaply, without importing numba, whether compiled kernels are stored.

    Looks for an index of this source in the folders numba uses: with the hash of its
    content, or, of numba before 0.68, newer than it. An index made for another
    processor or numba version counts too: ``True`` is no promise.
    """
    found = importlib.util.find_spec(module)
    if found is None or found.origin is None:
        return False
    source = Path(found.origin)
    version = sysconfig.get_config_var("py_version_nodot")
    modified = source.stat().st_mtime
    content = hashlib.sha256(source.read_bytes()).digest()
    return any(
        content in index.read_bytes() or index.stat().st_mtime >= modified
        for folder in _cache_folders(source)
        for index in folder.rglob(f"{source.stem}.*.py{version}*.nbi")
    )


def _cache_folders(source: Path) -> Iterator[Path]:
    """Yield the folders where numba may have put the kernels."""
    if chosen := os.environ.get("NUMBA_CACHE_DIR"):
        yield Path(chosen)
    yield source.parent / "__pycache__"
    home = Path.home()
    yield Path(os.environ.get("XDG_CACHE_HOME", home / ".cache")) / "numba"
    yield home / "Library" / "Caches" / "numba"
    yield Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "numba"
