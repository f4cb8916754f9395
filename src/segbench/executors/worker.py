"""A worker as its parent sees it."""

from __future__ import annotations

import os
import signal
import time
from math import inf
from multiprocessing.connection import Connection
from typing import Any

from segbench.executors.answers import Kind, unpack_answer
from segbench.executors.memory import private_bytes
from segbench.executors.outcome import Limits
from segbench.executors.serve import pack_memory, serve
from segbench.executors.starting import ONE_THREAD, context, start_process

_KILLED = -9  # by SIGKILL, which not every system has
_PATIENCE = 5.0  # seconds until the system must have buried a dead process


class Worker:
    """One process, and the piece it is at."""

    def __init__(self, modules: tuple[str, ...]) -> None:
        self.position: int | None = None  # of the piece in work
        self.ready = False
        self.gone = False
        self._deadline = inf
        self._memory_before = 0
        self._limits = Limits()
        self.pipe: Connection
        self.pipe, theirs = context().Pipe()
        given = (theirs, {**os.environ, **ONE_THREAD}, modules)
        self._process = start_process(serve, given)
        theirs.close()

    @property
    def busy(self) -> bool:
        """Whether something is to be heard from it."""
        return self.position is not None or not self.ready

    @property
    def sentinel(self) -> int:
        """Ready to be read when the process has ended."""
        return int(self._process.sentinel)

    @property
    def seconds_left(self) -> float:
        """Until its piece has taken too long."""
        return self._deadline - time.monotonic()

    def give(self, position: int, call: bytes, limits: Limits) -> None:
        """Send a piece of work.

        Raises
        ------
        OSError
            If the process has ended; it has not begun the piece then.
        """
        self.position = position
        self._limits = limits
        if limits.memory_bytes is not None:
            self._memory_before = private_bytes(self._process.pid)
        self.pipe.send_bytes(pack_memory(limits.memory_bytes) + call)
        seconds = inf if limits.seconds is None else limits.seconds
        self._deadline = time.monotonic() + seconds

    def hear(self) -> tuple[Kind, Any]:
        """Receive a message from a worker that has sent one or has ended.

        Raises
        ------
        ConnectionResetError
            If the process has ended without having read its piece.
        EOFError, OSError
            If the process has ended.
        """
        if not self.pipe.poll():
            raise EOFError
        message = self.pipe.recv_bytes()
        self.ready = True
        self.position = None
        self._deadline = inf
        return unpack_answer(message)

    def outgrown(self) -> bool:
        """Whether its piece holds more memory than it may."""
        if self.position is None or self._limits.memory_bytes is None:
            return False
        held = private_bytes(self._process.pid) - self._memory_before
        return held > self._limits.memory_bytes

    def epitaph(self) -> str:
        """Say of what it died."""
        self._process.join(_PATIENCE)
        code = self._process.exitcode
        if code == _KILLED:
            return "the worker was killed (signal 9), perhaps for want of memory"
        if code is not None and code < 0:
            return f"the worker died ({_signal_name(-code)})"
        if code is None:
            return "the worker does not answer any more"
        return f"the worker ended (exit code {code})"

    def kill(self) -> None:
        """End the process at once, without waiting for it."""
        if self.gone:
            return
        self.gone = True
        self.pipe.close()
        if self._process.is_alive():
            self._process.kill()
        else:
            # Its number may be another's by now. If it was the fork server that died,
            # the worker ends as its sentinel is closed.
            self._process.close()


def _signal_name(number: int) -> str:
    return (signal.strsignal(number) or f"signal {number}").lower()
