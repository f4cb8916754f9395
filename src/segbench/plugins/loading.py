"""Code of other people is imported here, and whatever it raises becomes a sentence."""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from segbench.errors import ConfigError, SegbenchError
from segbench.plugins.entry_points import Offer, offers


class PluginWarning(UserWarning):
    """An installed package offers something that cannot be used as it is."""


def load(offer: Offer) -> Any:
    """Import what a package offers.

    Raises
    ------
    ConfigError
        When it cannot be imported; the sentence names the package and the cause.
    """
    where, _, path = offer.value.partition("[")[0].partition(":")
    try:
        found = importlib.import_module(where.strip())
        for attribute in filter(None, path.strip().split(".")):
            found = getattr(found, attribute)
    except (Exception, SystemExit) as error:
        message = f"{offer.kind} {offer.name!r} of {offer.origin} cannot be loaded"
        raise ConfigError(f"{message}: {_cause(error)}") from error
    return found


def load_modules(names: Sequence[str]) -> None:
    """Import modules that declare something, from the current folder too.

    Raises
    ------
    ConfigError
        When one cannot be imported.
    """
    here = str(Path.cwd())
    if names and here not in sys.path and "" not in sys.path:
        sys.path.append(here)  # `python -m segbench` has it, the command has not
    for name in names:
        try:
            importlib.import_module(name)
        except ConfigError:
            raise
        except (Exception, SystemExit) as error:
            message = f"modules: {name!r} cannot be imported"
            raise ConfigError(f"{message}: {_cause(error)}") from error


@cache  # one warning a process is enough
def warn_of_rivals(group: str, shipped: str) -> None:
    """Warn of packages that offer something by a name of segbench's own."""
    for offer in offers(group).get(shipped, ()):
        message = f"{offer.kind} {shipped!r} of {offer.origin} is not used"
        warn(f"{message}: segbench has one of that name; its author has to rename it")


def warn(message: str) -> None:
    """Warn that a package cannot be used as it is."""
    warnings.warn(message, PluginWarning, stacklevel=2)


def _cause(error: BaseException) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name:
        package = error.name.split(".")[0]
        return f"the package {package!r} is not installed; install it and try again"
    text = " ".join(str(error).split()) or "no message"
    if isinstance(error, SegbenchError):  # a sentence already
        return text
    return f"{type(error).__name__}: {text}"
