"""Packages of the extra `more`."""

from __future__ import annotations

import importlib
from typing import Any


def from_more(package: str, what: str) -> Any:
    """Import a package that the extra ``more`` brings.

    Raises
    ------
    ModuleNotFoundError
        With what to install.
    """
    try:
        return importlib.import_module(package)
    except ModuleNotFoundError as error:
        message = f"{what} needs the package {package}, which is not installed"
        raise ModuleNotFoundError(
            f"{message}; install segbench[more]", name=package
        ) from error
