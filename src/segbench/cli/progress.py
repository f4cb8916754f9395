"""Progress on standard error: a bar in a terminal, a line per stage elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import Progress as RichProgress

from segbench.cli.warn import say
from segbench.runner import Progress


@contextmanager
def progress_shown() -> Iterator[Progress]:
    """Give a progress that fits where standard error goes."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Lines()
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with RichProgress(
        *columns, TimeElapsedColumn(), console=console, transient=True
    ) as bar:
        yield _Bar(bar)


class _Lines:
    """One line when a stage begins."""

    def start(self, stage: str, total: int) -> None:
        say(f"{stage} ({total})")

    def advance(self) -> None:
        """Pieces are not worth a line each."""


class _Bar:
    """A bar per stage."""

    def __init__(self, bar: RichProgress) -> None:
        self._bar = bar
        self._task = bar.add_task("", visible=False)

    def start(self, stage: str, total: int) -> None:
        self._bar.remove_task(self._task)
        self._task = self._bar.add_task(stage, total=total)

    def advance(self) -> None:
        self._bar.advance(self._task)
