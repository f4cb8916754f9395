"""Pieces of work to workers, results back, and what goes wrong on the way."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from math import inf
from multiprocessing import connection as connections
from typing import Any

from segbench.errors import SegbenchError
from segbench.executors.answers import Kind, unpack_error
from segbench.executors.outcome import (
    Cause,
    Limits,
    Lost,
    out_of_memory,
    out_of_time,
)
from segbench.executors.sharing import Calls
from segbench.executors.worker import Worker

_LOOK = 0.25  # seconds between looks at the memory of the workers
_LONGEST_WAIT = 1.0  # seconds; Windows hears Ctrl-C only in between
_MOST_FAILURES = 3  # workers in a row that end before they begin

Numbered = tuple[int, Any]


class Dispatch:
    """One run: its pieces, and the workers it has.

    Parameters
    ----------
    hire : callable
        Gives a worker that is free.
    n : int
        Number of workers.
    calls : Calls
    limits : Limits
    """

    def __init__(
        self, hire: Callable[[], Worker], n: int, calls: Calls, limits: Limits
    ) -> None:
        self.crew: list[Worker] = []
        self._hire = hire
        self._n = n
        self._calls = calls
        self._limits = limits
        self._waiting = deque(range(len(calls)))
        self._failures = 0
        self._looked = 0.0

    def results(self) -> Iterator[Numbered]:
        """Yield positions and results in the order of completion."""
        while self._staffed():
            for worker in self._heard():
                yield from self._take(worker)
            for worker, lost in self._beyond_limits():
                yield from self._lose(worker, lost)

    def _staffed(self) -> bool:
        """See that pieces have workers; False when there is nothing more to do."""
        for worker in list(self.crew):
            if not worker.busy:
                self._feed(worker)
        starting = sum(not worker.ready for worker in self.crew)
        for _ in range(min(self._n - len(self.crew), len(self._waiting) - starting)):
            worker = self._hire()
            self.crew.append(worker)
            if worker.ready:
                self._feed(worker)
        in_work = any(worker.position is not None for worker in self.crew)
        return in_work or bool(self._waiting)

    def _feed(self, worker: Worker) -> None:
        if not self._waiting:
            return
        position = self._waiting.popleft()
        call = self._calls.pack(position)
        try:
            worker.give(position, call, self._limits)
        except OSError:
            self._take_back(worker)

    def _take_back(self, worker: Worker) -> None:
        """Keep the piece of a worker that ended while it was idle, for another."""
        if worker.position is not None:
            self._waiting.appendleft(worker.position)
        self._dismiss_early(worker, worker.epitaph())

    def _heard(self) -> list[Worker]:
        """Wait for workers that have sent something or have ended."""
        awaited: dict[Any, Worker] = {}
        for worker in self.crew:
            if worker.busy:
                awaited[worker.pipe] = awaited[worker.sentinel] = worker
        ready = connections.wait(list(awaited), self._patience())
        return list({id(awaited[one]): awaited[one] for one in ready}.values())

    def _patience(self) -> float:
        left = min((worker.seconds_left for worker in self.crew), default=inf)
        longest = _LONGEST_WAIT if self._limits.memory_bytes is None else _LOOK
        return max(0.0, min(left, longest))

    def _take(self, worker: Worker) -> Iterator[Numbered]:
        position = worker.position
        try:
            kind, content = worker.hear()
        except ConnectionResetError:  # there was something that it had not read
            self._take_back(worker)
            return
        except (EOFError, OSError):
            yield from self._lose(worker, Lost(Cause.CRASHED, worker.epitaph()))
            return
        self._failures = 0
        if kind is Kind.ERROR:
            raise unpack_error(content)
        if kind is Kind.OUT_OF_MEMORY:
            # Libraries that were refused memory are not to be trusted any more.
            worker.position = position
            lost = out_of_memory(self._limits.memory_bytes)
            yield from self._lose(worker, lost)
            return
        self._feed(worker)  # before the result is looked at, which may take its time
        if position is not None:
            yield position, content

    def _lose(self, worker: Worker, lost: Lost) -> Iterator[Numbered]:
        position = worker.position
        if position is None:
            self._dismiss_early(worker, lost.reason)
            return
        self._dismiss(worker)
        yield position, lost

    def _beyond_limits(self) -> Iterator[tuple[Worker, Lost]]:
        now = time.monotonic()
        look = now - self._looked >= _LOOK
        self._looked = now if look else self._looked
        for worker in list(self.crew):
            if worker.position is None or worker.pipe.poll():
                continue  # done in time, if not yet heard
            if self._limits.seconds is not None and worker.seconds_left <= 0:
                yield worker, out_of_time(self._limits.seconds)
            elif look and worker.outgrown():
                yield worker, out_of_memory(self._limits.memory_bytes)

    def _dismiss(self, worker: Worker) -> None:
        worker.kill()
        self.crew.remove(worker)

    def _dismiss_early(self, worker: Worker, reason: str) -> None:
        self._dismiss(worker)
        self._failures += 1
        if self._failures >= _MOST_FAILURES:
            raise SegbenchError(
                f"No worker process stays alive until its work begins: {reason}. Try "
                "again with one worker (n_jobs=1)."
            )
