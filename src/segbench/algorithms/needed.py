"""Packages that only some algorithms need."""

from __future__ import annotations

import importlib
from typing import Any


def needed(package: str, what: str, extra: str = "mixed") -> Any:
    """Import an optional package.

    Raises
    ------
    ModuleNotFoundError
        With the extra of segbench that brings it.
    """
    try:
        return importlib.import_module(package)
    except ModuleNotFoundError as error:
        message = f"{what} needs the package {package}, which is not installed"
        raise ModuleNotFoundError(
            f"{message}; install segbench[{extra}]", name=package
        ) from error
