"""What an executor takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

Piece = tuple[Any, ...]
"""The arguments of one call."""


@dataclass(frozen=True)
class Limits:
    """What one piece of work may use; None is no limit."""

    seconds: float | None = None  # by the clock, from the moment a worker has it
    memory_bytes: int | None = None  # on top of what the worker held before


class Cause(StrEnum):
    """Why a piece of work has no result."""

    CRASHED = "crashed"  # its worker died, for whatever reason
    OUT_OF_MEMORY = "out of memory"
    OUT_OF_TIME = "out of time"


@dataclass(frozen=True)
class Lost:
    """Stands where the result of a piece of work would have stood."""

    cause: Cause
    reason: str  # one sentence for a person


class Executor(Protocol):
    """Carries out calls that do not depend on each other."""

    def run(
        self,
        function: Callable[..., Any],
        arguments: Sequence[Piece],
        limits: Limits,
    ) -> Iterator[tuple[int, Any]]:
        """Call a function with each tuple of arguments.

        Yields
        ------
        position : int
            Which of the arguments.
        result : object or Lost
            In the order of completion. An exception of the function is raised again
            and ends the run. Closing the iterator ends it too.
        """

    def close(self) -> None:
        """Let go of workers and memory."""


def out_of_memory(memory_bytes: int | None) -> Lost:
    """Say that a piece needed more memory than it may have, or than there is."""
    if memory_bytes is None:
        return Lost(Cause.OUT_OF_MEMORY, "needed more memory than there is")
    allowed = _size(memory_bytes)
    return Lost(Cause.OUT_OF_MEMORY, f"needed more than {allowed} (limits.memory)")


def out_of_time(seconds: float) -> Lost:
    """Say that a piece took longer than it may."""
    return Lost(Cause.OUT_OF_TIME, f"took longer than {seconds:g} s (limits.time)")


def _size(n_bytes: int) -> str:
    gibibytes = n_bytes / 2**30
    return f"{gibibytes:.1f} GiB" if gibibytes >= 1 else f"{n_bytes / 2**20:.0f} MiB"
