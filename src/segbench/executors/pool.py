"""Worker processes of this machine, kept from one run to the next."""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from segbench.executors.outcome import Limits, Piece
from segbench.executors.starting import FORKS, end_server, start_server

if TYPE_CHECKING:
    from segbench.executors.worker import Worker

_modules: list[str] = []
_shared: list[Processes] = []


class Processes:
    """Several processes, each at one piece at a time.

    A process that dies takes only its own piece along, and another takes its place.

    Parameters
    ----------
    n : int
        Number of processes. They start when there is work.
    """

    def __init__(self, n: int) -> None:
        self.n = n
        self._owner = os.getpid()
        self._closed = False
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()

    def run(
        self,
        function: Callable[..., Any],
        arguments: Sequence[Piece],
        limits: Limits,
    ) -> Iterator[tuple[int, Any]]:
        """Call a function with each tuple of arguments; see `Executor.run`."""
        from segbench.executors.dispatch import Dispatch
        from segbench.executors.sharing import Calls, SharedArrays

        with SharedArrays() as arrays:
            calls = Calls(function, arguments, arrays)
            dispatch = Dispatch(self._hire, self.n, calls, limits)
            try:
                yield from dispatch.results()
            finally:
                self._release(dispatch.crew)

    def start(self) -> None:
        """Start the processes before there is work."""
        while len(self._idle) < self.n:
            self._idle.append(self._hire_new())

    def _hire(self) -> Worker:
        """Give an idle worker or a new one; two runs at a time share none."""
        if self._closed:
            raise RuntimeError("These processes were closed.")
        return self._idle.pop() if self._idle else self._hire_new()

    def _hire_new(self) -> Worker:
        from segbench.executors.worker import Worker

        worker = Worker(tuple(_modules))
        self._all.add(worker)
        return worker

    def _release(self, crew: list[Worker]) -> None:
        """Keep who is idle; who is still at something has been abandoned."""
        for worker in crew:
            room = len(self._idle) < self.n and not self._closed
            if room and worker.position is None:
                self._idle.append(worker)
            else:
                worker.kill()
        self._all.difference_update([w for w in self._all if w.gone])

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        if self._owner != os.getpid():  # a copy of the process that they belong to
            return
        self._closed = True
        for worker in list(self._all):
            worker.kill()
        self._all.clear()
        self._idle.clear()


def processes(n: int) -> Processes:
    """Give the processes that all of this interpreter shares.

    They are kept between calls. Another number ends those there were.
    """
    current = next((p for p in _shared if p._owner == os.getpid()), None)
    if current is not None and current.n == n and not current._closed:
        return current
    close_shared()
    _shared.append(Processes(n))
    return _shared[0]


@atexit.register
def close_shared() -> None:
    """End the shared processes."""
    while _shared:
        _shared.pop().close()


def end_everything() -> None:
    """End the shared processes and what they are copied from; for the very end."""
    close_shared()
    end_server()


def warm_up(n: int, modules: Sequence[str]) -> None:
    """Let the imports of the workers begin, beside what this process does next.

    On Linux the fork server imports, and ``n`` copies of it are a matter of
    milliseconds later. Elsewhere the workers themselves are started.

    Parameters
    ----------
    n : int
        Number of workers there will be.
    modules : sequence of str
        What they will need. One that is not there is no error.
    """
    _modules[:] = modules
    start_server(modules)
    if not FORKS:
        processes(n).start()
