"""Work in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from segbench.executors.outcome import Limits, Piece, out_of_memory
from segbench.executors.quiet import one_quiet_thread
from segbench.kernels import thread_budget


@dataclass(frozen=True)
class Inline:
    """One piece after another, in this process, which has to survive them.

    Limits cannot be kept here: what has them, or may crash, wants processes. Memory
    that is not to be had is a lost piece here too.
    """

    threads: int = 1  # of the compiled loops

    def run(
        self,
        function: Callable[..., Any],
        arguments: Sequence[Piece],
        limits: Limits,  # noqa: ARG002 the interface has it
    ) -> Iterator[tuple[int, Any]]:
        """Call a function with each tuple of arguments; see `Executor.run`."""
        from threadpoolctl import ThreadpoolController

        libraries = ThreadpoolController()
        for position, given in enumerate(arguments):
            # Entered for each piece: who takes the results is not to be silenced.
            with one_quiet_thread(libraries), thread_budget(self.threads):
                result = _call(function, given)
            yield position, result

    def close(self) -> None:
        """Nothing is held."""


def _call(function: Callable[..., Any], given: Piece) -> Any:
    try:
        return function(*given)
    except MemoryError:
        return out_of_memory(None)
