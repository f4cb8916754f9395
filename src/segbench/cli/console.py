"""The console that everything is printed on."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

from segbench.visible import shortened, visible

WIDTH_WITHOUT_TERMINAL = 120
"""Columns of text when the output goes to a file or a pipe."""


class SafeConsole(Console):
    """A console that obeys our styles alone: what names hold is shown, never done."""

    def render_str(self, text: str, **options: Any) -> Text:
        """Make text of everything that is printed or stands in a table."""
        return super().render_str(shortened(visible(text)), **options)


def console() -> Console:
    """Make a console for standard output; plain and wide when it is no terminal."""
    made = SafeConsole(highlight=False, emoji=False)
    if not made.is_terminal:
        width = WIDTH_WITHOUT_TERMINAL
        made = SafeConsole(highlight=False, emoji=False, width=width)
    return made
