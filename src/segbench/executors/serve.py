"""What a worker does: one piece after another, until nobody wants any more."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import struct
import sys
import threading
from collections.abc import Mapping, Sequence
from multiprocessing import connection as connections
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from segbench.executors.answers import Kind, pack_answer, pack_error
from segbench.executors.memory import at_most
from segbench.executors.preload import preload
from segbench.executors.quiet import one_quiet_thread

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

_MEMORY = struct.Struct("q")  # bytes
_NO_LIMIT = -1


def serve(
    pipe: Connection, environment: Mapping[str, str], modules: Sequence[str]
) -> None:
    """Answer what comes through a pipe; the main function of a worker."""
    from threadpoolctl import ThreadpoolController

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    _end_with_the_parent()
    os.environ.clear()
    os.environ.update(environment)
    preload(modules)
    libraries = ThreadpoolController()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        pipe.send_bytes(pack_answer(Kind.READY))
        while True:
            pipe.send_bytes(_answer(memoryview(pipe.recv_bytes()), libraries))
    os._exit(0)  # threads that a piece has left behind are not waited for


def pack_memory(memory_bytes: int | None) -> bytes:
    """Make the bytes that stand before a call: how much memory it may take."""
    return _MEMORY.pack(_NO_LIMIT if memory_bytes is None else memory_bytes)


def _answer(message: memoryview, libraries: ThreadpoolController) -> bytes:
    allowed = _MEMORY.unpack(message[: _MEMORY.size])[0]
    memory_bytes = None if allowed == _NO_LIMIT else allowed
    try:
        function, given = pickle.loads(message[_MEMORY.size :])  # noqa: S301 the parent wrote it
        with one_quiet_thread(libraries), at_most(memory_bytes):
            result = function(*given)
        return pack_answer(Kind.RESULT, result)
    except MemoryError:
        return pack_answer(Kind.OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001 raised again by the parent
        return pack_error(error)
    except BaseException:  # noqa: BLE001 sys.exit ends a process: this one
        os._exit(1)


def _end_with_the_parent() -> None:
    """End this process when its parent has ended, whatever it is doing then."""
    parent = multiprocessing.parent_process()
    assert parent is not None  # a worker is a child
    alive = parent.sentinel
    if sys.platform == "linux":
        import fcntl

        # The kernel kills: a native loop that keeps the interpreter lock would let no
        # thread of Python act. Nothing is ever written to the sentinel but its end.
        fcntl.fcntl(alive, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(alive, fcntl.F_SETSIG, signal.SIGKILL)
        flags = fcntl.fcntl(alive, fcntl.F_GETFL)
        fcntl.fcntl(alive, fcntl.F_SETFL, flags | os.O_ASYNC)
    threading.Thread(target=_wait_and_end, args=(alive,), daemon=True).start()


def _wait_and_end(alive: int) -> None:
    connections.wait([alive])
    os._exit(1)
