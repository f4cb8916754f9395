"""The imports that all workers share; the fork server imports this module."""

from __future__ import annotations

import contextlib
import importlib
import os
from collections.abc import Iterable

VARIABLE = "SEGBENCH_PRELOAD"
"""Environment variable with the names of modules, set while a server is started."""


def preload(modules: Iterable[str]) -> None:
    """Import modules, as far as they can be.

    One that breaks must not take the fork server along; a piece of work that needs it
    imports it again and is told.
    """
    for module in modules:
        with contextlib.suppress(Exception):
            importlib.import_module(module)


preload(os.environ.get(VARIABLE, "").split())
