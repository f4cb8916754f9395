"""The console that everything is printed on."""

from __future__ import annotations

from rich.console import Console

WIDTH_WITHOUT_TERMINAL = 120
"""Columns of text when the output goes to a file or a pipe."""


def console() -> Console:
    """Make a console for standard output; plain and wide when it is no terminal."""
    made = Console(highlight=False)
    if not made.is_terminal:
        made = Console(highlight=False, width=WIDTH_WITHOUT_TERMINAL)
    return made
