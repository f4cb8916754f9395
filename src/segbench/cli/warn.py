"""Warnings to the user: one line each on standard error."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from segbench.visible import shortened, visible


def say(text: str) -> None:
    """Print on standard error; names of the data cannot move the cursor there."""
    print(f"segbench: {shortened(visible(text))}", file=sys.stderr)  # noqa: T201 it is for them


def warn(text: str) -> None:
    """Say something that the user should know; the work goes on."""
    say(f"warning: {text}")


@contextmanager
def plugin_warnings() -> Iterator[None]:
    """Say what is wrong with installed packages as the command line says things."""
    from segbench.plugins.loading import PluginWarning

    with warnings.catch_warnings():
        warnings.simplefilter("always", PluginWarning)
        otherwise = warnings.showwarning

        def show(message: Any, category: Any, *rest: Any, **more: Any) -> None:
            if issubclass(category, PluginWarning):
                warn(str(message))
            else:
                otherwise(message, category, *rest, **more)

        warnings.showwarning = show
        yield
